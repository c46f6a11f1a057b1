using Spectre.Console;

namespace TinyRnn.Tool.Output;

/// <summary>Prints two columns of plain text: a word and its explanation.</summary>
internal static class Report
{
    private const int WordWidth = 10;

    public static void Write(string word, string text) =>
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(word.PadRight(WordWidth))}[/] {Markup.Escape(text)}");

    /// <summary>The same for text to copy, which stays one line even in a narrow terminal.</summary>
    public static void WriteUnbroken(string word, string text) => Console.Out.WriteLine($"{word.PadRight(WordWidth)} {text}");
}
