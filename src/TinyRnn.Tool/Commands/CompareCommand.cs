using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn compare</c>: compares two models on the same data: the measures of <c>evaluate</c>, and the costs.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Argument<string> firstFile = new("first") { Description = "A .tinyrnn file." };
        Argument<string> secondFile = new("second") { Description = "A second .tinyrnn file, for the same task." };
        Argument<string> data = new("data") { Description = "The data: labelled texts, a text, or a CSV file with a series, as for 'evaluate'." };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("compare", "Compares two models on the same data: what they achieve and what they cost.")
        {
            firstFile, secondFile, data, json,
        };
        MeasureArguments measure = new(
            command,
            "Which part of the data, as for 'evaluate'. Language models always use the whole text. [default: test, or all for a series that neither model was "
                + "trained on]");
        command.SetAction(arguments =>
        {
            ComparedModel first = ComparedModel.Load(arguments.GetRequiredValue(firstFile));
            ComparedModel second = ComparedModel.Load(arguments.GetRequiredValue(secondFile));
            string source = arguments.GetRequiredValue(data);
            CheckTasks(first, second, source);
            NetworkTask task = first.Network.Task;
            measure.RefuseUnused(arguments, task);
            ModelComparison comparison = task switch
            {
                NetworkTask.Classify => ModelComparison.OfClassifiers(
                    first, second, source, measure.ReadTexts(arguments, source, first.Network), measure.Split(arguments) ?? "test"),
                NetworkTask.LanguageModel => ModelComparison.OfTexts(first, second, source, measure.IsBytes(arguments)),
                _ => ModelComparison.OfForecasts(
                    first, second, source, measure.Split(arguments),
                    network => measure.ReadColumns(arguments, network), network => measure.ReadForm(arguments, network)),
            };
            ComparedMeasure[] rows =
            [
                .. comparison.Measures,
                .. first.Costs().Zip(second.Costs(), (a, b) => new ComparedMeasure(a.Name, a.Value, b.Value, MeasureKind.Cost)),
            ];
            if (arguments.GetValue(json))
            {
                PrintJson(first, second, comparison, rows);
            }
            else
            {
                Report.Write("compared", "on " + comparison.Examples);
                Print(Names(first.Path, second.Path), rows);
            }
        });
        return command;
    }

    private static void CheckTasks(ComparedModel first, ComparedModel second, string source)
    {
        string a = Models.TaskName(first.Network.Task), b = Models.TaskName(second.Network.Task);
        if (first.Network.Task != second.Network.Task)
        {
            throw new ToolException($"{first.Path} is a '{a}' model and {second.Path} a '{b}' model; two models for the same task were expected");
        }

        if (first.Network.Task == NetworkTask.Raw)
        {
            throw new ToolException($"{first.Path}: '{a}' models cannot be measured; use 'tinyrnn run'");
        }

        if (first.Network.Task == NetworkTask.Classify)
        {
            Models.RequireText(first.Network, first.Path);
            Models.RequireText(second.Network, second.Path);
        }

        if (DataInput.IsStandardInput(source) && first.Network.Task == NetworkTask.Forecast)
        {
            throw new ToolException("standard input cannot be read twice, once for each model; name a file");
        }
    }

    // The folders are shown only where the file names are the same.
    private static (string First, string Second) Names(string first, string second)
    {
        (string a, string b) = (Path.GetFileName(first), Path.GetFileName(second));
        return a == b ? (first, second) : (a, b);
    }

    private static void Print((string First, string Second) names, IReadOnlyList<ComparedMeasure> rows)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn("measure");
        foreach (string name in (string[])[names.First, names.Second, "difference"])
        {
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        table.AddColumn("better");
        foreach (ComparedMeasure row in rows)
        {
            string better = row.Better switch { 1 => names.First, 2 => names.Second, _ => "same" };
            table.AddRow([.. new[] { row.Name, Text(row.First, row.Kind), Text(row.Second, row.Kind), Difference(row), better }.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    private static string Text(double value, MeasureKind kind) => kind switch
    {
        MeasureKind.Share => FormattableString.Invariant($"{value * 100:0.0} %"),
        MeasureKind.Cost => FormattableString.Invariant($"{value:#,0}"),
        MeasureKind.Deviation => Measures.FourDigits(value),
        _ => FormattableString.Invariant($"{value:#,0.0000}"),
    };

    private static string Difference(ComparedMeasure row)
    {
        double difference = row.Second - row.First;
        string sign = difference > 0 ? "+" : "";
        string text = row.Kind == MeasureKind.Share ? FormattableString.Invariant($"{difference * 100:0.0} points") : Text(difference, row.Kind);
        string share = row.Kind is MeasureKind.Cost or MeasureKind.Error or MeasureKind.Deviation && row.First != 0 && difference != 0
            ? FormattableString.Invariant($" ({sign}{difference / Math.Abs(row.First) * 100:0.0} %)")
            : "";
        return sign + text + share;
    }

    private static void PrintJson(ComparedModel first, ComparedModel second, ModelComparison comparison, IReadOnlyList<ComparedMeasure> rows) =>
        JsonOutput.Print(json =>
        {
            json.WriteStartObject();
            json.WriteString("first", first.Path);
            json.WriteString("second", second.Path);
            json.WriteString("on", comparison.Examples);
            json.WriteNumber("count", comparison.Count);
            json.WriteStartArray("measures");
            foreach (ComparedMeasure row in rows)
            {
                json.WriteStartObject();
                json.WriteString("name", row.Name);
                json.WriteNumber("first", row.First);
                json.WriteNumber("second", row.Second);
                json.WriteNumber("difference", row.Second - row.First);
                json.WriteString("better", row.Better switch { 1 => "first", 2 => "second", _ => "same" });
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
