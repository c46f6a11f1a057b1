using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Activations of rows.</summary>
internal static class ActivationOperators
{
    public static Value Read(NodeContext node)
    {
        Activation kind = Enum.Parse<Activation>(node.Node.Operator);
        ActivationFunction usual = kind;
        return Apply(node, node.Signal(0), new ActivationFunction(
            kind,
            kind.HasAlpha() ? node.Float("alpha", usual.Alpha) : null,
            kind.HasBeta() ? node.Float("beta", usual.Beta) : null));
    }

    /// <summary>With the constants of the paper alone, which exporters write.</summary>
    public static Value ReadSelu(NodeContext node) =>
        Math.Abs(node.Float("alpha", Activations.SeluAlpha) - Activations.SeluAlpha) < 1e-5f && Math.Abs(node.Float("gamma", Activations.SeluScale) - Activations.SeluScale) < 1e-5f
            ? Apply(node, node.Signal(0), Activation.Selu)
            : throw node.Error($"has other constants than {Activations.SeluAlpha} and {Activations.SeluScale}");

    public static Value Negate(NodeContext node)
    {
        switch (node.Get(0))
        {
            case Constant { Integers: Extent[] integers } sizes:
                return new Constant(sizes.Dims, Array.ConvertAll(integers, one => one * new Extent(-1)));
            case Constant { Floats: float[] floats } numbers:
                return new Constant(numbers.Dims, Array.ConvertAll(floats, number => -number));
            default:
                Signal signal = node.Signal(0);
                node.CheckWhole(signal);
                return new Signal(signal.Axes, Signal.ElementsOf(AffineRow.Negative(signal.Elements, node.Label)));
        }
    }

    public static Value ReadSoftmax(NodeContext node)
    {
        Signal signal = node.Signal(0);
        bool joinsAxes = node.Opset < 13;
        int axis = node.Axis(node.Integer("axis", joinsAxes ? 1 : -1), signal.Rank);

        // Before opset 13 it runs over all axes from this one on, since then over this one.
        int[] over = joinsAxes ? [.. Enumerable.Range(axis, signal.Rank - axis)] : [axis];
        if (over.Any(one => signal.Axes[one].Along != Along.Features) || signal.Elements.Length == 0)
        {
            throw node.Error($"runs over axis {axis}{(joinsAxes ? " and those behind it" : "")} of {SignalForms.Describe(signal)}; values of a step were expected");
        }

        Activation activation = node.Node.Operator == "Softmax" ? Activation.Softmax : Activation.LogSoftmax;
        int[][] groups = Indexing.Groups(signal.Sizes(), over);
        if (groups.Length == 1)
        {
            return Apply(node, signal, activation);
        }

        // Each group of values has a soft-max of its own.
        signal = node.Computed(signal);
        Element[] elements = new Element[signal.Elements.Length];
        node.Spend(elements.Length * 16L);
        foreach (int[] group in groups)
        {
            ActivationRow row = new(Array.ConvertAll(group, i => signal.Elements[i]), activation, node.Label);
            for (int i = 0; i < group.Length; i++)
            {
                elements[group[i]] = new Element(row, StepView.Every, i);
            }
        }

        return signal with { Elements = elements };
    }

    private static Signal Apply(NodeContext node, Signal signal, ActivationFunction activation)
    {
        signal = node.Computed(signal);
        return node.Result(signal.Axes, new ActivationRow(signal.Elements, activation, node.Label));
    }
}
