namespace TinyRnn.Interop.Onnx;

/// <summary>Sequences that begin or end at other steps than the network's: with zeros before the first step, or with steps cut off.</summary>
internal static class StepShifts
{
    /// <summary>A sequence with steps added or cut off at its ends. If as many are added before as are cut off after, the result is a sequence of
    /// earlier steps.</summary>
    /// <param name="node">The node that adds or cuts off steps.</param>
    /// <param name="signal">The values.</param>
    /// <param name="before">Steps of zeros before the first one; if negative, steps cut off there.</param>
    /// <param name="without">Steps cut off at the end; if negative, steps of zeros after the last one.</param>
    public static Signal Shifted(this NodeContext node, Signal signal, long before, long without)
    {
        if (before != without)
        {
            return signal with { Before = node.Shift(before), Without = node.Shift(without) };
        }

        Element[] elements = node.Earlier(signal.Elements, [.. signal.Elements.Select(_ => node.Lag(before))]);
        return signal with { Elements = elements, Before = 0, Without = 0 };
    }

    /// <summary>The values of earlier steps, each with its own lag; a stored zero stays one.</summary>
    public static Element[] Earlier(this NodeContext node, Element[] elements, int[] lags)
    {
        node.Spend(elements.Length * 16L);
        int[] computed = [.. Enumerable.Range(0, elements.Length).Where(i => elements[i].Row is not null)];
        if (Array.Exists(elements, element => element is { Row: null, Value: not 0f } or { Row: TokenRow or LengthRow or IterationRow }))
        {
            throw node.Error("reads tokens or stored numbers of earlier steps; values that the network computes were expected");
        }

        if (Array.TrueForAll(lags, lag => lag == 0) || computed.Length == 0)
        {
            return elements;
        }

        DelayedRow row = new([.. computed.Select(i => elements[i])], [.. computed.Select(i => lags[i])], node.Label);
        Element[] earlier = [.. elements];
        for (int i = 0; i < computed.Length; i++)
        {
            earlier[computed[i]] = new Element(row, StepView.Every, i);
        }

        return earlier;
    }

    /// <summary>The number of steps to look back.</summary>
    /// <exception cref="ImportException">The steps are later ones, or too far back.</exception>
    public static int Lag(this NodeContext node, long lag) => lag < 0
        ? throw node.Misread(
            $"reads {-lag} later {(lag == -1 ? "step" : "steps")}, which a TinyRnn network does not have yet; zeros were expected only before the first step "
                + "(causal padding)")
        : node.Shift(lag);

    private static int Shift(this NodeContext node, long steps) => steps is >= -short.MaxValue and <= short.MaxValue
        ? (int)steps
        : throw node.Error($"shifts a sequence by {steps} steps; at most {short.MaxValue} were expected");
}
