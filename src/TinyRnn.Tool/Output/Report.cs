using Spectre.Console;

namespace TinyRnn.Tool.Output;

/// <summary>Two columns of plain text: a word and what it is.</summary>
internal static class Report
{
    private const int WordWidth = 10;

    public static void Write(string word, string text) =>
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(word.PadRight(WordWidth))}[/] {Markup.Escape(text)}");
}
