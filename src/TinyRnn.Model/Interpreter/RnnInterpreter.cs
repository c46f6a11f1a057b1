namespace TinyRnn.Model;

/// <summary>h' = phi(W x + U h + b).</summary>
internal sealed class RnnInterpreter(RnnLayer layer, RecurrentDirection direction, Network network) : RecurrentInterpreter(direction, network)
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        Linear(input, state, output);
        layer.Activation.Apply(output, layer.Options.Clip);
        output.CopyTo(state);
    }
}
