namespace TinyRnn.Tool.Files;

/// <summary>Questions to whoever sits at the terminal.</summary>
internal static class Terminal
{
    /// <summary>Asks a question; null where input or output is no terminal, so that nobody would see it or answer.</summary>
    public static Func<string, bool>? Ask => Console.IsInputRedirected || Console.IsOutputRedirected ? null : question =>
    {
        Console.Write(question);
        return Console.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    };
}
