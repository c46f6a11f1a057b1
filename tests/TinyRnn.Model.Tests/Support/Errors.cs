namespace TinyRnn.Model.Tests;

/// <summary>Errors with their place. In a broken document « stands where the error must be; it is taken out before reading.</summary>
internal static class Errors
{
    private const char Mark = '«';

    /// <summary>Replaces each text of a document, which must stand there once.</summary>
    public static string Edit(string document, params ReadOnlySpan<(string Find, string Replacement)> edits)
    {
        foreach ((string find, string replacement) in edits)
        {
            Assert.Equal(2, document.Split(find).Length);
            document = document.Replace(find, replacement, StringComparison.Ordinal);
        }

        return document;
    }

    /// <summary>Reads a document with a mark; the error must be of this code, at the mark, and say this.</summary>
    public static ModelFormatException At(string marked, ModelErrorCode code, string expected)
    {
        int offset = marked.IndexOf(Mark);
        Assert.True(offset >= 0, "the document has no mark");
        string text = marked.Remove(offset, 1);
        Assert.DoesNotContain(Mark, text);
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => NetworkReader.Read(text, "models/x.tinyrnn"));
        string[] before = marked[..offset].Split('\n');
        Assert.Equal((code, before.Length, before[^1].Length + 1), (e.Code, e.Line, e.Column));
        Assert.Equal(offset, e.Start);
        Assert.InRange(e.Start + e.Length, offset, text.Length);
        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
        Assert.Equal($"models/x.tinyrnn({e.Line},{e.Column}): error TRNN{(int)code:000}: {e.Reason}", e.Message);
        Assert.DoesNotContain('\n', e.Message);
        return e;
    }

    /// <summary>The call must fail with this exception, or one derived from it, and say this.</summary>
    public static void Says<T>(string expected, Action call)
        where T : Exception => Assert.Contains(expected, Assert.ThrowsAny<T>(call).Message, StringComparison.Ordinal);

    /// <summary>The same for a call that gives a value.</summary>
    public static void Says<T>(string expected, Func<object?> call)
        where T : Exception => Says<T>(expected, () => { call(); });

    /// <summary>The network, or a part of it, must be refused with this message and this place, the steps of its path joined by '/'.</summary>
    public static void Refuses(string expected, string place, Func<object?> make)
    {
        InvalidNetworkException error = Assert.Throws<InvalidNetworkException>(make);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(place, string.Join('/', error.Place));
    }

    public static ModelFormatException At(string document, string find, string replacement, ModelErrorCode code, string expected) =>
        At(Edit(document, (find, replacement)), code, expected);
}
