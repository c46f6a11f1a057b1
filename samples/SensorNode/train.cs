#!/usr/bin/env -S dotnet run
#:project ../../src/TinyRnn.Training/TinyRnn.Training.csproj
// Writes a model that reads a value a step and gives the change to the next one, from a CSV of time and value.
//   dotnet run --file train.cs -- series.csv model.tinyrnn [ROWS]      ROWS from the start, all without it
using System.Globalization;
using TinyRnn.Model;
using TinyRnn.Training;

float[] series =
[
    .. File.ReadLines(args[0]).Skip(1).Where(line => line.Length > 0)
        .Select(line => float.Parse(line.AsSpan(line.LastIndexOf(',') + 1), CultureInfo.InvariantCulture))
        .Take(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : int.MaxValue),
];
const int Window = 144;
const int Stride = 36;
float[] changes = [.. series.Zip(series.Skip(1), (now, next) => next - now)];
SequenceExample[] examples = [.. Enumerable.Range(0, (changes.Length - Window) / Stride).Select(i => new SequenceExample(series[(i * Stride)..((i * Stride) + Window)], changes[(i * Stride)..((i * Stride) + Window)]))];
int validation = Math.Max(1, examples.Length / 5);
IReadOnlyList<Layer> layers = [new GruLayer("gru", 1, 16), new DenseLayer("output", 16, 1)];
SequenceRegressionTrainer trainer = new(examples[..^validation], examples[^validation..], layers, new SequenceRegressionOptions
{
    Name = "change of a temperature",
    Epochs = 150,
    BatchSize = 8,
    OutputSteps = OutputSteps.Every,
    InputScaling = TimeSeries.Standardize(series, 1),
    OutputScaling = TimeSeries.Standardize(changes, 1),
    Optimizer = new OptimizerOptions { LearningRate = 0.01, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine },
});
TrainingResult result = trainer.Train();
NetworkFile.Save(result.Network, args[1]);
double naive = Math.Sqrt(examples[^validation..].SelectMany(example => example.Target).Average(change => (double)change * change));
Console.WriteLine(FormattableString.Invariant($"{series.Length} values; on the last fifth RMSE {result.Metric:0.000}, of 'as before' {naive:0.000}; wrote {args[1]}"));
