using System.Globalization;
using System.Text;
using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Reduction;

/// <summary>Measures a network at its own task on given data, and gives sequences of the data for ranges and errors.</summary>
internal abstract class TaskMeasure
{
    /// <summary>The name of the measure, with its unit.</summary>
    public abstract string Name { get; }

    /// <summary>How much worse it may become by default.</summary>
    public abstract double DefaultBound { get; }

    /// <summary>Sequences like those that the network will read.</summary>
    public abstract IReadOnlyList<ModelSequence> Sequences { get; }

    public abstract double Of(Network network);

    /// <summary>How much worse it became; negative if it became better.</summary>
    public virtual double Worsening(double before, double after) => after - before;

    public virtual string Text(double value) => FormattableString.Invariant($"{value:0.0000}");

    /// <summary>Reads the data of a task.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <param name="data">Labelled texts, a text, a series, or a file of sequences: what 'evaluate', or for raw models 'run', reads.</param>
    /// <param name="targets">For rows of numbers a file of expected outputs; null for the network's outputs before.</param>
    /// <param name="form">The format of CSV files.</param>
    /// <exception cref="ToolException">The data are missing or do not fit the network.</exception>
    public static TaskMeasure Read(Network network, string path, string data, string? targets, CsvForm form)
    {
        if (targets is not null && network.Task != NetworkTask.Raw)
        {
            throw new ToolException($"--expected is for '{Models.TaskName(NetworkTask.Raw)}' models; this one is a '{Models.TaskName(network.Task)}' model, "
                + "so leave it out");
        }

        form = RememberedSettings.AddTo(form, network);
        return network.Task switch
        {
            NetworkTask.LanguageModel => new NatsMeasure(network, data),
            NetworkTask.Classify when network.Tokens is not null => new AccuracyMeasure(network, path, data, form),
            NetworkTask.Forecast => new ForecastMeasure(network, path, data, form),
            NetworkTask.Raw => new ErrorMeasure(network, data, targets, form),
            _ => throw new ToolException($"{path}: a classifier of rows has no data format to measure on; leave out --data"),
        };
    }

    // The error is relative to the deviation of the targets.
    private static double ShareOfDeviation(IReadOnlyList<double> targets)
    {
        double mean = targets.Average();
        return 0.02 * Math.Sqrt(targets.Average(value => (value - mean) * (value - mean)));
    }

    private sealed class NatsMeasure : TaskMeasure
    {
        private readonly string _text;

        public NatsMeasure(Network network, string path)
        {
            _text = EvaluateCommand.ReadText(path, isBytes: false);
            try
            {
                Name = $"nats a {network.Tokens!.Noun}";
                Sequences = [ModelSequence.OfTokens(network.Tokens!.Encode(_text))];
            }
            catch (ArgumentException e)
            {
                throw new ToolException($"{path}: {e.Message.Split(" (Parameter")[0]}");
            }

            if (Sequences[0].Tokens.Length < 2)
            {
                throw new ToolException($"{path}: fewer than two of its {network.Tokens!.Noun}s are in the model's vocabulary; at least two were expected "
                    + "(is it the right file and encoding?)");
            }
        }

        public override string Name { get; }

        public override double DefaultBound => 0.02;

        public override IReadOnlyList<ModelSequence> Sequences { get; }

        public override double Of(Network network) => new Interpreter(network).Score(_text).NatsPerCharacter;
    }

    private sealed class AccuracyMeasure : TaskMeasure
    {
        private readonly IReadOnlyList<LabelledText> _test;
        private readonly int[] _labels;

        public AccuracyMeasure(Network network, string path, string file, CsvForm form)
        {
            LabelledDataSet data = LabelledFile.Read(file, network, form)
                .WithoutSmallClasses(network.Tokens!, out _)
                .Split(network.Tokens!, hasValidation: TrainClassifyCommand.HasValidation(network));
            _labels = [.. data.Labels.Select(label => network.Labels.ToList().IndexOf(label))];
            int unknown = Array.IndexOf(_labels, -1);
            if (unknown >= 0)
            {
                throw new ToolException($"{file}: the model {path} has no label '{data.Labels[unknown]}'; rename the class or leave it out");
            }

            _test = data.Test;
            Sequences = [.. data.Train.Select(text => ModelSequence.OfTokens(text.Tokens))];
        }

        public override string Name => "accuracy, %, every tenth example";

        public override double DefaultBound => 0.5;

        public override IReadOnlyList<ModelSequence> Sequences { get; }

        public override double Worsening(double before, double after) => before - after;

        public override string Text(double value) => FormattableString.Invariant($"{value:0.00}");

        public override double Of(Network network)
        {
            Interpreter interpreter = new(network);
            int right = _test.Count(text =>
            {
                float[] output = interpreter.RunTokens(text.Tokens);
                return output.AsSpan().IndexOf(output.Max()) == _labels[text.Label];
            });
            return 100.0 * right / _test.Count;
        }
    }

    private sealed class ForecastMeasure : TaskMeasure
    {
        private readonly ForecastFile _file;
        private readonly double[] _measured;

        public ForecastMeasure(Network network, string path, string data, CsvForm form)
        {
            _file = ForecastFile.Read(network, path, data, null, SeriesColumns.Of(network, RememberedSettings.Duplicates(network)), form);
            _measured = [.. _file.Targets.Select(target => _file.Windows.Series.Target[target])];
            DefaultBound = ShareOfDeviation(_measured);

            // In the training file, the training part gives the ranges and the test part gives the errors.
            IReadOnlyList<int> seen = _file.Part == "test" && _file.Windows.Train.Count > 0 ? _file.Windows.Train : _file.Targets;
            Sequences = [.. seen.Select(target => ModelSequence.OfValues(ForecastValues.ToSingles(network.Forecast!, _file.Windows.Before(target))))];
        }

        public override string Name => $"RMSE of {_file.Targets.Count.ToString("#,0", CultureInfo.InvariantCulture)} forecasts ({_file.Part})";

        public override double DefaultBound { get; }

        public override IReadOnlyList<ModelSequence> Sequences { get; }

        public override string Text(double value) => FormattableString.Invariant($"{value:G5}");

        public override double Of(Network network) => ForecastErrors.Of(_file.Windows.Forecast(network, _file.Targets), _measured).Rmse;
    }

    private sealed class ErrorMeasure : TaskMeasure
    {
        private readonly float[][] _targets;
        private readonly string _name;

        public ErrorMeasure(Network network, string data, string? targets, CsvForm form)
        {
            SequenceFile file = SequenceFile.Read(data, network, form);
            try
            {
                Sequences = [.. file.Sequences.Select(sequence => sequence.For(network))];
                float[][] outputs = Outputs(network);
                _targets = targets is null
                    ? outputs
                    : [.. SequenceFile.ReadRows(targets, network.OutputSize, form).Sequences.Select(sequence => sequence.Singles)];
                if (targets is not null && !_targets.Select(target => target.Length).SequenceEqual(outputs.Select(output => output.Length)))
                {
                    throw new ToolException(
                        $"{targets}: must have as many sequences and rows as the model's outputs on {data}, which are {outputs.Length} and "
                            + $"{outputs.Sum(output => output.Length / network.OutputSize)}");
                }
            }
            catch (ArgumentException e)
            {
                throw new ToolException($"{data}: {e.Message.Split(" (Parameter")[0]}");
            }

            _name = targets is null ? "RMSE from the original's outputs" : "RMSE";

            DefaultBound = ShareOfDeviation([.. _targets.SelectMany(target => target).Select(value => (double)value)]);
        }

        public override string Name => _name;

        public override double DefaultBound { get; }

        public override IReadOnlyList<ModelSequence> Sequences { get; }

        public override string Text(double value) => FormattableString.Invariant($"{value:G5}");

        public override double Of(Network network) =>
            Math.Sqrt(
                Outputs(network).Zip(_targets).SelectMany(pair => pair.First.Zip(pair.Second)).Average(pair => Math.Pow((double)pair.First - pair.Second, 2)));

        private float[][] Outputs(Network network)
        {
            Interpreter interpreter = new(network);
            return [.. Sequences.Select(sequence => sequence.Run(interpreter))];
        }
    }
}
