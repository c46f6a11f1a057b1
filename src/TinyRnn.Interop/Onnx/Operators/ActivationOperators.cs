using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Activations of rows.</summary>
internal static class ActivationOperators
{
    /// <summary>The attributes of an activation's operator.</summary>
    public static string[] Attributes(ActivationFacts facts) =>
    [
        .. facts.Value is null ? (string[])["axis"] : [],
        .. facts.Alpha is null ? (string[])[] : ["alpha"],
        .. facts.Beta is null ? (string[])[] : ["beta"],
        .. facts.OnnxConstants.Select(constant => constant.Name),
    ];

    /// <summary>An elementwise activation, or one over a group of values.</summary>
    public static Value Read(NodeContext node, ActivationFacts facts)
    {
        // Only with the constants of the paper, which exporters write.
        if (facts.OnnxConstants.Any(constant => !(Math.Abs(node.Float(constant.Name, constant.Value) - constant.Value) < 1e-5f)))
        {
            string[] constants = [.. facts.OnnxConstants.Select(constant => FormattableString.Invariant($"{constant.Value}"))];
            throw node.Error($"has other constants than {string.Join(" and ", constants)}");
        }

        return facts.Value is null
            ? ReadGroups(node, facts.Kind)
            : Apply(node, node.Signal(0), new ActivationFunction(
                facts.Kind,
                facts.Alpha is float alpha ? node.Float("alpha", alpha) : null,
                facts.Beta is float beta ? node.Float("beta", beta) : null));
    }

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

    private static Signal ReadGroups(NodeContext node, Activation activation)
    {
        Signal signal = node.Signal(0);
        bool joinsAxes = node.Opset < 13;
        int axis = node.Axis(node.Integer("axis", joinsAxes ? 1 : -1), signal.Rank);

        // Before opset 13 it runs over all axes from this one on; since then over this one only.
        int[] over = joinsAxes ? [.. Enumerable.Range(axis, signal.Rank - axis)] : [axis];
        if (over.Any(one => signal.Axes[one].Along != Along.Features) || signal.Elements.Length == 0)
        {
            throw node.Error(
                $"runs over axis {axis}{(joinsAxes ? " and those after it" : "")} of {SignalForms.Describe(signal)}; values of a step were expected");
        }

        int[][] groups = Indexing.Groups(signal.Sizes(), over);
        if (groups.Length == 1)
        {
            return Apply(node, signal, activation);
        }

        // Each group of values has its own soft-max.
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
