using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TinyRnn.Generator.Pipeline;

/// <summary>A place as a value: a <see cref="Location"/> would keep the syntax tree alive.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo Of(SyntaxReference? reference, SyntaxNode fallback)
    {
        Location location = reference?.SyntaxTree.GetLocation(reference.Span) ?? fallback.GetLocation();
        return new LocationInfo(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
    }

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
