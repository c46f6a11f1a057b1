using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Checks a diagnostic down to the characters that it points at.</summary>
internal static class DiagnosticAssert
{
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="id">Its id.</param>
    /// <param name="path">The file that it must point into.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="marked">The characters that it must point at, or null for those of <paramref name="at"/>.</param>
    /// <param name="message">Its whole message.</param>
    /// <param name="at">Offset of the characters; -1 for their first place in the text.</param>
    public static void Points(Diagnostic diagnostic, string id, string path, string text, string marked, string message, int at = -1)
    {
        Assert.Equal(message, diagnostic.GetMessage());
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        Assert.Equal(path, span.Path);
        int start = at >= 0 ? at : text.IndexOf(marked, StringComparison.Ordinal);
        Assert.True(start >= 0, $"'{marked}' is not in the text");
        LinePositionSpan expected = SourceText.From(text).Lines.GetLinePositionSpan(new TextSpan(start, marked.Length));
        Assert.Equal(expected, span.Span);
        Assert.Equal(new TextSpan(start, marked.Length), diagnostic.Location.SourceSpan);
    }
}
