using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>Prints a classifier's results for each class: examples, precision, recall, F1 and the most frequent wrong label.</summary>
internal static class ClassTable
{
    /// <summary>The columns of the table.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["class", "examples", "precision", "recall", "F1", "most often taken for"];

    public static void Print(ConfusionMatrix confusion)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns([.. Columns]);
        foreach (string[] row in Rows(confusion))
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A row a class, with a text for each column.</summary>
    public static IEnumerable<string[]> Rows(ConfusionMatrix confusion)
    {
        for (int actual = 0; actual < confusion.Labels.Count; actual++)
        {
            int total = confusion.Examples(actual);
            int other = Enumerable.Range(0, confusion.Labels.Count).Where(predicted => predicted != actual).MaxBy(predicted => confusion[actual, predicted]);
            string taken = total == 0 || confusion[actual, other] == 0
                ? ""
                : FormattableString.Invariant($"{confusion.Labels[other]} ({confusion[actual, other]})");
            yield return
            [
                confusion.Labels[actual], total.ToString("#,0", CultureInfo.InvariantCulture), Share(confusion.Precision(actual)),
                Share(confusion.Recall(actual)), confusion.F1(actual).ToString("0.000", CultureInfo.InvariantCulture), taken,
            ];
        }
    }

    /// <summary>The same as an array of objects; null where a value is undefined, because no example has or gets the label.</summary>
    public static void WriteJson(Utf8JsonWriter json, ConfusionMatrix confusion)
    {
        json.WriteStartArray("classes");
        for (int label = 0; label < confusion.Labels.Count; label++)
        {
            json.WriteStartObject();
            json.WriteString("label", confusion.Labels[label]);
            json.WriteNumber("examples", confusion.Examples(label));
            WriteShare(json, "precision", confusion.Precision(label));
            WriteShare(json, "recall", confusion.Recall(label));
            json.WriteNumber("f1", confusion.F1(label));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteShare(Utf8JsonWriter json, string name, double? share)
    {
        if (share is double value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Share(double? share) => share is double value ? FormattableString.Invariant($"{value * 100:0.0} %") : "";
}
