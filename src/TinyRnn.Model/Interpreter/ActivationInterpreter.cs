namespace TinyRnn.Model;

/// <summary>y = phi(x).</summary>
internal sealed class ActivationInterpreter(ActivationLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        input.CopyTo(output);
        layer.Activation.Apply(output);
    }
}
