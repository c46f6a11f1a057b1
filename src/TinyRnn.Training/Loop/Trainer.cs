using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>
/// The loop that all ways of training share: step, measure now and then, keep the best weights, tell how far it is.
/// All random numbers come from one seed: the same data and settings, with the same number of threads, give the same bytes on the same
/// machine.
/// </summary>
public abstract class Trainer
{
    // As many as show that a compiled model computes the same, without making the file much larger.
    private protected const int ProbeCount = 3;

    private readonly NetworkTemplate _template;
    private readonly TrainingOptions _options;
    private double? _gradientNorm;

    private protected Trainer(NetworkTemplate template, TrainingOptions options)
    {
        _template = template;
        _options = options;
        Model = new TrainableNetwork<float>(template.Layers, options.Dropout);
        Random = new Xoshiro256StarStar(options.Seed);

        // Fails now, not after hours, where layers, labels and vocabulary do not fit.
        template.Build(options.Name, Model.ExportTensors());
    }

    private protected TrainableNetwork<float> Model { get; }

    private protected DataParallelNetwork<float> Learner { get; private set; } = null!;

    private protected Xoshiro256StarStar Random { get; private set; }

    private protected abstract int TotalIterations { get; }

    private protected abstract int IterationsPerEpoch { get; }

    private protected abstract int SequencesPerStep { get; }

    private protected virtual int IterationsPerEvaluation => IterationsPerEpoch;

    private protected virtual int IterationsPerLossPoint => IterationsPerEpoch;

    private protected abstract string MetricName { get; }

    private protected abstract bool HigherIsBetter { get; }

    private protected abstract string ItemName { get; }

    /// <summary>Trains from the seed's first weights.</summary>
    /// <param name="progress">Called on this thread every <see cref="TrainingOptions.ProgressEvery"/> steps and after each evaluation.</param>
    /// <param name="cancellation">Stops after the current step; the weights at that point are measured and the best so far returned.</param>
    /// <exception cref="TrainingDivergedException">The loss, the gradient or the metric is no longer finite.</exception>
    public TrainingResult Train(Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        long start = Stopwatch.GetTimestamp();
        Random = new Xoshiro256StarStar(_options.Seed);
        Model.Initialize(_options.Initialization, Random);
        StartRun();
        using DataParallelNetwork<float> learner = new(Model, _options.ThreadsFor(SequencesPerStep), ClassWeights);
        Learner = learner;
        Optimizer<float> optimizer = _options.Optimizer.Create(Model.Parameters);
        List<LossPoint> curve = [];
        Interval interval = new();
        BestWeights best = new(Model, HigherIsBetter);
        int iteration = 0;
        int measured = -1;
        long items = 0;
        while (iteration < TotalIterations && !cancellation.IsCancellationRequested)
        {
            if (iteration % IterationsPerEpoch == 0)
            {
                StartEpoch();
            }

            TrainingStep step = RunStep(iteration % IterationsPerEpoch);
            Update(optimizer, iteration, step.Loss);
            iteration++;
            items += step.Items;
            interval.Add(step.Loss, step.Items);
            bool isLast = iteration == TotalIterations;
            double? metric = null;
            if (isLast || iteration % IterationsPerEvaluation == 0)
            {
                metric = Measure();
            }

            double loss = interval.Mean;
            if (isLast || iteration % IterationsPerLossPoint == 0)
            {
                curve.Add(new LossPoint(iteration, loss, metric));
                interval = new Interval();
            }

            if (progress is not null && (metric is not null || iteration % _options.ProgressEvery == 0))
            {
                progress(Report(iteration, loss, metric, items, Stopwatch.GetElapsedTime(start), DescribeStep()));
            }
        }

        if (measured != iteration)
        {
            double metric = Measure();
            if (interval.Count > 0)
            {
                curve.Add(new LossPoint(iteration, interval.Mean, metric));
            }
        }

        return Finish();

        double Measure()
        {
            double metric = Evaluate();
            if (!double.IsFinite(metric))
            {
                throw Diverged(iteration - 1, MetricName);
            }

            measured = iteration;
            best.Offer(metric, iteration);
            return metric;
        }

        TrainingResult Finish()
        {
            best.Restore();
            double metric = Evaluate();
            return new TrainingResult
            {
                Network = _template.Build(_options.Name, Model.ExportTensors(), MakeProbes(), Describe(metric, best.Iteration, iteration)),
                MetricName = MetricName,
                HigherIsBetter = HigherIsBetter,
                Metric = metric,
                BestIteration = best.Iteration,
                Iterations = iteration,
                Cancelled = iteration < TotalIterations,
                LossCurve = curve,
                Confusion = Confusion,
                Elapsed = Stopwatch.GetElapsedTime(start),
            };
        }
    }

    private protected virtual ConfusionMatrix? Confusion => null;

    /// <summary>What the loss of each class is multiplied by; null for none.</summary>
    private protected virtual float[]? ClassWeights => null;

    /// <summary>Before the first step: back to the state after construction.</summary>
    private protected virtual void StartRun()
    {
    }

    /// <summary>Before each pass over the data.</summary>
    private protected virtual void StartEpoch()
    {
    }

    /// <summary>Forward and backward pass of one batch.</summary>
    /// <param name="index">Number of the step in its epoch, from 0.</param>
    private protected abstract TrainingStep RunStep(int index);

    /// <summary>The metric of the current weights on the examples that are not learned from.</summary>
    private protected abstract double Evaluate();

    /// <summary>The example of the last step, where a step has one.</summary>
    private protected virtual ExampleGuess? DescribeStep() => null;

    private protected abstract IReadOnlyList<Probe> MakeProbes();

    /// <summary>Adds what was measured, other than <see cref="MetricName"/>, to the metadata.</summary>
    private protected virtual void WriteMetrics(Utf8JsonWriter json)
    {
    }

    private void Update(Optimizer<float> optimizer, int iteration, double loss)
    {
        if (!double.IsFinite(loss))
        {
            throw Diverged(iteration, "loss");
        }

        double scale = 1;
        if (_options.Optimizer.ClipNorm is double maxNorm)
        {
            double norm = Learner.GradientNorm();
            if (!double.IsFinite(norm))
            {
                throw Diverged(iteration, "gradient");
            }

            _gradientNorm = norm;

            scale = GradientClipping.Coefficient(norm, maxNorm);
        }

        if (_options.Optimizer.ClipValue is double limit)
        {
            GradientClipping.ByValue(Model.Parameters, limit);
        }

        optimizer.LearningRate = _options.Optimizer.RateAt(iteration, TotalIterations);
        Learner.Update(optimizer, scale);
    }

    private TrainingDivergedException Diverged(int iteration, string what) => new(
        iteration + 1, _options.Optimizer.RateAt(Math.Max(iteration, 0), TotalIterations), what, _options.Optimizer.ClipNorm is not null);

    private TrainingProgress Report(int iteration, double loss, double? metric, long items, TimeSpan elapsed, ExampleGuess? example) => new()
    {
        Iteration = iteration,
        TotalIterations = TotalIterations,
        Epoch = ((iteration - 1) / IterationsPerEpoch) + 1,
        Loss = loss,
        Metric = metric,
        MetricName = MetricName,
        LearningRate = _options.Optimizer.RateAt(iteration - 1, TotalIterations),
        GradientNorm = _gradientNorm,
        Snapshot = () => _template.Build(_options.Name, Model.ExportTensors()),
        ItemsPerSecond = items / Math.Max(elapsed.TotalSeconds, 1e-9),
        ItemName = ItemName,
        Elapsed = elapsed,
        Remaining = elapsed * ((double)(TotalIterations - iteration) / iteration),
        Example = example,
    };

    // No date and no duration: the same run gives the same bytes.
    private string Describe(double metric, int bestIteration, int iterations)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("training");
            _options.Write(json);
            json.WriteNumber("threads", _options.ThreadsFor(SequencesPerStep));
            json.WriteNumber("iterations", iterations);
            json.WriteNumber("bestIteration", bestIteration);
            json.WriteEndObject();
            json.WriteStartObject("metrics");
            json.WriteNumber(MetricName, metric);
            WriteMetrics(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>What a step gave: its mean loss, and the number of sequences or characters in it.</summary>
    private protected readonly record struct TrainingStep(double Loss, int Items);

    private sealed class Interval
    {
        private double _sum;

        public long Count { get; private set; }

        public double Mean => Count == 0 ? 0 : _sum / Count;

        public void Add(double loss, int items)
        {
            _sum += loss * items;
            Count += items;
        }
    }
}
