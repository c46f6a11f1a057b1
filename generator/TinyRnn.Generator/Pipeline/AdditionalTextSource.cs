using Microsoft.CodeAnalysis.Text;
using TinyRnn.Model;

namespace TinyRnn.Generator.Pipeline;

/// <summary>The characters of a model file as the compiler holds them. Reading stops when the compilation is cancelled.</summary>
internal sealed class AdditionalTextSource(SourceText text, CancellationToken cancellation) : TextSource
{
    public override int Length => text.Length;

    public override string Substring(int start, int length)
    {
        cancellation.ThrowIfCancellationRequested();
        return text.ToString(new TextSpan(start, length));
    }

    public override void CopyTo(int start, char[] destination, int count)
    {
        cancellation.ThrowIfCancellationRequested();
        text.CopyTo(start, destination, 0, count);
    }
}
