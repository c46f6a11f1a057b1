using System.CommandLine;
using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Quantization;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn quantize</c>: a model with smaller weights, and what that costs.</summary>
internal static class QuantizeCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file." };
        Option<string> to = new("--to") { Description = "bf16: half the size, fp32 arithmetic. int8: a quarter, whole sums of 8-bit weights and 7-bit values.", Required = true };
        to.AcceptOnlyFromAmong("bf16", "int8");
        Option<string?> data = new("--data")
        {
            Description = "What to take ranges from and to measure on: for a classifier, a language model and forecasts what 'evaluate' reads, for a raw model a .json or .csv file as for 'run'.",
        };
        Option<string?> targets = new("--targets") { Description = "For raw models: a file of what should come out, as 'run' writes it." };
        Option<double?> bound = new("--bound") { Description = "Refuse where the measure on the data becomes worse by more than this: nats, percentage points or RMSE. By default 0.02, 0.5, and 2 % of the targets' deviation." };
        Option<double> layerBound = new("--layer-bound")
        {
            Description = "A layer stays fp32 where it alone changes the outputs by more than this share of their deviation.",
            DefaultValueFactory = _ => 0.05,
        };
        Option<string> output = new("--output", "-o") { Description = "Model file to write.", Required = true };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("quantize", "Writes a model with bf16 or int8 weights and reports what it costs.") { file, to, data, targets, bound, layerBound, output, json };
        CsvArguments csv = new(command);
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            string written = arguments.GetRequiredValue(output);
            RunFiles files = replacing.Files(arguments).Reads(path, arguments.GetValue(data), arguments.GetValue(targets)).Writes(written);
            files.Check();
            Network network = Models.Load(path);
            if (network.Tensors.Values.Any(tensor => tensor.Type != TensorType.F32))
            {
                throw new ToolException($"{path}: is quantised already; start from the fp32 model");
            }

            string? source = arguments.GetValue(data);
            if (source is null && (arguments.GetValue(targets) is not null || arguments.GetValue(bound) is not null))
            {
                throw new ToolException("--targets and --bound need --data");
            }

            if (arguments.GetValue(bound) is double limit && !(limit >= 0))
            {
                throw new ToolException("--bound is a number from 0");
            }

            double share = arguments.GetValue(layerBound);
            if (!(share > 0))
            {
                throw new ToolException("--layer-bound is a number above 0");
            }

            TaskMeasure? measure = source is null ? null : TaskMeasure.Read(network, path, source, arguments.GetValue(targets), csv.Read(arguments));
            QuantizedModel model = Quantizer.Quantize(network, new QuantizationOptions
            {
                Type = arguments.GetRequiredValue(to) == "bf16" ? TensorType.BF16 : TensorType.I8,
                Data = measure?.Sequences ?? [],
                LayerBound = share,
            });
            Measured? measured = measure is null ? null : new Measured(measure, measure.Of(network), measure.Of(model.Network), arguments.GetValue(bound) ?? measure.DefaultBound);
            if (arguments.GetValue(json))
            {
                PrintJson(model.Report, measured);
            }
            else
            {
                Print(model.Report, measured);
            }

            if (measured is { IsTooMuch: true })
            {
                throw new ToolException(
                    $"refused: {measured.Measure.Name} goes from {measured.Measure.Text(measured.Before)} to {measured.Measure.Text(measured.After)}, worse by more than the bound of {measured.Measure.Text(measured.Bound)}; nothing was written");
            }

            written = Models.Save(model.Network, files, written);
            if (!arguments.GetValue(json))
            {
                Report.Write("wrote", FormattableString.Invariant($"{written} ({new FileInfo(written).Length:#,0} bytes)"));
            }
        });
        return command;
    }

    private sealed record Measured(TaskMeasure Measure, double Before, double After, double Bound)
    {
        public bool IsTooMuch => !(Measure.Worsening(Before, After) <= Bound);
    }

    private static void Print(QuantizationReport report, Measured? measured)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("layer", Words.Of(report.Type), "alone changes outputs by", "remarks");
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
        Report.Write("size", FormattableString.Invariant($"{report.BytesBefore:#,0} bytes of weights before, {report.BytesAfter:#,0} after ({100.0 * report.BytesAfter / report.BytesBefore:0.0} %)"));
        Report.Write("outputs", FormattableString.Invariant($"differ by {report.LargestError:G3} at most and {report.MeanError:G3} on average, {report.RelativeError * 100:0.00} % of their deviation ({report.Data})"));
        if (measured is not null)
        {
            Report.Write("measure", $"{measured.Measure.Name}: {measured.Measure.Text(measured.Before)} before, {measured.Measure.Text(measured.After)} after (bound {measured.Measure.Text(measured.Bound)} worse)");
        }
    }

    private static void PrintJson(QuantizationReport report, Measured? measured) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", Words.Of(report.Type));
        json.WriteString("data", report.Data);
        json.WriteNumber("bytesBefore", report.BytesBefore);
        json.WriteNumber("bytesAfter", report.BytesAfter);
        json.WriteNumber("largestError", report.LargestError);
        json.WriteNumber("meanError", report.MeanError);
        json.WriteNumber("relativeError", report.RelativeError);
        json.WriteStartArray("layers");
        foreach (LayerQuantization layer in report.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Layer);
            WriteStrings("tensors", layer.Tensors);
            json.WriteNumber("relativeError", layer.RelativeError);
            WriteStrings("remarks", layer.Notes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (measured is not null)
        {
            json.WriteStartObject("measure");
            json.WriteString("name", measured.Measure.Name);
            json.WriteNumber("before", measured.Before);
            json.WriteNumber("after", measured.After);
            json.WriteNumber("bound", measured.Bound);
            json.WriteBoolean("refused", measured.IsTooMuch);
            json.WriteEndObject();
        }

        json.WriteEndObject();

        void WriteStrings(string name, IReadOnlyList<string> values)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    });
}
