using System.CommandLine;
using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Reduction;

/// <summary>
/// The shared part of commands that write a model with smaller or fewer weights. They measure it before and after, report, and refuse too large a loss.
/// </summary>
internal sealed class ReductionArguments
{
    private readonly Argument<string> _file = new("model") { Description = "A .tinyrnn file." };
    private readonly Option<string?> _data;
    private readonly Option<string?> _expected = new("--expected")
    {
        Description = "For raw models: a file with the expected outputs, as 'run' writes it. [default: the outputs of the model that is read]",
    };
    private readonly Option<double?> _bound = new("--bound")
    {
        Description = "With --data: write nothing if the result on the data becomes worse by more than this. [default: 0.02 nats for a language model, 0.5 "
            + "percentage points for a classifier, else 2 % of the targets' standard deviation]",
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "Model file to write.", Required = true };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };
    private readonly Command _command;
    private readonly CsvArguments _csv;
    private readonly FileArguments _replacing;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="use">The use of the data.</param>
    /// <param name="own">The command's own options.</param>
    public ReductionArguments(Command command, string use, params IEnumerable<Option> own)
    {
        _data = new("--data")
        {
            Description = $"The data to {use}: as for 'evaluate' for a classifier, a language model or forecasts; "
                + "a .json or .csv file as for 'run' for a raw model.",
        };
        _command = command;
        command.Arguments.Add(_file);
        foreach (Option option in (Option[])[.. own, _data, _expected, _bound, _output, _json])
        {
            command.Options.Add(option);
        }

        _csv = new CsvArguments(command);
        _replacing = new FileArguments(command);
    }

    /// <summary>Sets what the command does.</summary>
    /// <param name="done">The operation in one word, for errors.</param>
    /// <param name="check">Checks the command's own options, before data are read.</param>
    /// <param name="reduce">Makes the model, with sequences of the data if there are any.</param>
    public void SetAction(string done, Action<ParseResult> check, Func<ParseResult, Network, IReadOnlyList<ModelSequence>, ReducedModel> reduce) =>
        _command.SetAction(arguments => Run(arguments, done, check, reduce));

    private void Run(
        ParseResult arguments, string done, Action<ParseResult> check, Func<ParseResult, Network, IReadOnlyList<ModelSequence>, ReducedModel> reduce)
    {
        string path = arguments.GetRequiredValue(_file), written = arguments.GetRequiredValue(_output);
        RunFiles files = _replacing.Files(arguments).Reads(path, arguments.GetValue(_data), arguments.GetValue(_expected)).Writes(written);
        files.Check();
        Network network = Models.Load(path);
        if (network.Tensors.Values.Any(tensor => tensor.Type != TensorType.F32))
        {
            throw new ToolException($"{path}: is already quantised; {done} the fp32 model");
        }

        string? source = arguments.GetValue(_data);
        if (source is null && (arguments.GetValue(_expected) is not null || arguments.GetValue(_bound) is not null))
        {
            throw new ToolException("--expected and --bound need --data");
        }

        if (arguments.GetValue(_bound) is double limit && !(limit >= 0))
        {
            throw new ToolException("--bound must be 0 or more");
        }

        check(arguments);
        TaskMeasure? measure = source is null ? null : TaskMeasure.Read(network, path, source, arguments.GetValue(_expected), _csv.Read(arguments));
        ReducedModel model = reduce(arguments, network, measure?.Sequences ?? []);
        Measured? measured = measure is null
            ? null
            : new Measured(measure, measure.Of(network), measure.Of(model.Network), arguments.GetValue(_bound) ?? measure.DefaultBound);
        bool isJson = arguments.GetValue(_json);
        if (isJson)
        {
            JsonOutput.Print(json => WriteReport(json, model, measured));
        }
        else
        {
            Print(model, measured);
        }

        if (measured is { IsTooMuch: true })
        {
            throw new ToolException(
                $"refused: {measured.Measure.Name} goes from {measured.TextBefore} to {measured.TextAfter}, "
                + $"which is worse by more than the bound of {measured.TextBound}; nothing was written");
        }

        string metadata = ReductionReport.AddTo(model.Network.MetadataJson, model.ReportField, json => WriteReport(json, model, measured));
        written = Models.Save(model.Network.With(metadataJson: metadata), files, written);
        if (!isJson)
        {
            Report.Write("wrote", FormattableString.Invariant($"{written} ({new FileInfo(written).Length:#,0} bytes)"));
        }
    }

    private static void Print(ReducedModel model, Measured? measured)
    {
        model.PrintParts();
        Report.Write("size", ReductionReport.Size(model.BytesBefore, model.BytesAfter));
        Report.Write("outputs", ReductionReport.Errors(model.LargestError, model.MeanError, model.RelativeError, model.Data));
        if (measured is not null)
        {
            Report.Write("measure", $"{measured.Measure.Name}: {measured.TextBefore} before, {measured.TextAfter} after (bound {measured.TextBound} worse)");
        }
    }

    private static void WriteReport(Utf8JsonWriter json, ReducedModel model, Measured? measured)
    {
        json.WriteStartObject();
        model.WriteRequest(json);
        json.WriteString("data", model.Data);
        json.WriteNumber("bytesBefore", model.BytesBefore);
        json.WriteNumber("bytesAfter", model.BytesAfter);
        json.WriteNumber("largestError", model.LargestError);
        json.WriteNumber("meanError", model.MeanError);
        json.WriteNumber("relativeError", model.RelativeError);
        model.WriteParts(json);
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
    }

    private sealed record Measured(TaskMeasure Measure, double Before, double After, double Bound)
    {
        public string TextBefore => Measure.Text(Before);

        public string TextAfter => Measure.Text(After);

        public string TextBound => Measure.Text(Bound);

        public bool IsTooMuch => !(Measure.Worsening(Before, After) <= Bound);
    }
}
