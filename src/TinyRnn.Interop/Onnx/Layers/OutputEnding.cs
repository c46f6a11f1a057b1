using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Operations at the end of a graph that are not layers in TinyRnn's format: a sum with the input, and the conversion to the user's
/// units.</summary>
internal static class OutputEnding
{
    /// <summary>Removes them from the output's elements and passes them to the builder.</summary>
    public static Element[] TakeOff(Element[] elements, NetworkBuilder builder, OnnxMetadata metadata)
    {
        if (elements is [{ Row: SumRow sum }, ..] && IsWhole(elements, sum) && builder.Options.Task is null or NetworkTask.Raw or NetworkTask.Forecast
            && FindResidual((SumRow)elements[0].Row!, elements[0].View, builder) is Element[] rest)
        {
            elements = rest;
        }

        if (metadata.HasOutputScaling && elements is [{ Row: AffineRow { Form: AffineForm.Plus } plus }, ..]
            && plus.Source is [{ Row: AffineRow { Form: AffineForm.Times } times }, ..]
            && Array.TrueForAll(times.Numbers, value => value > 0f))
        {
            builder.OutputScaling = new Scaling(plus.Numbers, times.Numbers);
            elements = From(times.Source, elements[0].View);
        }

        return elements;
    }

    // The sum of a result and input values is the format's residual connection.
    private static Element[]? FindResidual(SumRow sum, StepView view, NetworkBuilder builder)
    {
        foreach ((Element[] through, Element[] added) in new[] { (sum.Left, sum.Right), (sum.Right, sum.Left) })
        {
            (Element[] around, float factor) = added is [{ Row: AffineRow { Form: AffineForm.Times } times }, ..] && IsWhole(added, times)
                && Array.TrueForAll(times.Numbers, number => number == times.Numbers[0] && number != 0f && float.IsFinite(number))
                ? (times.Source, times.Numbers[0])
                : (added, 1f);
            if (Array.TrueForAll(around, element => element is { Row: InputRow { IsTokens: false }, View: StepView.Every or StepView.Last })
                && !Array.TrueForAll(through, element => element.Row is InputRow))
            {
                builder.Residual = new Residual([.. around.Select(element => element.Index)], factor);
                return From(through, view);
            }
        }

        return null;
    }

    private static bool IsWhole(Element[] elements, Row row) => Linear.IsWhole([.. elements.Select(element => element with { View = StepView.Every })], row);

    private static Element[] From(Element[] elements, StepView view) =>
        view == StepView.Every ? elements : [.. elements.Select(element => element with { View = view })];
}
