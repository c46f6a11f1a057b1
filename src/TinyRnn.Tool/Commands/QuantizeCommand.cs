using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Reduction;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn quantize</c>: writes a model with smaller weights and reports the loss.</summary>
internal static class QuantizeCommand
{
    public static Command Create()
    {
        Option<string> to = new("--to")
        {
            Description = "Type of the weights. bf16: half the size, with fp32 arithmetic. int8: a quarter of the size; inputs are rounded to 7 bits, and "
                + "sums are integers.",
            Required = true,
        };
        to.AcceptOnlyFromAmong("bf16", "int8");
        Option<double> layerBound = new("--layer-bound")
        {
            Description = "A layer stays fp32 if quantising it alone changes the outputs by more than this share of their standard deviation.",
            DefaultValueFactory = _ => 0.05,
        };
        Command command = new("quantize", "Writes a model with bf16 or int8 weights, and reports how much its outputs and, with --data, its quality change.");
        new ReductionArguments(command, "take ranges from and to measure on", to, layerBound).SetAction(
            "start from",
            arguments =>
            {
                if (!(arguments.GetValue(layerBound) > 0))
                {
                    throw new ToolException("--layer-bound must be above 0");
                }
            },
            (arguments, network, data) => Describe(Quantizer.Quantize(network, new QuantizationOptions
            {
                Type = arguments.GetRequiredValue(to) == "bf16" ? TensorType.BF16 : TensorType.I8,
                Data = data,
                LayerBound = arguments.GetValue(layerBound),
            })));
        return command;
    }

    private static ReducedModel Describe(QuantizedModel model)
    {
        QuantizationReport report = model.Report;
        return new ReducedModel(
            model.Network, report.Data, report.BytesBefore, report.BytesAfter, report.LargestError, report.MeanError, report.RelativeError)
        {
            ReportField = ReductionReport.QuantizationField,
            PrintParts = () => Print(report),
            WriteRequest = json => json.WriteString("type", Words.Of(report.Type)),
            WriteParts = json => WriteLayers(json, report.Layers),
        };
    }

    private static void Print(QuantizationReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("layer", Words.Of(report.Type), "change of outputs by it alone", "remarks");
        foreach (LayerQuantization layer in report.Layers)
        {
            table.AddRow([
                .. new[]
                {
                    layer.Layer, layer.Tensors.Count == 0 ? "none" : string.Join(", ", layer.Tensors.Select(tensor => tensor[(layer.Layer.Length + 1)..])),
                    FormattableString.Invariant($"{layer.RelativeError * 100:0.00} %"), string.Join("; ", layer.Notes),
                }.Select(Markup.Escape),
            ]);
        }

        AnsiConsole.Write(table);
    }

    private static void WriteLayers(Utf8JsonWriter json, IReadOnlyList<LayerQuantization> layers)
    {
        json.WriteStartArray("layers");
        foreach (LayerQuantization layer in layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Layer);
            WriteStrings("tensors", layer.Tensors);
            json.WriteNumber("relativeError", layer.RelativeError);
            WriteStrings("remarks", layer.Notes);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void WriteStrings(string name, IReadOnlyList<string> values)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }
}
