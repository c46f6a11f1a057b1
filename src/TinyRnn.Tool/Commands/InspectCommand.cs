using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TinyRnn.Generator.Emit;
using TinyRnn.Interop;
using TinyRnn.Model;
using TinyRnn.Tool.Cards;
using TinyRnn.Tool.Data;
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
        Option<string?> blocks = new("--blocks")
        {
            Description = "SVG file to write: which blocks of each matrix are not zero. A block is 16 units by one input.",
        };
        Option<string?> html = new("--html")
        {
            Description = "HTML file to write, a model card that can be shared: graph, cost, weights, training, origin and licence of the model.",
        };
        Option<string?> data = new("--data")
        {
            Description = "With --html: data to run the model on: a file for 'evaluate', or of a raw model for 'run'. The page then shows the "
                + "ranges of the layers' outputs and what 'evaluate' measures. --delimiter, --decimal and --encoding are for this file.",
        };
        Command command = new("inspect", "Shows layers, tensors, labels, vocabulary and cost of a model.") { file, json, configuration, blocks, html, data };
        CsvArguments csv = new(command);
        ImportArguments import = new();
        import.AddTo(command);
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            string? picture = arguments.GetValue(blocks);
            string? page = arguments.GetValue(html), source = arguments.GetValue(data);
            if (page is null && csv.Options.Prepend(data).FirstOrDefault(option => TrainingArguments.IsGiven(arguments, option)) is Option given)
            {
                throw new ToolException($"{given.Name} is for --html, which is not given; add --html FILE or leave it out");
            }

            string measurements = MetricsFile.PathBeside(path);
            RunFiles files = replacing.Files(arguments).Reads(import.Files(arguments, path));
            if (page is not null)
            {
                files.Reads(source, measurements);
            }

            if ((picture ?? page) is not null)
            {
                files.Writes(picture).Writes(page).Check();
            }

            (Network network, ImportResult? imported) = InspectedModel.Load(path, import, arguments, files);
            if (picture is not null)
            {
                Report.Write("wrote", BlocksPicture.Save(network, Path.GetFileName(path), files, picture));
            }

            if (page is not null)
            {
                ModelCard card = new(network, new ModelPlan(network, TypeShape.Class("", "Model"), Path.GetFileName(path)), imported?.Notes ?? [])
                {
                    Curve = TrainingCurve.Read(network, measurements),
                    Data = source is null ? null : (CardData.Read(network, path, source, csv.Read(arguments)), DataOrigin.NameOf(source)),
                };
                Report.Write("wrote", files.Write(page, card.Write()));
            }

            if ((picture ?? page) is not null)
            {
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
        foreach ((string word, string text) in ModelFacts.Of(network, plan, imported?.Notes ?? []))
        {
            Report.Write(word, text);
        }

        Report.Write("metadata", network.MetadataJson == "{}" ? "none" : "see --json");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("layer", "what", "tensor", "shape", "smallest", "largest", "not zero", "blocks");
        foreach (Layer layer in network.Layers)
        {
            string name = layer.Name;
            string what = layer.DescribeWithInputs();
            foreach (TensorFacts tensor in layer.Tensors.Select(spec => TensorFacts.Of(network, layer, spec)))
            {
                table.AddRow([
                    .. new[] { name, what, tensor.Name, tensor.Shape, tensor.Smallest, tensor.Largest, tensor.NotZero, tensor.Blocks }.Select(Markup.Escape),
                ]);
                name = what = "";
            }

            if (layer.Tensors.Count == 0)
            {
                table.AddRow(Markup.Escape(name), Markup.Escape(what), "none", "", "", "", "", "");
            }
        }

        AnsiConsole.Write(table);
        Report.Write("total", ModelFacts.Parameters(network));
    }

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

            if (shape.Known.Count > 0)
            {
                json.WriteStartArray("known");
                foreach (int column in shape.Known)
                {
                    json.WriteNumberValue(column);
                }

                json.WriteEndArray();
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
            json.WriteString("fingerprint", ModelFacts.FingerprintOf(network));
        }

        json.WriteNumber("parameters", network.ParameterCount);
        json.WriteNumber("multiplyAddsPerStep", plan.MultiplyAdds);
        json.WriteNumber("stateBytes", cost.State);
        json.WriteNumber("weightBytes", plan.WeightBytes);
        cost.Write(json);
        json.WriteStartObject("estimatedNanoseconds");
        foreach (StepTime time in StepTime.All)
        {
            json.WriteNumber($"{time.Vectors}", Math.Round(time.Of(network, plan)));
        }

        json.WriteEndObject();
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
