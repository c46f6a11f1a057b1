namespace TinyRnn.Training.Tests;

/// <summary>Compares all gradients of a network, those by its input and its initial states too, with central differences in double precision.</summary>
internal sealed class GradientCheck
{
    private const double Step = 1e-6;

    // Slopes before and behind a value that differ by more than this have a bend between them: a smooth function's differ by about a step.
    private const double BentBy = 1e-4;

    private static readonly int[] Lengths = [5, 4, 4, 2, 1, 1];

    private readonly TrainableNetwork<double> _network;
    private readonly PackedLayout _layout = new();
    private readonly NetworkState<double>? _initial;
    private readonly double[] _values;
    private readonly int[] _tokens;
    private readonly double[] _targets;
    private readonly int[] _classes;
    private readonly OutputSteps _steps;
    private readonly bool _isTokens;
    private readonly string _loss;

    /// <param name="layers">The network.</param>
    /// <param name="tokens">Whether it reads tokens or dense rows.</param>
    /// <param name="steps">Which outputs the loss sees.</param>
    /// <param name="loss">Its name.</param>
    /// <param name="sequences">1 to 6, of different lengths.</param>
    /// <param name="isStateGiven">Whether the states to start from are given, or the network's own.</param>
    /// <param name="dropout">Share of the values between layers that is left out, the same ones in every pass.</param>
    public GradientCheck(IReadOnlyList<Layer> layers, bool tokens, OutputSteps steps, string loss, int sequences, bool isStateGiven = true, double dropout = 0)
    {
        Xoshiro256StarStar random = new(11);
        _network = new TrainableNetwork<double>(layers, dropout);
        _network.Initialize(WeightInitialization.Uniform, random);
        _layout.Reset(Lengths.AsSpan(0, sequences));
        foreach (Parameter<double> start in _network.Parameters.Where(parameter => parameter.Name.Contains(".initial_", StringComparison.Ordinal)))
        {
            Fill(start.Value, random);
        }

        // Factors of 1 and shifts of 0 would make equal what then stands at a bend.
        foreach (Parameter<double> same in _network.Parameters.Where(parameter => parameter.Value.Length > 1 && parameter.Value.Distinct().Count() == 1))
        {
            Fill(same.Value, random);
        }

        _initial = isStateGiven ? MakeState(layers, sequences, random) : null;

        int inputs = _network.InputSize;
        int rows = steps == OutputSteps.Last ? sequences : _layout.Rows;
        _values = new double[_layout.Rows * inputs];
        Fill(_values, random);
        _tokens = [.. Enumerable.Range(0, _layout.Rows).Select(_ => random.NextInt32(inputs))];
        _targets = new double[rows * _network.OutputSize];
        Fill(_targets, random);

        // Every third row is masked.
        _classes = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 2 ? CrossEntropy.Masked : random.NextInt32(_network.OutputSize))];
        (_steps, _isTokens, _loss) = (steps, tokens, loss);
    }

    /// <summary>Makes the smallest blocks of the recurrent layers' matrices zero, which then have no gradient.</summary>
    /// <param name="sparsity">Share of the blocks.</param>
    public GradientCheck Prune(double sparsity)
    {
        Layer[] layers = [.. _network.Layers.Select(layer => layer.Description)];
        IReadOnlyList<PrunableMatrix> matrices = PrunableMatrix.Of(layers, new VectorInput(_network.InputSize));
        WeightPruning<double> pruning = new(_network, matrices, new PruningSchedule(sparsity, steps: 1));
        Assert.True(pruning.Prune(1, new Sgd<double>(_network.Parameters, 1)));
        return this;
    }

    /// <summary>What is checked, for errors.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether functions bend, so that a value within a step of a bend has a slope on each side; the gradient is one of them or between.</summary>
    public bool HasBends { get; init; }

    public void Run()
    {
        double[] outputGradient = new double[_steps == OutputSteps.Last ? _layout.Sequences * _network.OutputSize : _layout.Rows * _network.OutputSize];
        double[] inputGradient = new double[_isTokens ? 0 : _values.Length];
        Loss(outputGradient);
        _network.ClearGradients();
        _network.Backward(Input, outputGradient, inputGradient);
        foreach (Parameter<double> parameter in _network.Parameters)
        {
            Compare(parameter.Name, parameter.Value, parameter.Gradient, parameter.Mask);
        }

        Compare("input", _isTokens ? [] : _values, inputGradient);
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            CompareInitialState(i);
        }
    }

    private StepInput<double> Input => _isTokens ? new StepInput<double>(_tokens) : new StepInput<double>(_values);

    private double Loss(Span<double> gradient)
    {
        ReadOnlySpan<double> outputs = _network.Forward(_layout, Input, _steps, _initial, new Xoshiro256StarStar(1));
        return _loss switch
        {
            "cross-entropy" => CrossEntropy.Compute(_network.OutputSize, outputs, _classes, gradient),
            "nll" => NegativeLogLikelihood.Compute(_network.OutputSize, outputs, _classes, gradient),
            _ => MeanSquaredError.Compute(outputs, _targets, gradient),
        };
    }

    private void CompareInitialState(int layer)
    {
        double[] gradient = _network.Layers[layer].InitialStateGradient.ToArray();
        if (_initial is null)
        {
            Assert.Empty(gradient);
            return;
        }

        if (_network.Layers[layer].Description is PoolingLayer pooling)
        {
            // The number of steps stands last, and is no value to take a derivative by.
            for (int sequence = 0; sequence < _layout.Sequences; sequence++)
            {
                Range row = (sequence * pooling.StateSize)..(((sequence + 1) * pooling.StateSize) - 1);
                Compare($"initial state {sequence} of layer {layer}", _initial[layer][row], gradient[row]);
            }
        }
        else
        {
            Compare($"initial state of layer {layer}", _initial[layer], gradient);
        }
    }

    private NetworkState<double> MakeState(IReadOnlyList<Layer> layers, int sequences, Xoshiro256StarStar random)
    {
        NetworkState<double> state = new(_network, sequences);
        for (int i = 0; i < layers.Count; i++)
        {
            Fill(state[i], random);
            if (layers[i] is PoolingLayer pooling)
            {
                for (int sequence = 0; sequence < sequences; sequence++)
                {
                    state[i][((sequence + 1) * pooling.StateSize) - 1] = 2 + sequence;
                }
            }
        }

        return state;
    }

    private void Compare(string what, Span<double> values, double[] gradient, double[]? mask = null)
    {
        Assert.Equal(values.Length, gradient.Length);
        double here = HasBends ? Loss([]) : 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            if (mask is not null && mask[i] == 0)
            {
                Assert.Equal((0, 0), (value, gradient[i]));
                continue;
            }

            values[i] = value + Step;
            double above = Loss([]);
            values[i] = value - Step;
            double below = Loss([]);
            values[i] = value;
            double expected = (above - below) / (2 * Step);
            if (HasBends && Math.Abs((above - here) - (here - below)) > BentBy * Step)
            {
                expected = Math.Clamp(gradient[i], Math.Min(above - here, here - below) / Step, Math.Max(above - here, here - below) / Step);
            }

            Assert.True(Math.Abs(expected - gradient[i]) < 1e-7 * Math.Max(1, Math.Abs(expected)), $"{Name} {what}[{i}]: {gradient[i]} instead of {expected}");
        }
    }

    private static void Fill(Span<double> values, Xoshiro256StarStar random)
    {
        foreach (ref double value in values)
        {
            value = random.NextNormal();
        }
    }
}
