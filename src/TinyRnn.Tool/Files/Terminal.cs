namespace TinyRnn.Tool.Files;

/// <summary>Asks questions at the terminal.</summary>
internal static class Terminal
{
    /// <summary>Asks a question; null if input or output is not a terminal, so that nobody would see it or answer.</summary>
    public static Func<string, bool>? Ask => Console.IsInputRedirected || Console.IsOutputRedirected ? null : question =>
    {
        Console.Write(question);
        return Console.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    };
}
