using CsvHelper;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>A test example whose likeliest label is not its own.</summary>
/// <param name="Text">The example.</param>
/// <param name="Label">Its label.</param>
/// <param name="Guess">The likeliest label.</param>
/// <param name="Probability">The probability of the guess.</param>
internal sealed record Mistake(string Text, string Label, string Guess, float Probability);

/// <summary>Writes a classifier's mistakes, the most confident first.</summary>
internal static class Mistakes
{
    private const int Shown = 10;
    private const int LongestText = 40;

    public static IReadOnlyList<Mistake> Find(Network network, LabelledDataSet data)
    {
        Interpreter interpreter = new(network);
        List<Mistake> mistakes = [];
        foreach (LabelledText example in data.Test)
        {
            float[] probabilities = interpreter.Classify(example.Text);
            int guess = probabilities.IndexOf(probabilities.Max());
            if (guess != example.Label)
            {
                mistakes.Add(new Mistake(example.Text, data.Labels[example.Label], data.Labels[guess], probabilities[guess]));
            }
        }

        return [.. mistakes.OrderByDescending(mistake => mistake.Probability)];
    }

    public static void Print(IReadOnlyList<Mistake> mistakes)
    {
        Mistake[] first = [.. mistakes.Take(Shown)];
        if (first.Length == 0)
        {
            return;
        }

        Report.Write("Mistakes", FormattableString.Invariant($"{mistakes.Count:#,0} of the test examples; the most confident ones are"));
        string[] texts = [.. first.Select(mistake => Shorten(mistake.Text))];
        int text = texts.Max(shown => shown.Length);
        int guess = first.Max(mistake => mistake.Guess.Length);
        for (int i = 0; i < first.Length; i++)
        {
            AnsiConsole.WriteLine(
                FormattableString.Invariant($"  {texts[i].PadRight(text)}   {first[i].Guess.PadRight(guess)} {first[i].Probability:0.00}   is ")
                    + FormattableString.Invariant($"{first[i].Label}"));
        }
    }

    public static string Save(IReadOnlyList<Mistake> mistakes, CsvSigns signs, RunFiles files, string path) =>
        files.Write(path, stream => Write(mistakes, signs, stream));

    private static void Write(IReadOnlyList<Mistake> mistakes, CsvSigns signs, Stream stream)
    {
        using CsvWriter writer = signs.Writer(stream);
        writer.WriteHeader("text", "label", "guess", "probability");
        foreach (Mistake mistake in mistakes)
        {
            writer.WriteRecord(mistake.Text, mistake.Label, mistake.Guess, signs.FormatProbability(mistake.Probability));
        }
    }

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestText ? line : line[..(LongestText - 1)] + "…";
    }
}
