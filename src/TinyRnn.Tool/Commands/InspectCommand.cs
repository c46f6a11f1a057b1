using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TinyRnn.Generator.Emit;
using TinyRnn.Interop;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn inspect</c>: shows what is in a model file.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file, or weights from another tool, which are read as 'import' does." };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Option<bool> configuration = new("--config") { Description = "Print the settings of the model's training, in the form that 'train --config' reads." };
        Option<string?> blocks = new("--blocks") { Description = "SVG picture to write: the blocks (16 rows by one column) of each matrix that are not zero." };
        Command command = new("inspect", "Shows layers, tensors, labels, vocabulary and cost of a model.") { file, json, configuration, blocks };
        ImportArguments import = new();
        import.AddTo(command);
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            string? picture = arguments.GetValue(blocks);
            RunFiles files = replacing.Files(arguments).Reads(import.Files(arguments, path));
            if (picture is not null)
            {
                files.Writes(picture).Check();
            }

            (Network network, ImportResult? imported) = InspectedModel.Load(path, import, arguments, files);
            if (picture is not null)
            {
                Report.Write("wrote", BlocksPicture.Save(network, Path.GetFileName(path), files, picture));
                return;
            }

            if (arguments.GetValue(configuration))
            {
                PrintConfiguration(network, path);
                return;
            }

            ModelPlan plan = new(network, TypeShape.Class("", "Model"), Path.GetFileName(path));
            if (arguments.GetValue(json))
            {
                foreach (string note in imported?.Notes ?? [])
                {
                    Console.Error.WriteLine($"tinyrnn: note: {note}");
                }

                PrintJson(network, plan);
            }
            else
            {
                Print(network, plan, imported);
            }
        });
        return command;
    }

    private static void PrintConfiguration(Network network, string path)
    {
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        if (!metadata.RootElement.TryGetProperty(TrainingConfiguration.MetadataName, out JsonElement configuration))
        {
            throw new ToolException($"{path}: has no training configuration; a model that 'tinyrnn train' wrote was expected");
        }

        JsonOutput.Print(configuration.WriteTo);
    }

    private static void Print(Network network, ModelPlan plan, ImportResult? imported)
    {
        Report.Write("name", network.Name);
        foreach (string note in imported?.Notes ?? [])
        {
            Report.Write("note", note);
        }

        string outputs = network.OutputSteps == OutputSteps.Last ? "the last step" : "every step";
        Report.Write("task", $"{Models.TaskName(network.Task)}, output of {outputs}{(network.IsStreaming ? "" : ", whole sequences only")}");
        Report.Write("input", DescribeInput(network.Input));
        if (network.Forecast is ForecastShape shape)
        {
            string columns = Models.ColumnNames(network) is IReadOnlyList<string> names
                ? string.Join(", ", names)
                : FormattableString.Invariant($"{shape.Columns} columns");
            string target = shape.Target is int column ? FormattableString.Invariant($"value {column} of the row") : "another column's value";
            Report.Write(
                "forecast",
                FormattableString.Invariant($"{target} {shape.Horizon} step{(shape.Horizon == 1 ? "" : "s")} after the last of {shape.Window} rows of ")
                    + FormattableString.Invariant($"{columns}"));
            if (shape.Origin is IReadOnlyList<double> origin)
            {
                Report.Write("origin", string.Join(", ", origin.Select(Number)) + $" from the columns, {Number(shape.OutputOrigin)} to the forecast");
            }
        }

        if (network.Labels.Count > 0)
        {
            Report.Write("labels", string.Join(", ", network.Labels));
        }

        if (network.Residual is Residual residual)
        {
            string factor = residual.Factor == 1f ? "" : FormattableString.Invariant($", times {residual.Factor}");
            Report.Write("residual", "adds input " + string.Join(", ", residual.Inputs.Select(number => $"{number}")) + factor);
        }

        ModelCost.Of(network, plan).Print(network.IsStreaming);
        if (network.IsStreaming)
        {
            Report.Write("states", $"fingerprint {FingerprintOf(network)}");
        }

        Report.Write("self-test", FormattableString.Invariant($"{network.TestVectors.Count} test vector{(network.TestVectors.Count == 1 ? "" : "s")}"));
        Report.Write("metadata", network.MetadataJson == "{}" ? "none" : "see --json");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("layer", "what", "tensor", "shape", "smallest", "largest", "not zero", "blocks");
        foreach (Layer layer in network.Layers)
        {
            string name = layer.Name;
            string what = layer.DescribeWithInputs();
            foreach (TensorSpec spec in layer.Tensors)
            {
                MatrixDensity? density = MatrixDensity.Of(network, layer, spec);
                float[] values = network.Tensors[spec.Name].Values;
                table.AddRow([
                    .. new[]
                    {
                        name, what, spec.Name, "[" + string.Join(", ", spec.Shape.Select(number => $"{number}")) + "]",
                        FormattableString.Invariant($"{values.Min():0.0000}"), FormattableString.Invariant($"{values.Max():0.0000}"),
                        density is null ? "" : Percent(density.Weights), density is null ? "" : Percent(density.Blocks),
                    }.Select(Markup.Escape),
                ]);
                name = what = "";
            }

            if (layer.Tensors.Count == 0)
            {
                table.AddRow(Markup.Escape(name), Markup.Escape(what), "none", "", "", "", "", "");
            }
        }

        AnsiConsole.Write(table);
        Report.Write("total", FormattableString.Invariant($"{network.ParameterCount:#,0} parameters"));
    }

    private static string Percent(double share) => FormattableString.Invariant($"{share * 100:0.0} %");

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string DescribeInput(NetworkInput input)
    {
        if (input is PlainTokens)
        {
            return $"{input.Size} tokens; the file has no vocabulary";
        }

        if (input is WordVocabulary words)
        {
            return DescribeWords(words);
        }

        if (input is not Vocabulary vocabulary)
        {
            VectorInput vector = (VectorInput)input;
            string names = vector.Names is null ? "" : ": " + string.Join(", ", vector.Names);
            return $"{vector.Size} numbers a step{names}{(vector.Scaling is null ? "" : ", standardised")}";
        }

        string ascii = vocabulary.Normalization == TextNormalization.Ascii ? ", Unicode to ASCII first" : "";
        string others = DescribeUnknown(vocabulary.Unknown, vocabulary.Replacement);
        return $"{vocabulary.Size} characters '{Visible(vocabulary.Characters)}'{ascii}; others are {others}";
    }

    private static string DescribeWords(WordVocabulary words)
    {
        string letters = words.Split.Letters switch
        {
            LetterCase.Lower => "in lower case, ",
            LetterCase.AsciiLower => "A to Z in lower case, ",
            _ => "",
        };
        string removed = words.Split.Removed.Length == 0 ? "" : $"without '{Visible(words.Split.Removed)}', ";
        string fit = words.Fit is not TextFit length ? ""
            : FormattableString.Invariant($"; at most {length.Length}, the {(length.CutsBefore ? "last" : "first")} ones")
                + DescribePadding(length);
        string others = DescribeUnknown(words.Unknown, words.Replacement);
        return FormattableString.Invariant($"{words.Size} words, {letters}{removed}split at '{Visible(words.Split.Separators)}'; others are {others}{fit}");
    }

    private static string DescribePadding(TextFit fit) =>
        fit.Padding is int padding ? FormattableString.Invariant($", with token {padding} {(fit.PadsBefore ? "before" : "after")} fewer") : "";

    private static string DescribeUnknown(UnknownCharacter unknown, string? replacement) => unknown switch
    {
        UnknownCharacter.Error => "an error",
        UnknownCharacter.Skip => "left out",
        _ => $"read as '{replacement}'",
    };

    private static string Visible(string characters) =>
        string.Concat(characters.Select(c =>
            char.IsControl(c) || (char.IsWhiteSpace(c) && c != ' ') ? FormattableString.Invariant($"\\u{(int)c:x4}") : c.ToString()));

    // As the compiled model's Fingerprint in the messages of StateForm.
    private static string FingerprintOf(Network network) => Fingerprint.Of(network).ToString("x16", CultureInfo.InvariantCulture);

    private static void PrintJson(Network network, ModelPlan plan) => JsonOutput.Print(json =>
    {
        ModelCost cost = ModelCost.Of(network, plan);
        json.WriteStartObject();
        json.WriteString("name", network.Name);
        json.WriteString("task", Models.TaskName(network.Task));
        json.WriteNumber("inputSize", network.InputSize);
        json.WriteNumber("outputSize", network.OutputSize);
        if (network.Vocabulary is Vocabulary vocabulary)
        {
            json.WriteString("vocabulary", vocabulary.Characters);
        }

        if (network.Tokens is WordVocabulary words)
        {
            json.WriteNumber("words", words.Size);
        }

        if (network.Forecast is ForecastShape shape)
        {
            json.WriteStartObject("forecast");
            json.WriteNumber("window", shape.Window);
            json.WriteNumber("horizon", shape.Horizon);
            json.WriteNumber("columns", shape.Columns);
            if (shape.Target is int target)
            {
                json.WriteNumber("target", target);
            }

            if (shape.Origin is IReadOnlyList<double> origin)
            {
                json.WriteStartArray("origin");
                foreach (double value in origin)
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
                json.WriteNumber("outputOrigin", shape.OutputOrigin);
            }

            json.WriteEndObject();
        }

        json.WriteStartArray("labels");
        foreach (string label in network.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteBoolean("streaming", network.IsStreaming);
        if (network.IsStreaming)
        {
            json.WriteString("fingerprint", FingerprintOf(network));
        }

        json.WriteNumber("parameters", network.ParameterCount);
        json.WriteNumber("multiplyAddsPerStep", plan.MultiplyAdds);
        json.WriteNumber("stateBytes", cost.State);
        json.WriteNumber("weightBytes", plan.WeightBytes);
        cost.Write(json);
        json.WriteStartArray("layers");
        foreach (Layer layer in network.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("kind", layer.Kind);
            json.WriteString("description", layer.ToString());
            if (layer.Inputs is not null)
            {
                json.WriteStartArray("inputs");
                foreach (string input in layer.Inputs)
                {
                    json.WriteStringValue(input);
                }

                json.WriteEndArray();
            }

            json.WriteStartArray("tensors");
            foreach (TensorSpec spec in layer.Tensors)
            {
                json.WriteStartObject();
                json.WriteString("name", spec.Name);
                json.WriteStartArray("shape");
                foreach (int size in spec.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                if (MatrixDensity.Of(network, layer, spec) is MatrixDensity density)
                {
                    json.WriteNumber("density", density.Weights);
                    json.WriteNumber("blockDensity", density.Blocks);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("testVectors", network.TestVectors.Count);
        json.WritePropertyName("metadata");
        json.WriteRawValue(network.MetadataJson);
        json.WriteEndObject();
    });
}
