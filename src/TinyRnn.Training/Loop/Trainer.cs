using System.Text;
using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>
/// The training loop that all trainers share: it runs steps, evaluates now and then, keeps the best weights, and reports progress.
/// All random numbers come from one seed: the same data and settings, with the same number of threads, give the same bytes on the same
/// machine.
/// </summary>
public abstract class Trainer : ICheckpointed
{
    // Enough test vectors to show that a compiled model computes the same, without making the file much larger.
    private protected const int TestVectorCount = 3;

    private const string TrainingField = "training";

    private readonly NetworkDefinition _definition;
    private readonly TrainingOptions _options;
    private readonly IReadOnlyList<PrunableMatrix> _pruned;
    private OptimizerOptions _rates = null!;
    private WeightPruning<float>? _pruning;
    private double? _gradientNorm;

    private protected Trainer(NetworkDefinition definition, TrainingOptions options)
    {
        _definition = definition;
        _options = options;
        Model = new TrainableNetwork<float>(definition.Layers, options.Dropout);
        Random = new Xoshiro256StarStar(options.Seed);

        options.InitialWeights?.Check(definition);

        _pruned = options.Sparsity > 0 ? PrunableMatrix.Of(definition.Layers, definition.Input) : [];
        if (options.Sparsity > 0 && _pruned.Count == 0)
        {
            throw new ArgumentException("there is nothing to prune, because no layer is an rnn, a gru or an lstm", nameof(options));
        }

        // If layers, labels and vocabulary do not fit, this fails now, not after hours.
        _ = new Network(definition with { Tensors = Model.ExportTensors() });
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

    /// <summary>Whether <see cref="Evaluate"/> measures on the test examples.</summary>
    private protected virtual bool MeasuresTest => false;

    private protected abstract string ItemName { get; }

    /// <summary>Trains from random weights, or from those of <see cref="TrainingOptions.InitialWeights"/>.</summary>
    /// <param name="progress">Called on this thread every <see cref="TrainingOptions.ProgressEvery"/> steps and after each evaluation.</param>
    /// <param name="cancellation">Stops after the current step. The weights at that point are evaluated, and the best weights are returned.</param>
    /// <exception cref="TrainingDivergedException">The loss, the gradient or the metric is no longer finite.</exception>
    /// <exception cref="ArgumentException">The warm-up is as long as the whole run.</exception>
    public TrainingResult Train(Action<TrainingProgress>? progress = null, CancellationToken cancellation = default) => Run(null, progress, cancellation);

    /// <summary>Trains with checkpoints, or continues from one. The result is the same, bit for bit, however often the run was stopped or killed.</summary>
    /// <param name="checkpoints">The file, and how often it is written.</param>
    /// <param name="progress">Called on this thread every <see cref="TrainingOptions.ProgressEvery"/> steps and after each evaluation.</param>
    /// <param name="cancellation">Stops after the current step and writes a checkpoint. The best weights so far are returned.</param>
    /// <exception cref="TrainingDivergedException">The loss, the gradient or the metric is no longer finite.</exception>
    /// <exception cref="CheckpointException">The checkpoint is missing, damaged, or of other settings or data.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written.</exception>
    /// <exception cref="ArgumentException">The warm-up is as long as the whole run.</exception>
    public TrainingResult Train(CheckpointOptions checkpoints, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        Run(checkpoints, progress, cancellation);

    /// <summary>Reads the description of a checkpoint without continuing from it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    public CheckpointContent ReadCheckpoint(string path) => CheckpointFile.Look(path, MakeFingerprint());

    /// <summary>Whether a network comes from a training with these settings and data, complete or not.</summary>
    /// <param name="network">A network with its metadata.</param>
    public bool Made(Network network)
    {
        using JsonDocument settings = JsonDocument.Parse(WriteJson(WriteOrigin)), metadata = JsonDocument.Parse(network.MetadataJson);
        return metadata.RootElement.TryGetProperty(TrainingField, out JsonElement training)
            && training.ValueKind == JsonValueKind.Object
            && settings.RootElement.EnumerateObject().All(setting => IsSame(training, setting))
            && network.Layers.Select(layer => layer.DescribeWithInputs()).SequenceEqual(_definition.Layers.Select(layer => layer.DescribeWithInputs()));
    }

    private static bool IsSame(JsonElement training, JsonProperty setting) =>
        training.TryGetProperty(setting.Name, out JsonElement value) && JsonElement.DeepEquals(value, setting.Value);

    private TrainingResult Run(CheckpointOptions? checkpoints, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Random = new Xoshiro256StarStar(_options.Seed);
        Model.Initialize(_options.Initialization, Random);
        if (_options.InitialWeights is InitialWeights initial)
        {
            Model.Load(initial.Network);
        }

        _rates = _options.Optimizer.InSteps(IterationsPerEpoch);
        if (_rates.WarmUpSteps >= TotalIterations)
        {
            throw new ArgumentException($"a warm-up of {_rates.WarmUpSteps} steps is too long for a training of {TotalIterations} steps");
        }

        StartRun();
        _pruning = _pruned.Count == 0 ? null : new WeightPruning<float>(Model, _pruned, new PruningSchedule(_options.Sparsity, TotalIterations));
        using DataParallelNetwork<float> learner = new(Model, _options.ThreadsFor(SequencesPerStep), ClassWeights);
        Learner = learner;
        Optimizer<float> optimizer = _options.Optimizer.Create(Model.Parameters);
        ICheckpointed[] masks = _pruning is null ? [] : [_pruning];
        RunState state = new(new BestWeights(Model, HigherIsBetter), [Model, optimizer, Random, this, .. masks]);
        Checkpointing? checkpointing = checkpoints is null ? null : new(checkpoints, MakeFingerprint(), state);
        while (state.Iteration < TotalIterations && !IsPatienceOver(state) && !cancellation.IsCancellationRequested)
        {
            if (state.Iteration % IterationsPerEpoch == 0)
            {
                StartEpoch();
            }

            TrainingStep step = RunStep(state.Iteration % IterationsPerEpoch);
            Update(optimizer, state.Iteration, step.Loss);
            if (_pruning?.Prune(state.Iteration + 1, optimizer) == true)
            {
                state.Best.Forget();
            }

            double? metric = Record(state, step);
            double loss = state.Interval.Mean;
            if (state.Iteration == TotalIterations || state.Iteration % IterationsPerLossPoint == 0)
            {
                state.Curve.Add(state.Iteration, loss, metric);
                state.Interval.Clear();
            }

            checkpointing?.SaveWhenDue();
            if (progress is not null && (metric is not null || state.Iteration % _options.ProgressEvery == 0))
            {
                progress(Report(state, loss, metric));
            }
        }

        bool isCancelled = state.Iteration < TotalIterations && !IsPatienceOver(state);
        if (isCancelled)
        {
            // Comes before the evaluation of weights that no regular evaluation covers.
            checkpointing?.Save();
        }

        if (state.Measured != state.Iteration)
        {
            double metric = Measure(state);
            if (state.Interval.Count > 0)
            {
                state.Curve.Add(state.Iteration, state.Interval.Mean, metric);
            }
        }

        return Finish(state, isCancelled);
    }

    private bool IsPatienceOver(RunState state) => state.Best.Misses >= _options.Patience && _pruning?.IsOver(state.Iteration) != false;

    // Counts a step, and evaluates after it if an evaluation is due.
    private double? Record(RunState state, TrainingStep step)
    {
        state.Iteration++;
        state.Items += step.Items;
        state.Interval.Add(step.Loss, step.Items);
        return state.Iteration == TotalIterations || state.Iteration % IterationsPerEvaluation == 0 ? Measure(state) : null;
    }

    private double Measure(RunState state)
    {
        double metric = Evaluate();
        if (!double.IsFinite(metric))
        {
            throw Diverged(state.Iteration - 1, MetricName);
        }

        state.Measured = state.Iteration;
        state.Best.Offer(metric, state.Iteration);
        return metric;
    }

    private TrainingResult Finish(RunState state, bool isCancelled)
    {
        state.Best.Restore();
        double metric = Evaluate();
        return new TrainingResult
        {
            Network = new Network(_definition with
            {
                Tensors = Model.ExportTensors(),
                TestVectors = MakeTestVectors(),
                MetadataJson = Describe(metric, state.Best.Iteration, state.Iteration),
            }),
            MetricName = MetricName,
            IsOfTest = MeasuresTest,
            HigherIsBetter = HigherIsBetter,
            Metric = metric,
            BestIteration = state.Best.Iteration,
            Iterations = state.Iteration,
            IterationsPerEpoch = IterationsPerEpoch,
            Cancelled = isCancelled,
            StoppedEarly = state.Iteration < TotalIterations && !isCancelled,
            LossCurve = state.Curve.Points,
            Confusion = Confusion,
            Elapsed = state.Elapsed,
        };
    }

    private protected virtual ConfusionMatrix? Confusion => null;

    /// <summary>The weight of each class's loss; null for none.</summary>
    private protected virtual float[]? ClassWeights => null;

    /// <summary>Called before the first step: resets to the state after construction.</summary>
    private protected virtual void StartRun()
    {
    }

    /// <summary>Called before each epoch.</summary>
    private protected virtual void StartEpoch()
    {
    }

    void ICheckpointed.Transfer(CheckpointTransfer transfer) => TransferPosition(transfer);

    /// <summary>
    /// Writes to a checkpoint, or reads from it, what <see cref="StartEpoch"/> and <see cref="RunStep"/> change, except random numbers and weights.
    /// </summary>
    private protected abstract void TransferPosition(CheckpointTransfer transfer);

    /// <summary>Adds all data that affect the result.</summary>
    private protected abstract void HashData(DataHash hash);

    /// <summary>Adds the settings, other than data, that determine what <see cref="Evaluate"/> measures on.</summary>
    private protected virtual void HashMeasure(DataHash hash)
    {
    }

    /// <summary>Runs the forward and backward pass of one batch.</summary>
    /// <param name="index">Number of the step in its epoch, from 0.</param>
    private protected abstract TrainingStep RunStep(int index);

    /// <summary>The metric of the current weights on the examples that are not used for learning.</summary>
    private protected abstract double Evaluate();

    /// <summary>The example of the last step; null if steps have several.</summary>
    private protected virtual ExampleGuess? DescribeStep() => null;

    private protected abstract IReadOnlyList<TestVector> MakeTestVectors();

    /// <summary>Adds measurements other than <see cref="MetricName"/> to the metadata.</summary>
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
            // The optimiser can scale the gradient as it reads it, unless elements must be clipped after scaling.
            bool isScaledHere = _options.Optimizer.ClipValue is not null;
            double norm = isScaledHere ? GradientClipping.ByGlobalNorm(Model.Parameters, maxNorm) : Learner.GradientNorm();
            if (!double.IsFinite(norm))
            {
                throw Diverged(iteration, "gradient");
            }

            _gradientNorm = norm;
            scale = isScaledHere ? 1 : GradientClipping.Coefficient(norm, maxNorm);
        }

        if (_options.Optimizer.ClipValue is double limit && !double.IsFinite(GradientClipping.ByValue(Model.Parameters, limit)))
        {
            throw Diverged(iteration, "gradient");
        }

        optimizer.LearningRate = _rates.RateAt(iteration, TotalIterations);
        Learner.Update(optimizer, scale);
    }

    private TrainingDivergedException Diverged(int iteration, string what) => new(
        iteration + 1, _rates.RateAt(Math.Max(iteration, 0), TotalIterations), what, _options.Optimizer.ClipNorm is not null);

    private TrainingProgress Report(RunState state, double loss, double? metric)
    {
        TimeSpan elapsed = state.Elapsed;
        return new()
        {
            Iteration = state.Iteration,
            TotalIterations = TotalIterations,
            Epoch = ((state.Iteration - 1) / IterationsPerEpoch) + 1,
            TotalEpochs = ((TotalIterations - 1) / IterationsPerEpoch) + 1,
            Loss = loss,
            Metric = metric,
            BestMetric = state.Best.Metric,
            BestIteration = state.Best.Iteration,
            MetricName = MetricName,
            IsOfTest = MeasuresTest,
            LearningRate = _rates.RateAt(state.Iteration - 1, TotalIterations),
            GradientNorm = _gradientNorm,
            Snapshot = () => new Network(_definition with { Tensors = Model.ExportTensors() }),
            ItemsPerSecond = state.Items / Math.Max(elapsed.TotalSeconds, 1e-9),
            ItemName = ItemName,
            Elapsed = elapsed,
            Remaining = elapsed * ((double)(TotalIterations - state.Iteration) / state.Iteration),
            Example = DescribeStep(),
        };
    }

    private Fingerprint MakeFingerprint()
    {
        string settings = WriteJson(json =>
        {
            json.WriteStartObject("layers");
            foreach (Layer layer in _definition.Layers)
            {
                json.WriteString(layer.Name, layer.DescribeWithInputs());
            }

            json.WriteEndObject();
            WriteSettings(json);
        });
        using DataHash hash = new();
        HashData(hash);
        return new Fingerprint(settings, hash.Get());
    }

    private void WriteSettings(Utf8JsonWriter json)
    {
        _options.Write(json);
        json.WriteNumber("threads", _options.ThreadsFor(SequencesPerStep));
    }

    // Two models that were measured on the same data can be compared.
    private void WriteOrigin(Utf8JsonWriter json)
    {
        WriteSettings(json);
        using DataHash hash = new();
        hash.Add(MetricName);
        HashData(hash);
        HashMeasure(hash);
        json.WriteString(TrainingResult.MeasuredOnField, Convert.ToHexStringLower(hash.Get()));
    }

    // Without date and duration the same run gives the same bytes.
    private string Describe(double metric, int bestIteration, int iterations) => WriteJson(json =>
    {
        json.WriteString(TestVectorSource.Field, TestVectorSource.Data);
        json.WriteStartObject(TrainingField);
        WriteOrigin(json);
        json.WriteNumber("iterations", iterations);
        json.WriteNumber("bestIteration", bestIteration);
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        json.WriteNumber(MetricName, metric);
        WriteMetrics(json);
        json.WriteEndObject();
    });

    private static string WriteJson(Action<Utf8JsonWriter> writeMembers)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The result of a training step: its mean loss, and its number of sequences or characters.</summary>
    private protected readonly record struct TrainingStep(double Loss, int Items);
}
