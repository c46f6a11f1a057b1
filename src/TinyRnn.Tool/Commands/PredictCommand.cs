using System.CommandLine;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn predict</c>: classifies texts, or forecasts what follows a series.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn classifier of texts, or a forecast model." };
        Argument<string[]> texts = new("text")
        {
            Description = "Texts to classify. For a forecast model, or with --output: one .csv, .jsonl, Parquet or text file, or - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int> top = new("--top") { Description = "Labels to show for each text.", DefaultValueFactory = _ => 3 };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Option<string?> output = new("--output", "-o")
        {
            Description =
                "A .csv file to write, with the delimiter and the decimal sign of the input: the label and all probabilities of each text, or the forecasts "
                + "after the end of the series. A bad row is reported (exit code 3): the label of a text is left empty, a row of a series is a gap.",
        };
        Option<int?> count = new("--count")
        {
            Description = "For a forecast model: number of values after the last row. [default: the model's horizon; with --known in training, all rows "
                + "that have known values]",
        };
        Option<string?> textColumn = new("--text-column")
        {
            Description = "For a .csv file of texts: the column of texts. [default: the one used in training]",
        };
        Command command = new("predict", "Classifies texts, or forecasts what follows a series. It runs the model file directly, without compiling it.")
        {
            file, texts, top, json, output, count, textColumn,
        };
        SeriesArguments series = new(command);
        CsvArguments csv = new(command);
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            string[] given = arguments.GetRequiredValue(texts);
            string? target = arguments.GetValue(output);
            RunFiles files = replacing.Files(arguments).Reads(path);
            if (target is not null)
            {
                files.Reads(OneFile(given, path)).Writes(target).Check();
                if (!string.Equals(Path.GetExtension(target), ".csv", StringComparison.OrdinalIgnoreCase))
                {
                    throw new ToolException($"{target}: --output writes a .csv file");
                }
            }

            Network network = Models.Load(path);
            int? steps = arguments.GetValue(count) is int number ? TrainingArguments.InRange(number, 1, 1_000_000, count.Name) : null;
            if (network.Forecast is not null)
            {
                SeriesColumns columns = series.Read(arguments, network);
                return PredictSeries.Run(network, path, OneFile(given, path), steps, columns, csv.Read(arguments, network), files, target);
            }

            Models.RequireText(network, path);
            Models.RequireTask(network, path, NetworkTask.Classify, "predict");
            if (steps is not null)
            {
                throw new ToolException($"{path}: --count is for a forecast model, but this is a '{Models.TaskName(network.Task)}' model; leave it out");
            }

            if (target is not null)
            {
                return PredictTexts.Run(network, OneFile(given, path), arguments.GetValue(textColumn), csv.Read(arguments, network), files, target);
            }

            if (given.Length == 1 && File.Exists(given[0]))
            {
                throw new ToolException($"{given[0]}: is a file, not a text; add -o OUT.csv to classify the texts in it");
            }

            Show(network, given, arguments.GetValue(top), arguments.GetValue(json));
            return 0;
        });
        return command;
    }

    private static string OneFile(string[] given, string model) => given.Length == 1
        ? given[0]
        : throw new ToolException($"{model}: {given.Length} files are named; one was expected");

    private static void Show(Network network, string[] texts, int top, bool asJson)
    {
        WarnOfUnknown(network.Tokens!, texts);
        Interpreter interpreter = new(network);
        int count = Math.Clamp(top, 1, network.Labels.Count);
        (string Text, (string Label, float Probability)[] Best)[] predictions = [.. texts.Select(text => (text, Best(interpreter, text, count)))];
        if (asJson)
        {
            PrintJson(predictions);
        }
        else
        {
            Print(predictions);
        }
    }

    private static void WarnOfUnknown(TokenInput input, IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            string? lost = input switch
            {
                Vocabulary { Unknown: not UnknownCharacter.Error } characters => Lost(characters, text),
                WordVocabulary { Unknown: not UnknownCharacter.Error } words =>
                    new WordCoverage(words, [text]) is { IsNearlyNothing: true, Unknown: > 0 } coverage ? coverage.Describe() : null,
                _ => null,
            };
            if (lost is not null && input.Encode(text).Length > 0)
            {
                Console.Error.WriteLine($"tinyrnn: warning: '{text}': {lost}; its labels are unreliable");
            }
        }
    }

    private static string? Lost(Vocabulary vocabulary, string text)
    {
        VocabularyCoverage coverage = new(vocabulary);
        coverage.Add(text);
        return CoverageReport.IsNearlyNothing(coverage) ? CoverageReport.Lost(vocabulary, coverage) : null;
    }

    private static (string Label, float Probability)[] Best(Interpreter interpreter, string text, int count)
    {
        float[] probabilities;
        try
        {
            probabilities = interpreter.Classify(text);
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"'{text}': {e.Message.Split(" (Parameter")[0]}");
        }

        return
        [
            .. probabilities.Select((probability, i) => (interpreter.Network.Labels[i], probability)).OrderByDescending(pair => pair.probability).Take(count)
        ];
    }

    private static void Print((string Text, (string Label, float Probability)[] Best)[] predictions)
    {
        int width = predictions.Max(prediction => prediction.Text.Length);
        int labelWidth = predictions.Max(prediction => prediction.Best.Max(best => best.Label.Length));
        foreach ((string text, (string Label, float Probability)[] best) in predictions)
        {
            string labels = string.Join("   ", best.Select(pair => FormattableString.Invariant($"{pair.Label.PadRight(labelWidth)} {pair.Probability:0.00}")));
            AnsiConsole.MarkupLine($"[bold]{Markup.Escape(text.PadRight(width))}[/]   {Markup.Escape(labels)}");
        }
    }

    private static void PrintJson((string Text, (string Label, float Probability)[] Best)[] predictions) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach ((string text, (string Label, float Probability)[] best) in predictions)
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            json.WriteStartArray("labels");
            foreach ((string label, float probability) in best)
            {
                json.WriteStartObject();
                json.WriteString("label", label);
                json.WriteNumber("probability", probability);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
