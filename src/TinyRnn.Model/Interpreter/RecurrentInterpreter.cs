namespace TinyRnn.Model;

/// <summary>What the recurrent layers have in common: the tensors of one direction.</summary>
internal abstract class RecurrentInterpreter(RecurrentLayer layer, RecurrentPass pass, Network network) : LayerInterpreter
{
    /// <inheritdoc/>
    public override bool IsReverse => pass.IsReverse;

    /// <summary>W, gate by gate.</summary>
    protected float[] WeightInput { get; } = network.Tensors[pass.WeightInput].Values;

    /// <summary>U, gate by gate.</summary>
    protected float[] WeightHidden { get; } = network.Tensors[pass.WeightHidden].Values;

    /// <summary>The biases, that of the input product first.</summary>
    protected float[][] Biases { get; } = [.. pass.BiasNames.Select(name => network.Tensors[name].Values)];

    /// <summary>result = W x + U h + b, over all gates.</summary>
    protected void Linear(LayerInput input, ReadOnlySpan<float> hidden, Span<float> result)
    {
        MatrixVector.Start(result, Biases);
        MatrixVector.Add(WeightInput, layer.InputSize, 0, input, result);
        MatrixVector.Add(WeightHidden, layer.PassOutputSize, 0, new LayerInput(hidden), result);
    }
}
