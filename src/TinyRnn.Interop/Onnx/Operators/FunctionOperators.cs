using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Elementwise functions that are not activations, and operators made from them.</summary>
internal static class FunctionOperators
{
    private const float SixthPart = 1f / 6f;

    /// <summary>Limits are inputs, or attributes before opset 11; a missing limit means none.</summary>
    public static Value Clip(NodeContext node)
    {
        float low = Limit("min", 1, -float.MaxValue);
        float high = Limit("max", 2, float.MaxValue);
        Value value = node.Get(0);
        return low <= high
            ? value is Constant { Integers: Extent[] sizes } constant
                ? new Constant(
                    constant.Dims,
                    Array.ConvertAll(sizes, one => one.IsKnown ? new Extent((long)Math.Clamp(one.Number, low, high))
                        : throw node.Error("limits sizes that are known only during a run")))
                : Limited(node, value, low, high)
            : throw node.Error(FormattableString.Invariant($"limits values to at least {low} and at most {high}"));

        float Limit(string name, int input, float without)
        {
            float limit = node.Attribute(name)?.Float
                ?? (node.Find(input) is null ? without
                    : node.Constant(input, name) is { Count: 1 } constant ? constant.Floats?[0] ?? constant.Integers![0].Number
                    : throw node.Error($"has a limit {name} that is not a single number"));
            return float.IsNaN(limit) ? throw node.Error($"has NaN as the limit {name}") : Math.Clamp(limit, -float.MaxValue, float.MaxValue);
        }
    }

    /// <summary>The minimum or the maximum of several results, or of a result and a number.</summary>
    public static Value Extreme(NodeContext node)
    {
        bool isMax = node.Node.Operator == "Max";
        Value result = node.Get(0);
        for (int i = 1; i < node.Node.Inputs.Count; i++)
        {
            result = Extreme(node, result, node.Get(i), isMax);
        }

        return result;
    }

    /// <summary>The sum or the mean of several results.</summary>
    public static Value Several(NodeContext node)
    {
        Value result = node.Get(0);
        for (int i = 1; i < node.Node.Inputs.Count; i++)
        {
            result = ArithmeticOperators.Apply(node, "Add", result, node.Get(i));
        }

        return node.Node.Operator == "Mean" ? ArithmeticOperators.Apply(node, "Mul", result, new Constant([], [1f / node.Node.Inputs.Count])) : result;
    }

    /// <summary>Powers by a constant. Squares, roots and reciprocals make the usual ones.</summary>
    public static Value Pow(NodeContext node)
    {
        Constant constant = node.Constant(1, "exponents");
        double[] exponents = [.. constant.Floats?.Select(value => (double)value).Distinct() ?? constant.Integers!.Select(one => (double)one.Number).Distinct()];
        if (exponents is not [double exponent])
        {
            throw node.Error("has several exponents; one for all values was expected");
        }

        Value value = node.Get(0);
        if (value is Constant { Floats: float[] numbers } stored)
        {
            return new Constant(stored.Dims, Array.ConvertAll(numbers, number => (float)Math.Pow(number, exponent)));
        }

        Value? positive = Math.Abs(exponent) switch
        {
            1 => value,
            2 => Apply(node, value, Function.Square),
            3 => ArithmeticOperators.Apply(node, "Mul", Apply(node, value, Function.Square), value),
            4 => Apply(node, Apply(node, value, Function.Square), Function.Square),
            0.5 => Apply(node, value, Function.Sqrt),
            1.5 => ArithmeticOperators.Apply(node, "Mul", Apply(node, value, Function.Sqrt), value),
            _ => null,
        };
        return positive is null ? Raise(node, value, exponent) : exponent < 0 ? Apply(node, positive, Function.Reciprocal) : positive;
    }

    private static Signal Raise(NodeContext node, Value value, double exponent)
    {
        Signal signal = node.Computed(value);
        return (float)exponent == 0f || !float.IsFinite((float)exponent)
            ? throw node.Error(FormattableString.Invariant($"has the exponent {exponent}; a finite number that is not 0 was expected"))
            : node.Result(signal.Axes, new FunctionRow(Function.Power, signal.Elements, node.Label) { Exponent = (float)exponent });
    }

    /// <summary>x if it is above 0, else a stored slope times x.</summary>
    public static Value Prelu(NodeContext node)
    {
        Signal signal = node.Computed(0);
        Signal slopes = node.Broadcast(node.ToSignal(node.Constant(1, "slopes")), signal.Axes);
        float[] numbers = Array.ConvertAll(slopes.Elements, element => element.Value);
        return node.Result(signal.Axes, numbers.Distinct().Count() == 1
            ? new ActivationRow(signal.Elements, new ActivationFunction(Activation.LeakyRelu, numbers[0]), node.Label)
            : new PreluRow(signal.Elements, numbers, node.Label));
    }

    /// <summary>x times a function of it: HardSwish, Mish, Swish (SiLU).</summary>
    public static Value Gated(NodeContext node)
    {
        Signal signal = node.Computed(0);
        Value gate = node.Node.Operator switch
        {
            "HardSwish" => Activated(signal, new ActivationFunction(Activation.HardSigmoid, SixthPart, 0.5f)),
            "Mish" => Activated(Activated(signal, Activation.Softplus), Activation.Tanh),
            _ when node.Float("alpha", 1f) is float alpha and not 1f =>
                Activated((Signal)ArithmeticOperators.Apply(node, "Mul", signal, new Constant([], [alpha])), Activation.Sigmoid),
            _ => Activated(signal, Activation.Sigmoid),
        };
        return ArithmeticOperators.Apply(node, "Mul", signal, gate);

        Signal Activated(Signal of, ActivationFunction activation) => node.Result(of.Axes, new ActivationRow(of.Elements, activation, node.Label));
    }

    /// <summary>A function of stored numbers, or of what the network computes.</summary>
    public static Value Apply(NodeContext node, Value value, Function function)
    {
        if (value is Constant { Floats: float[] numbers } constant)
        {
            FunctionValue f = Functions.Of(function).Value;
            FunctionLayer layer = new("constant", 1, function);
            return new Constant(constant.Dims, Array.ConvertAll(numbers, number => (float)f(number, layer)));
        }

        Signal signal = node.Computed(value);
        return node.Result(signal.Axes, new FunctionRow(function, signal.Elements, node.Label));
    }

    private static Value Limited(NodeContext node, Value value, float low, float high)
    {
        if (value is Constant { Floats: float[] numbers } constant)
        {
            return new Constant(constant.Dims, Array.ConvertAll(numbers, number => Math.Clamp(number, low, high)));
        }

        Signal signal = node.Computed(value);
        return (low, high) switch
        {
            (-float.MaxValue, float.MaxValue) => signal,
            (0f, float.MaxValue) => node.Result(signal.Axes, new ActivationRow(signal.Elements, Activation.Relu, node.Label)),
            _ => node.Result(signal.Axes, new FunctionRow(Function.Clip, signal.Elements, node.Label) { Low = low, High = high }),
        };
    }

    private static Value Extreme(NodeContext node, Value first, Value second, bool isMax)
    {
        switch (first, second)
        {
            case (Constant { Integers: not null } a, Constant { Integers: not null } b):
                return ConstantOperators.Elementwise(node, a, b, (x, y) => x.IsKnown && y.IsKnown
                    ? new Extent(isMax ? Math.Max(x.Number, y.Number) : Math.Min(x.Number, y.Number))
                    : x == y ? x : throw node.Error("compares sizes that are known only during a run"));
            case (Constant { Floats: float[] x } a, Constant { Floats: float[] y } b):
                (int[] dims, int[] left, int[] right) = ConstantOperators.Broadcast(node, a, b);
                return new Constant(dims, [.. left.Select((index, i) => isMax ? Math.Max(x[index], y[right[i]]) : Math.Min(x[index], y[right[i]]))]);
            case (Constant, _):
                return Extreme(node, second, first, isMax);
            case (Signal signal, Constant { Floats: float[] numbers }) when numbers.Distinct().Count() == 1:
                return Limited(node, signal, isMax ? numbers[0] : -float.MaxValue, isMax ? float.MaxValue : numbers[0]);
            case (_, Constant):
                throw node.Error("compares results with stored numbers that differ; one for all values was expected");
            default:
                (Axis[] axes, Signal one, Signal other) = node.Together(node.Computed(first), node.Computed(second));
                return node.Result(
                    axes, new CombinedRow(isMax ? CombineOperation.Maximum : CombineOperation.Minimum, one.Elements, other.Elements, node.Label));
        }
    }
}
