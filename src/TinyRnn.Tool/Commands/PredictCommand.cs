using System.CommandLine;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn predict</c>: the labels of texts.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn classifier of texts." };
        Argument<string[]> texts = new("text") { Description = "Texts to classify.", Arity = ArgumentArity.OneOrMore };
        Option<int> top = new("--top") { Description = "Labels to show for each text.", DefaultValueFactory = _ => 3 };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("predict", "Classifies texts with the interpreter.") { file, texts, top, json };
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            Network network = Models.Load(path);
            Models.RequireText(network, path);
            Models.RequireTask(network, path, NetworkTask.Classify, "predict");
            WarnOfUnknown(network.Tokens!, arguments.GetRequiredValue(texts));
            Interpreter interpreter = new(network);
            int count = Math.Clamp(arguments.GetValue(top), 1, network.Labels.Count);
            (string Text, (string Label, float Probability)[] Best)[] predictions =
                [.. arguments.GetRequiredValue(texts).Select(text => (text, Best(interpreter, text, count)))];
            if (arguments.GetValue(json))
            {
                PrintJson(predictions);
            }
            else
            {
                Print(predictions);
            }
        });
        return command;
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
                Console.Error.WriteLine($"tinyrnn: warning: '{text}': {lost}; its labels mean little");
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

        return [.. probabilities.Select((probability, i) => (interpreter.Network.Labels[i], probability)).OrderByDescending(pair => pair.probability).Take(count)];
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
