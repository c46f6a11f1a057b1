using Spectre.Console;

namespace TinyRnn.Tool.Output;

/// <summary>Two columns of plain text: a word and what it is.</summary>
internal static class Report
{
    private const int WordWidth = 10;

    public static void Write(string word, string text) =>
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(word.PadRight(WordWidth))}[/] {Markup.Escape(text)}");

    /// <summary>The same of what is to be copied: it is one line, however narrow the terminal is.</summary>
    public static void WriteUnbroken(string word, string text) => Console.Out.WriteLine($"{word.PadRight(WordWidth)} {text}");
}
