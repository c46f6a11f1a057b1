namespace TinyRnn.Model;

/// <summary>One step of a layer, or of one direction of a recurrent layer.</summary>
internal abstract class LayerInterpreter
{
    /// <summary>Whether it goes from the last step to the first.</summary>
    public virtual bool IsReverse => false;

    /// <summary>Updates the state and writes the output.</summary>
    public abstract void Step(LayerInput input, Span<float> state, Span<float> output);
}
