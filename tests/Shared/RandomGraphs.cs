using TinyRnn.Model;

namespace TinyRnn.Tests;

/// <summary>
/// Random networks whose layers read one or several values before them: all kinds of layers, branches that join again, states in the middle. Values keep
/// near 1, and functions get values that they are made for.
/// </summary>
internal sealed class RandomGraphs
{
    private const int MostLayers = 11;
    private const float Far = 4f;

    // A little below what a sigmoid has at -4, so that no reciprocal is above 60.
    private const double WellAbove0 = 1.0 / 60;

    private static readonly ActivationFunction[] Activations = [.. ActivationSamples.All, Activation.Softmax, Activation.LogSoftmax];
    private static readonly Function[] Functions = Enum.GetValues<Function>();
    private static readonly float[] Exponents = [0.3f, 1f / 3f, -0.75f, 1.25f, 3f];
    private static readonly CombineOperation[] Operations = Enum.GetValues<CombineOperation>();

    private static readonly Activation[] WithoutParameters = [Activation.Identity, Activation.Tanh, Activation.Relu, Activation.LogSoftmax];

    // Of cells, in a range that many steps do not leave; ONNX's cells have them too.
    private static readonly ActivationFunction[] Gates = [Activation.Sigmoid, new(Activation.HardSigmoid, 0.25f, 0.5f)];
    private static readonly ActivationFunction[] Candidates =
        [Activation.Tanh, Activation.Sigmoid, Activation.Softsign, new(Activation.ScaledTanh, 1.2f, 0.8f)];

    private readonly Random _random;
    private readonly List<Layer> _layers = [];

    // What can be read: name, size, whether all values are well above 0, how far they are from 0.
    private readonly List<Value> _values = [];
    private readonly HashSet<string> _read = [];

    private readonly bool _isStreaming;

    private RandomGraphs(int seed)
    {
        _random = new Random(seed);
        _isStreaming = _random.Next(4) > 0;
    }

    /// <summary>The network of a seed, the same on every system.</summary>
    public static Network Of(int seed) => new RandomGraphs(seed).Make(seed);

    private Network Make(int seed)
    {
        bool hasText = _random.Next(5) == 0;
        NetworkInput input = hasText
            ? new Vocabulary("abcdefg")
            : new VectorInput(_random.Next(1, 9));
        if (!hasText && _random.Next(3) == 0)
        {
            input = new VectorInput(input.Size, scaling: new Scaling([.. Enumerable.Repeat(0.25f, input.Size)], [.. Enumerable.Repeat(1.5f, input.Size)]));
        }

        if (hasText)
        {
            Layer first = _random.Next(2) == 0
                ? new EmbeddingLayer("table", input.Size, _random.Next(1, 9)) { Inputs = [Graph.InputName] }
                : new GruLayer("table", input.Size, _random.Next(1, 9)) { Inputs = [Graph.InputName] };
            Add(first, false, 2f);
        }
        else
        {
            // Drawn from a normal distribution in some tests.
            _values.Add(new Value(Graph.InputName, input.Size, false, 3f));
        }

        int count = _random.Next(2, MostLayers);
        while (_layers.Count < count)
        {
            AddLayer($"l{_layers.Count}");
        }

        // What nobody has read yet comes together.
        Value[] left = [.. _values.Where(value => !_read.Contains(value.Name) && value.Name != Graph.InputName)];
        _layers.Add(new DenseLayer("output", left.Sum(value => value.Size), _random.Next(1, 6)) { Inputs = [.. left.Select(value => value.Name)] });
        return new Network(new NetworkDefinition
        {
            Name = $"graph {seed}",
            Task = NetworkTask.Raw,
            Input = input,
            Layers = _layers,
            OutputSteps = _random.Next(2) == 0 ? OutputSteps.Every : OutputSteps.Last,
            Tensors = Networks.RandomTensors(_layers, seed),
        });
    }

    private void AddLayer(string name)
    {
        Value value = Any();
        switch (_random.Next(16))
        {
            case 0:
                Value[] several = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Any())];
                int outputs = _random.Next(1, 21);
                Add(new DenseLayer(name, several.Sum(one => one.Size), outputs, AnyActivation(), _random.Next(2) == 0) { Inputs = Names(several) }, false, 3f);
                break;
            case 1:
            case 14:
                Value[] pair = [value, Any()];
                int units = _random.Next(1, 19);
                Add(Cell(name, pair.Sum(one => one.Size), units, Names(pair)), false, 3f);
                break;
            case 2:
                Add(
                    new PoolingLayer(name, value.Size, (PoolingMode)_random.Next(value.Size % 2 == 0 ? 3 : 2)) { Inputs = Names(value) }, value.IsPositive,
                    value.Bound);
                break;
            case 3:
                ActivationFunction activation = Activations[_random.Next(Activations.Length)];
                (bool isPositive, float bound) = Reach(activation, value.Bound);
                Add(new ActivationLayer(name, value.Size, activation) { Inputs = Names(value) }, isPositive, bound);
                break;
            case 4:
                AddFunction(name, value);
                break;
            case 5:
            case 6:
                AddCombination(name, value);
                break;
            case 7:
                Add(new ScaleLayer(name, value.Size, _random.Next(2) == 0) { Inputs = Names(value) }, false, value.Bound + 1f);
                break;
            case 8:
                Add(new PreluLayer(name, value.Size) { Inputs = Names(value) }, value.IsPositive, value.Bound);
                break;
            case 9:
                int first = _random.Next(value.Size);
                int[] indices = _random.Next(2) == 0
                    ? [.. Enumerable.Range(first, _random.Next(1, value.Size - first + 1))]
                    : [.. Enumerable.Range(0, _random.Next(1, 12)).Select(_ => _random.Next(value.Size))];
                Add(new SelectLayer(name, value.Size, indices) { Inputs = Names(value) }, value.IsPositive, value.Bound);
                break;
            case 10:
                ReduceMode mode = (ReduceMode)_random.Next(3);
                Add(
                    new ReduceLayer(name, value.Size, mode, Divisor(value.Size)) { Inputs = Names(value) }, value.IsPositive,
                    mode == ReduceMode.Sum ? value.Bound * value.Size : value.Bound);
                break;
            case 11:
                ActivationFunction phi = Activations[_random.Next(Activations.Length)];
                Add(
                    RandomWindows.Convolution(_random, name, value.Size, phi.Kind is Activation.Softmax
                    or Activation.LogSoftmax ? null : phi).WithInputs(Names(value)),
                    false, 3f);
                break;
            case 12:
                Add(
                    new WindowPoolingLayer(name, RandomWindows.Of(_random, value.Size), (WindowPoolingMode)_random.Next(3)) { Inputs = Names(value) }, false,
                    value.Bound);
                break;
            case 13:
                int[] lags = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(6)), _random.Next(1, 6)];
                Add(new DelayLayer(name, value.Size, lags) { Inputs = Names(value) }, false, value.Bound);
                break;
            default:
                Add(new LayerNormLayer(name, value.Size, 0.1f, Divisor(value.Size), _random.Next(2) == 0) { Inputs = Names(value) }, false, 3f);
                break;
        }
    }

    private Layer Cell(string name, int inputs, int units, string[] names)
    {
        RecurrentOptions options = new((BiasForm)_random.Next(3), _isStreaming ? Direction.Forward : (Direction)_random.Next(3), _random.Next(3) == 0);
        int kind = _random.Next(7);
        RecurrentOptions limited = _random.Next(3) == 0 ? options with { Clip = 0.6f } : options;
        ActivationFunction gate = Gates[_random.Next(3) / 2];
        ActivationFunction phi = Candidates[Math.Max(0, _random.Next(-4, Candidates.Length))];
        ActivationFunction psi = Candidates[Math.Max(0, _random.Next(-4, Candidates.Length))];
        return kind switch
        {
            0 => new RnnLayer(name, inputs, units, phi, limited) { Inputs = names },
            1 => new GruLayer(name, inputs, units, GruReset.After, phi, limited, gate) { Inputs = names },
            2 => new GruLayer(name, inputs, units, GruReset.Before, phi, limited, gate) { Inputs = names },
            3 => new LstmLayer(name, inputs, units, options: limited, gateActivation: gate, activation: phi, cellActivation: psi) { Inputs = names },
            4 => new LstmLayer(name, inputs, units, 0, _random.Next(3) > 0, limited, gate, phi, psi, _random.Next(3) > 0) { Inputs = names },
            5 => new LstmLayer(name, inputs, units, _random.Next(1, 8), options: options) { Inputs = names },
            _ => new ConcatRnnLayer(name, inputs, units, _random.Next(1, 8), WithoutParameters[_random.Next(WithoutParameters.Length)]) { Inputs = names },
        };
    }

    private void AddFunction(string name, Value value)
    {
        Function function = Functions[_random.Next(Functions.Length)];
        if (function is Function.Sqrt or Function.Log or Function.Reciprocal or Function.Power && !value.IsPositive)
        {
            Value[] positive = [.. _values.Where(other => other.IsPositive)];
            value = positive.Length > 0 ? positive[_random.Next(positive.Length)] : Gate(name, value);
        }
        else if (function is Function.Exp or Function.Square && value.Bound >= Far)
        {
            function = Function.Clip;
        }

        float exponent = function == Function.Power ? Exponents[_random.Next(Exponents.Length)] : 1f;
        (float low, float high) = function == Function.Clip ? (-0.5f, 0.75f) : (0f, 0f);
        float bound = function switch
        {
            Function.Exp => MathF.Exp(value.Bound),
            Function.Square => value.Bound * value.Bound,
            Function.Clip => 0.75f,
            Function.Log or Function.Reciprocal => 60f,
            Function.Power => exponent < 0 ? 60f : Math.Max(1f, MathF.Pow(value.Bound, exponent)),
            _ => Math.Max(1f, value.Bound),
        };
        bool isPositive = function is Function.Exp or Function.Sqrt
            || (function == Function.Power && exponent > 0) || (function == Function.Reciprocal && value.Bound < Far);
        Add(new FunctionLayer(name, value.Size, function, low, high, exponent) { Inputs = Names(value) }, isPositive, bound);
    }

    private void AddCombination(string name, Value value)
    {
        Value[] fitting = [.. _values.Where(other => other.Size == value.Size || other.Size == 1 || value.Size == 1)];
        Value other = fitting[_random.Next(fitting.Length)];
        CombineOperation operation = Operations[_random.Next(Operations.Length)];
        if (operation == CombineOperation.Divide && !other.IsPositive)
        {
            other = Gate(name, other);
        }

        List<Value> terms = [value, other];
        if (operation is CombineOperation.Add or CombineOperation.Maximum && _random.Next(2) == 0)
        {
            terms.Add(value);
        }

        float bound = operation switch
        {
            CombineOperation.Multiply => value.Bound * other.Bound,
            CombineOperation.Divide => value.Bound * 60f,
            _ => terms.Sum(term => term.Bound),
        };
        bool isPositive = terms.All(term => term.IsPositive) && operation is CombineOperation.Add or CombineOperation.Maximum;
        Add(new CombineLayer(name, operation, [.. terms.Select(term => term.Size)]) { Inputs = Names([.. terms]) }, isPositive, bound);
    }

    // Values well above 0 of any: none that can be read is further from 0 than Far.
    private Value Gate(string name, Value value)
    {
        Add(new ActivationLayer(name + "_gate", value.Size, Activation.Sigmoid) { Inputs = Names(value) }, true, 1f);
        return _values[^1];
    }

    private ActivationFunction? AnyActivation() => _random.Next(3) == 0 ? null : Activations[_random.Next(Activations.Length)];

    // A function of single values rises or falls alone, so that the ends say all.
    private static (bool IsPositive, float Bound) Reach(ActivationFunction function, float bound)
    {
        if (function.Kind is Activation.Softmax or Activation.LogSoftmax)
        {
            return (false, function.Kind == Activation.Softmax ? 1f : bound + 3f);
        }

        double low = ExactActivations.Of(function, -bound);
        double high = ExactActivations.Of(function, bound);
        return (Math.Min(low, high) >= WellAbove0, (float)Math.Max(Math.Abs(low), Math.Abs(high)));
    }

    private int Divisor(int size)
    {
        int[] divisors = [.. Enumerable.Range(1, size).Where(divisor => size % divisor == 0)];
        return divisors[_random.Next(divisors.Length)];
    }

    private Value Any() => _values[_random.Next(_values.Count)];

    private string[] Names(params Value[] values)
    {
        foreach (Value value in values)
        {
            _read.Add(value.Name);
        }

        return [.. values.Select(value => value.Name)];
    }

    // What is far from 0 comes back before anything else reads it.
    private void Add(Layer layer, bool isPositive, float bound)
    {
        _layers.Add(layer);
        if (bound <= Far)
        {
            _values.Add(new Value(layer.Name, layer.OutputSize, isPositive, bound));
            return;
        }

        ActivationLayer near = new(layer.Name + "_near", layer.OutputSize, Activation.Tanh) { Inputs = [layer.Name] };
        _layers.Add(near);
        _values.Add(new Value(near.Name, near.OutputSize, false, 1f));
    }

    private sealed record Value(string Name, int Size, bool IsPositive, float Bound);
}
