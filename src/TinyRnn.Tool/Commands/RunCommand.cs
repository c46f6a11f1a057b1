using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn run</c>: runs any model on raw numbers.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn file." };
        Option<string> input = new("--input", "-i")
        {
            Description =
                "A .json, .jsonl, .csv or .parquet file. JSON: one sequence [[row], [row], ...], several [[[row], ...], ...], or texts \"abc\", "
                    + "[\"abc\", ...]. CSV: one row a line with an empty line between sequences, or one text a line. If the header has the model's column "
                    + "names, the columns may be in any order. A forecast model reads the last window of each sequence.",
            Required = true,
        };
        Option<string> output = new("--output", "-o")
        {
            Description = "A .json or .csv file to write, with a row for each output. A .csv file gets the delimiter and the decimal sign of a .csv input.",
            Required = true,
        };
        Option<int> count = new("--count")
        {
            Description = "For a forecast model: number of values to forecast after each sequence. Each forecast is read to make the next one.",
            DefaultValueFactory = _ => 1,
        };
        Command command = new("run", "Runs sequences through a model: numbers in, numbers out. It runs the model file directly, without compiling "
            + "it.") { file, input, output, count };
        CsvArguments csv = new(command);
        FileArguments replacing = new(command);
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            RunFiles files = replacing.Files(arguments).Reads(path, arguments.GetRequiredValue(input)).Writes(arguments.GetRequiredValue(output));
            files.Check();
            Network network = Models.Load(path);
            int forecasts = TrainingArguments.InRange(arguments.GetValue(count), 1, 1_000_000, "--count");
            if (network.Forecast is { Known.Count: > 0 })
            {
                throw new ToolException($"{path}: the model reads columns that are known ahead, for which 'run' has no rows; use 'tinyrnn predict'");
            }

            CheckCount(network, path, forecasts);
            SequenceFile sequences = SequenceFile.Read(arguments.GetRequiredValue(input), network, csv.Read(arguments, network));
            Interpreter interpreter = new(network);
            List<double[]> outputs = [];
            PrecisionWarning.OfSequences(sequences, network);
            foreach (InputSequence sequence in sequences.Sequences)
            {
                try
                {
                    outputs.Add(sequence.Text is string text ? Doubles(interpreter.RunText(text))
                        : network.Forecast is null ? Doubles(interpreter.Run(sequence.Singles))
                        : forecasts == 1 ? [interpreter.Forecast(sequence.Values)]
                        : interpreter.Forecast(sequence.Values, forecasts));
                }
                catch (ArgumentException e)
                {
                    throw new ToolException($"{sequences.Path}: {sequence.Place}: {e.Message.Split(" (Parameter")[0]}");
                }
            }

            OutputNumbers numbers = new(network.OutputSize, IsDouble: network.Forecast?.Origin is not null, sequences.Signs);
            OutputFile.Write(files, arguments.GetRequiredValue(output), outputs, sequences.IsSingle, numbers);
        });
        return command;
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static void CheckCount(Network network, string path, int count)
    {
        if (count > 1 && network.Forecast is not { CanFeedBack: true })
        {
            string reason = network.Forecast is ForecastShape shape ? shape.WhyNoFeedBack : "it is not a forecast model";
            throw new ToolException($"{path}: --count must be 1 for this model: {reason}");
        }
    }
}
