using System.CommandLine;
using System.Text.Json.Nodes;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn train forecast</c>: learns to forecast a column of numbers.</summary>
internal static class TrainForecastCommand
{
    private const int FewestSteps = 1500;
    private const int DefaultHidden = 16;

    public static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "A .csv, .jsonl or Parquet file, or - for standard input, with one row a step, the oldest first. The last fifth is for testing, "
                + "the fifth before it for validation. A missing value or an empty line is a gap; no window crosses it.",
        };
        Option<string?> column = new("--column")
        {
            Description = "The column to forecast, by name or, without a header, by number from 1. [default: the only one that holds numbers]",
        };
        Option<string?> inputs = new("--inputs") { Description = "The columns to read, separated by commas. [default: the forecast column]" };
        Option<string?> known = new("--known")
        {
            Description = "Columns whose values are known ahead, such as a weekday, a price or a holiday, separated by commas. The model reads their values at "
                + "the step that is forecast; 'predict' reads them from rows after the last value of the forecast column.",
        };
        Option<string?> time = new("--time")
        {
            Description = "A column of dates or numbers that sorts the rows. A time difference of more than 1.5 times the median difference is a gap.",
        };
        Option<string?> duplicates = new("--duplicates")
        {
            Description = "How to treat rows with the same --time. error: stop. keep: each row is a step. mean: their mean is one step. [default: error]",
        };
        duplicates.AcceptOnlyFromAmong("error", "keep", "mean");
        Option<int> window = new("--window") { Description = "Rows that the model reads for a forecast.", DefaultValueFactory = _ => 24 };
        Option<int> horizon = new("--horizon")
        {
            Description = "The row to forecast: 3 is the third row after the last one. Only this one value is forecast.",
            DefaultValueFactory = _ => 1,
        };
        Option<string?> learn = new("--learn")
        {
            Description = "What the network learns: the change since the last row, or the value itself. [default: change if --inputs has the forecast "
                + "column, else value]",
        };
        learn.AcceptOnlyFromAmong("value", "change");
        Option<int?> season =
            new("--season") { Description = "Length of a season in rows, for the seasonal-naive baseline; 0 for none. [default: found by autocorrelation]" };
        Option<double> interval = new("--interval")
        {
            Description = "Share of values that the intervals of 'predict' contain; their width is taken from the errors on the validation part. 0 for no "
                + "intervals.",
            DefaultValueFactory = _ => 0.9,
        };
        Command command = new("forecast", "Learns to forecast a column of numbers, and compares the result with naive and linear baselines.")
        {
            file, column, inputs, known, time, duplicates, window, horizon, learn, season, interval,
        };
        CsvArguments csv = new(command);
        TrainingArguments shared = new(command, readsText: false, "rnn", "gru", "lstm", TrainingArguments.NoCell);
        SequenceRegressionOptions standard = ForecastTraining.DefaultOptions;
        shared.ShowDefaults(standard, $"{standard.BatchSize}", $"{standard.Epochs}, or more for at least {FewestSteps} training steps",
            $"gru, or a linear model for a short series", $"{DefaultHidden}", TrainingArguments.FewestMisses);
        shared.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            string output = shared.Output(arguments, path);
            TrainingOutputs files = shared.Files(arguments, output, [path], "-forecast.svg");
            SeriesFile data = SeriesFile.Read(
                path,
                arguments.GetValue(column),
                arguments.GetList(inputs) ?? [],
                arguments.GetValue(time),
                csv.Read(arguments),
                Enum.Parse<DuplicateTimes>(arguments.GetValue(duplicates) ?? "error", ignoreCase: true),
                known: arguments.GetList(known));
            ForecastWindows windows = new(
                data.Series,
                TrainingArguments.InRange(arguments.GetValue(window), 1, 4096, shared.Names[window]),
                TrainingArguments.InRange(arguments.GetValue(horizon), 1, 4096, shared.Names[horizon]));
            if (windows.Train.Count == 0 || windows.Validation.Count == 0 || windows.Test.Count == 0)
            {
                throw new ToolException(
                    $"{path}: {data.Series.Count} rows with {data.Series.Gaps} gaps give {windows.Train.Count} windows to train, "
                        + $"{windows.Validation.Count} to choose the best weights and {windows.Test.Count} to test; at least one of each was expected (a "
                        + "shorter --window needs fewer rows)");
            }

            double level = arguments.GetValue(interval);
            if (level is not (>= 0 and < 1))
            {
                throw new ToolException(FormattableString.Invariant($"{shared.Names[interval]} must be from 0 to below 1, such as 0.9, not {level}"));
            }

            int? steps = arguments.GetValue(season) is int length ? TrainingArguments.InRange(length, 0, int.MaxValue, shared.Names[season]) : null;
            ForecastBaselines baselines = ForecastBaselines.Fit(windows, steps);
            bool isSmall = !shared.GivesArchitecture(arguments) && IsSmall(windows);
            if (isSmall)
            {
                shared.ResolveLinear();
            }

            IReadOnlyList<Layer> layers = Layers(arguments, shared, windows.Shape, isSmall);
            if (windows.Shape.Target is null && arguments.GetValue(learn) == "change")
            {
                throw new ToolException(
                    $"{shared.Names[learn]} must be value, because the forecast column '{data.Series.TargetName}' is not among the columns to read");
            }

            bool predictsChange = shared.Resolve(arguments, learn, windows.Shape.Target is null ? "value" : "change") == "change";
            int batch = shared.Batch(arguments, standard.BatchSize);
            int epochs = shared.Epochs(arguments, DefaultEpochs(windows.Train.Count, batch, standard.Epochs));
            SequenceRegressionTrainer trainer = ForecastTraining.CreateTrainer(
                windows,
                layers,
                predictsChange,
                shared.Options(arguments, output, standard, batch, epochs) with
                {
                    Epochs = epochs,
                    BatchSize = batch,
                },
                baselines);
            return new TrainingPlan(trainer, files)
            {
                Description = [.. Describe(windows, baselines, layers, predictsChange, steps is null), .. Remarks(data, windows, isSmall)],
                Metadata = result => new JsonObject { [PredictSeries.IntervalsName] = Intervals(result.Network, windows, level)?.ToJson() },
                Targets = windows.Validation,
                ErrorOn = (network, targets) =>
                    ForecastErrors.Of(windows.Forecast(network, targets), [.. targets.Select(target => windows.Series.Target[target])]).Rmse,
                Verdict = result => ForecastVerdict.Of(result, windows),
                Data = path,
                Configuration = shared.Configuration(arguments),
                Checkpoints = shared.Continuation.Checkpoints(arguments, output),
                Report = (result, run, model) => Test(result.Network, windows, baselines, data.Times, level, run, model),
            };
        });
        return command;
    }

    // A network with more parameters than windows memorises them: with few windows a linear model is better.
    private static bool IsSmall(ForecastWindows windows) =>
        windows.Train.Count < CellParameters(windows) && windows.Shape.Window * (long)windows.Shape.Columns <= 32_768;

    private static long CellParameters(ForecastWindows windows)
    {
        RecurrentArchitecture cell = new() { Cell = RecurrentCell.Gru, HiddenSize = DefaultHidden };
        return Architecture.Recurrent(windows.Shape.Columns, 1, Activation.Identity, cell).SelectMany(layer => layer.Tensors).Sum(tensor => tensor.Length);
    }

    // A short series gets so many epochs that the optimiser has enough training steps.
    private static int DefaultEpochs(int examples, int batch, int otherwise)
    {
        int stepsPerEpoch = ((examples - 1) / batch) + 1;
        return Math.Max(otherwise, ((FewestSteps - 1) / stepsPerEpoch) + 1);
    }

    private static IEnumerable<(string Word, string Text)> Remarks(SeriesFile data, ForecastWindows windows, bool isSmall)
    {
        if (data.Note is string note)
        {
            yield return ("Rows", note);
        }

        if (isSmall)
        {
            long parameters = CellParameters(windows);
            string few = FormattableString.Invariant($"{windows.Train.Count:#,0} windows to train are fewer");
            yield return (
                "Linear",
                FormattableString.Invariant($"{few} than the {parameters:#,0} parameters of a GRU of {DefaultHidden}; use --cell gru to train one anyway"));
        }
    }

    private static IReadOnlyList<Layer> Layers(ParseResult arguments, TrainingArguments shared, ForecastShape shape, bool isLinear)
    {
        const string DefaultCell = "gru";
        if (!isLinear && shared.Cell(arguments, DefaultCell) != TrainingArguments.NoCell)
        {
            return Architecture.Recurrent(shape.Columns, 1, Activation.Identity, shared.Recurrent(arguments, DefaultCell, DefaultHidden));
        }

        // The MLP sees the whole window in one step.
        int size = TrainingArguments.InRange(checked(shape.Window * shape.Columns), 1, 32_768, "--window times the number of --inputs");
        return Architecture.Perceptron(
            size, shared.HiddenSizes(arguments, DefaultHidden, fewest: 0), 1, Activation.Identity, shared.Activation(arguments));
    }

    private static IReadOnlyList<(string Word, string Text)> Describe(
        ForecastWindows windows, ForecastBaselines baselines, IReadOnlyList<Layer> layers, bool predictsChange, bool isSearched)
    {
        ForecastSeries series = windows.Series;
        ForecastShape shape = windows.Shape;
        string season = baselines.Season is int length
            ? FormattableString.Invariant($"{length} steps{(isSearched ? ", found by autocorrelation" : "")}")
            : isSearched ? "none found" : "none";
        return
        [
            (
                "Data",
                FormattableString.Invariant($"{series.Count:#,0} rows with {series.Gaps:#,0} gaps: {windows.Train.Count:#,0} windows to train, ")
                    + FormattableString.Invariant($"{windows.Validation.Count:#,0} to choose the best weights, {windows.Test.Count:#,0} to test")),
            (
                "Forecast",
                FormattableString.Invariant($"'{series.TargetName}' {shape.Horizon} step{(shape.Horizon == 1 ? "" : "s")} ahead, from {shape.Window} rows ")
                    + FormattableString.Invariant($"of {ModelFacts.Columns(series.Columns, shape)}; the network learns the ")
                    + (predictsChange ? "change" : "value")),
            ("Season", season),
            .. PrecisionWarning.OfTraining(windows).Select(text => ("Warning", text)),
            ("Network", TrainingPlan.Describe(layers)),
        ];
    }

    private static void Test(
        Network network, ForecastWindows windows, ForecastBaselines baselines, IReadOnlyList<string> times, double level, RunFiles files, string output)
    {
        string stem = ModelFiles.Stem(output);
        ForecastTable table = new(network, network.Name, windows, windows.Test, baselines);
        string title = $"{network.Name}: {windows.Series.TargetName}";
        Report.Write("Wrote", ForecastPicture.Save(title, windows.Test, table.Lines(), times, files, stem + "-forecast.svg"));
        Report.Write("Test", FormattableString.Invariant($"the last {windows.Test.Count:#,0} rows"));
        if (Intervals(network, windows, level) is ForecastIntervals { HalfWidths: [double half, ..] })
        {
            double held = table.Forecasts.Zip(table.Measured).Count(pair => Math.Abs(pair.First - pair.Second) <= half) * 100.0 / table.Measured.Length;
            string chosen = FormattableString.Invariant($"forecast +- {half:G4} contained {level * 100:0.#} % of the validation part");
            Report.Write("Interval", FormattableString.Invariant($"{chosen}, and {held:0} % of the test part"));
        }

        table.Print();
    }

    private static ForecastIntervals? Intervals(Network network, ForecastWindows windows, double level) =>
        level == 0 ? null : ForecastIntervals.Fit(network, windows, level);
}
