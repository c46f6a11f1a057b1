using System.Globalization;
using CsvHelper;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary>Classifies the texts of a file and writes one row for each.</summary>
internal static class PredictTexts
{
    /// <param name="network">The classifier.</param>
    /// <param name="file">A .csv or .jsonl file with a column of texts, a text file with one a line, or standard input.</param>
    /// <param name="column">The column of texts; null for the training's.</param>
    /// <param name="form">The format of the file.</param>
    /// <param name="files">The files of the run.</param>
    /// <param name="output">The CSV file to write.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Network network, string file, string? column, CsvForm form, RunFiles files, string output)
    {
        BadRows bad = new();
        (List<(long Line, string Text)> texts, CsvSigns signs) = Read(network, file, column, form, bad);
        Interpreter interpreter = new(network);
        string written = files.Write(output, stream => Write(stream, signs, interpreter, texts, DataInput.NameOf(file), bad));
        bad.End();
        string wrong = bad.Count > 0 ? FormattableString.Invariant($"; {bad.Count:#,0} bad row{(bad.Count == 1 ? "" : "s")}") : "";
        Report.Write("Wrote", FormattableString.Invariant($"{written}: {texts.Count:#,0} texts{wrong}"));
        return bad.ExitCode;
    }

    private static (List<(long Line, string Text)> Texts, CsvSigns Signs) Read(
        Network network, string file, string? column, CsvForm form, BadRows bad)
    {
        if (!DataInput.IsTable(file))
        {
            string[] lines = DataInput.Read(file, form, "a file of texts was expected").ReplaceLineEndings("\n").Split('\n');
            return ([.. lines.Select((line, i) => ((long)i + 1, line.Trim())).Where(line => line.Item2.Length > 0)], CsvSigns.Default);
        }

        string name = column ?? RememberedSettings.Find(network, "text-column") ?? "text";

        // A column number means that there is no header.
        bool isNumber = InvariantNumbers.TryParse(name, out int _);
        CsvTable table = CsvTable.ReadTexts(file, form, fields => !isNumber || fields.Contains(name), bad.Add);
        int index = table.IndexOf(name);
        return ([.. table.Rows.Where(row => !row.IsEmpty).Select(row => (row.Line, row.Fields[index]))], table.Signs);
    }

    private static void Write(
        Stream stream, CsvSigns signs, Interpreter interpreter, List<(long Line, string Text)> texts, string file, BadRows bad)
    {
        Network network = interpreter.Network;
        using CsvWriter writer = signs.Writer(stream);
        writer.WriteHeader(["line", "text", "label", "probability", .. network.Labels.Select(label => "p_" + label)]);
        foreach ((long line, string text) in texts)
        {
            string place = line.ToString(CultureInfo.InvariantCulture);
            if (Classify(interpreter, text, FormattableString.Invariant($"{file}({line})"), bad) is float[] probabilities)
            {
                float highest = probabilities.Max();
                string label = network.Labels[probabilities.IndexOf(highest)];
                writer.WriteRecord([place, text, label, signs.FormatProbability(highest), .. probabilities.Select(signs.FormatProbability)]);
            }
            else
            {
                writer.WriteRecord([place, text, .. Enumerable.Repeat("", network.Labels.Count + 2)]);
            }
        }
    }

    private static float[]? Classify(Interpreter interpreter, string text, string place, BadRows bad)
    {
        try
        {
            return text.Length == 0 ? throw new ArgumentException("the text is empty") : interpreter.Classify(text);
        }
        catch (ArgumentException e)
        {
            bad.Add($"{place}: {ErrorText.OfArgument(e)}");
            return null;
        }
    }
}
