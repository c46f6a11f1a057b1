namespace TinyRnn.Model;

/// <summary>What the recurrent layers have in common: the tensors of one direction.</summary>
internal abstract class RecurrentInterpreter(RecurrentDirection direction, Network network) : LayerInterpreter
{
    /// <inheritdoc/>
    public override bool IsReverse => direction.IsReverse;

    /// <summary>W, gate by gate.</summary>
    protected WeightMatrix WeightInput { get; } = new(network.Tensors[direction.WeightInput]);

    /// <summary>U, gate by gate.</summary>
    protected WeightMatrix WeightHidden { get; } = new(network.Tensors[direction.WeightHidden]);

    /// <summary>The biases, that of the input product first.</summary>
    protected float[][] Biases { get; } = [.. direction.BiasNames.Select(name => network.Tensors[name].Values)];

    /// <summary>result = W x + U h + b, over all gates.</summary>
    protected void Linear(LayerInput input, ReadOnlySpan<float> hidden, Span<float> result)
    {
        Bias.Start(result, Biases);
        WeightInput.Add(input, result);
        WeightHidden.Add(new LayerInput(hidden), result);
    }
}
