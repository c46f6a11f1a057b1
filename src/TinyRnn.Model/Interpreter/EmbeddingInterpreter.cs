namespace TinyRnn.Model;

/// <summary>y = row x of the table.</summary>
internal sealed class EmbeddingInterpreter(EmbeddingLayer layer, Network network) : LayerInterpreter
{
    private readonly float[] _table = network.Tensors[layer.Weight].Values;

    public override void Step(LayerInput input, Span<float> state, Span<float> output) =>
        _table.AsSpan(input.Token * layer.OutputSize, layer.OutputSize).CopyTo(output);
}
