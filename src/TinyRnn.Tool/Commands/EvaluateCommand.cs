using System.CommandLine;
using System.Text;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn evaluate</c>: measures accuracy of a classifier, perplexity of a language model, errors of forecasts.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file." };
        Argument<string> data = new("data")
        {
            Description = "The data, as in training: a folder, or a .csv, .jsonl or Parquet file, or - for standard input; for a language model a text file.",
        };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("evaluate", "Measures a model on data. It runs the model file directly, without compiling it.") { file, data, json };
        MeasureArguments measure = new(
            command,
            "Which part of the data, divided as in training. Labelled examples: test is every tenth text; for a file that the model was not trained on, "
                + "use all. A series: test is the last fifth. Language models always use the whole text. [default: test; for a series that is not the file "
                + "of the training: all]");
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            Network network = Models.Load(path);
            string source = arguments.GetRequiredValue(data);
            string? split = measure.Split(arguments);
            measure.RefuseUnused(arguments, network.Task);
            switch (network.Task)
            {
                case NetworkTask.Classify:
                    Models.RequireText(network, path);
                    LabelledTexts texts = measure.ReadTexts(arguments, source, network);
                    EvaluateClassifier(network, path, texts, source, split ?? "test", arguments.GetValue(json));
                    break;
                case NetworkTask.LanguageModel:
                    EvaluateText(network, source, measure.IsBytes(arguments), arguments.GetValue(json));
                    break;
                case NetworkTask.Forecast:
                    EvaluateForecast.Run(
                        network, path, source, split, measure.ReadColumns(arguments, network), measure.ReadForm(arguments, network), arguments.GetValue(json));
                    break;
                default:
                    throw new ToolException($"{path}: '{Models.TaskName(network.Task)}' models cannot be measured; use 'tinyrnn run'");
            }
        });
        return command;
    }

    private static void EvaluateClassifier(Network network, string path, LabelledTexts texts, string folder, string split, bool asJson)
    {
        VocabularyCoverage? coverage = network.Vocabulary is Vocabulary characters ? CoverageReport.Sum(texts.Cover(characters), characters) : null;
        WordCoverage? words = network.Tokens is WordVocabulary vocabulary ? new WordCoverage(vocabulary, texts) : null;
        LabelledDataSet data = texts.WithoutSmallClasses(network.Tokens!, out IReadOnlyList<string> small)
            .Split(network.Tokens!, hasValidation: TrainClassifyCommand.HasValidation(network));
        int[] labels = ClassifierMeasure.Labels(network, data.Labels, path, folder);
        ConfusionMatrix confusion = ClassifierMeasure.Of(
            network, ClassifierMeasure.Part(data, split, folder).Select(example => (example.Tokens, labels[example.Label])));

        if (asJson)
        {
            PrintJson(confusion, split, coverage, words);
        }
        else
        {
            Print(confusion, split);
            foreach ((string word, string text) in TrainClassifyCommand.LeftOut(small))
            {
                Report.Write(word.ToLowerInvariant(), text);
            }

            if (coverage?.UnknownCharacters > 0)
            {
                Report.Write("characters", CoverageReport.Lost(network.Vocabulary!, coverage));
            }

            if (words?.Unknown > 0)
            {
                Report.Write("words", words.Describe());
            }
        }
    }

    private static void Print(ConfusionMatrix confusion, string split)
    {
        foreach ((string word, string text) in Describe(confusion, split))
        {
            Report.Write(word, text);
        }

        ClassTable.Print(confusion);
    }

    private static void PrintJson(ConfusionMatrix confusion, string split, VocabularyCoverage? coverage, WordCoverage? words) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteString("split", split);
        json.WriteNumber("examples", confusion.Total);
        json.WriteNumber("accuracy", confusion.Accuracy);
        json.WriteNumber("macroF1", confusion.MacroF1);
        if (coverage is not null)
        {
            json.WriteNumber("characters", coverage.Characters);
            json.WriteNumber("unknownCharacters", coverage.UnknownCharacters);
        }

        if (words is not null)
        {
            json.WriteNumber("words", words.Words);
            json.WriteNumber("unknownWords", words.Unknown);
        }

        ClassTable.WriteJson(json, confusion);
        json.WriteStartArray("labels");
        foreach (string label in confusion.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteStartArray("confusion");
        for (int actual = 0; actual < confusion.Labels.Count; actual++)
        {
            json.WriteStartArray();
            for (int predicted = 0; predicted < confusion.Labels.Count; predicted++)
            {
                json.WriteNumberValue(confusion[actual, predicted]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>What a classifier is worth.</summary>
    public static IEnumerable<(string Word, string Text)> Describe(ConfusionMatrix confusion, string split) =>
    [
        ("examples", FormattableString.Invariant($"{confusion.Total:#,0} ({split})")),
        ("accuracy", FormattableString.Invariant($"{confusion.Accuracy * 100:0.0} %")),
        ("macro-F1", FormattableString.Invariant($"{confusion.MacroF1:0.000}")),
    ];

    /// <summary>What a language model is worth.</summary>
    public static IEnumerable<(string Word, string Text)> Describe(TextScore score) =>
    [
        ("characters", FormattableString.Invariant($"{score.Predictions:#,0} predicted")),
        ("nats", FormattableString.Invariant($"{score.NatsPerCharacter:0.0000} a character ({score.NatsPerCharacter / Math.Log(2):0.0000} bits)")),
        ("perplexity", FormattableString.Invariant($"{score.Perplexity:0.000}")),
    ];

    /// <summary>Reads a text for a language model, in UTF-8 or byte by byte.</summary>
    /// <exception cref="ToolException">The file is missing, or is not text.</exception>
    public static string ReadText(string file, bool isBytes)
    {
        InputFile.Check(file, "a text was expected");
        try
        {
            return isBytes ? ByteText.Read(file) : File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (ArgumentException e)
        {
            // A byte that is not valid UTF-8.
            throw new ToolException($"{file}: {e.Message.Split(" (Parameter")[0]}");
        }
    }

    /// <summary>Scores a text with a language model.</summary>
    /// <param name="network">The model.</param>
    /// <param name="file">The text's file, for errors.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ToolException">The model cannot read the text, or the text has too few characters of the vocabulary.</exception>
    public static TextScore ScoreText(Network network, string file, string text)
    {
        TextScore score;
        try
        {
            score = new Interpreter(network).Score(text);
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{file}: {e.Message.Split(" (Parameter")[0]}");
        }

        if (score.Predictions == 0)
        {
            throw new ToolException($"{file}: fewer than two of its characters are in the model's vocabulary; at least two were expected (is it the right "
                + "file and encoding?)");
        }

        return score;
    }

    private static void EvaluateText(Network network, string file, bool isBytes, bool asJson)
    {
        TextScore score = ScoreText(network, file, ReadText(file, isBytes));
        if (asJson)
        {
            JsonOutput.Print(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("characters", score.Predictions);
                json.WriteNumber("natsPerCharacter", score.NatsPerCharacter);
                json.WriteNumber("bitsPerCharacter", score.NatsPerCharacter / Math.Log(2));
                json.WriteNumber("perplexity", score.Perplexity);
                json.WriteEndObject();
            });
            return;
        }

        foreach ((string word, string text) in Describe(score))
        {
            Report.Write(word, text);
        }
    }
}
