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

    public static Value ReadSoftmax(NodeContext node)
    {
        Signal signal = node.Signal(0);
        bool joinsAxes = node.Opset < 13;
        int axis = node.Axis(node.Integer("axis", joinsAxes ? 1 : -1), signal.Rank);

        // Before opset 13 it runs over all axes from this one on, since then over this one.
        IEnumerable<Axis> over = joinsAxes ? signal.Axes.Skip(axis) : [signal.Axes[axis]];
        int values = over.Aggregate(1, (product, one) => product * (one.Along == Along.Features ? one.Size : 0));
        return values == signal.Elements.Length && values > 0
            ? Apply(node, signal, node.Node.Operator == "Softmax" ? Activation.Softmax : Activation.LogSoftmax)
            : throw node.Error($"runs over axis {axis}{(joinsAxes ? " and those behind it" : "")} of {SignalForms.Describe(signal)}; all values of a step and no others were expected");
    }

    private static Signal Apply(NodeContext node, Signal signal, ActivationFunction activation)
    {
        if (signal.Elements.Any(element => element.Row is null or TokenRow))
        {
            throw node.Error("reads tokens or stored numbers; values that the network computes were expected");
        }

        node.CheckWhole(signal);
        node.Spend(signal.Elements.Length * 8L);
        return new Signal(signal.Axes, Signal.ElementsOf(new ActivationRow(signal.Elements, activation, node.Label)));
    }
}
