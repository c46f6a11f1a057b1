namespace TinyRnn.Model;

/// <summary>c = [x, h]; y = phi(W_i2o c + b_i2o); h' = W_i2h c + b_i2h.</summary>
internal sealed class ConcatRnnInterpreter(ConcatRnnLayer layer, Network network) : LayerInterpreter
{
    private readonly WeightMatrix _hiddenWeight = new(network.Tensors[layer.HiddenWeight]);
    private readonly float[] _hiddenBias = network.Tensors[layer.HiddenBias].Values;
    private readonly WeightMatrix _outputWeight = new(network.Tensors[layer.OutputWeight]);
    private readonly float[] _outputBias = network.Tensors[layer.OutputBias].Values;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        Linear(_outputWeight, _outputBias, input, state, output);
        ActivationFunctions.Apply(layer.Activation, output);
        float[] next = new float[state.Length];
        Linear(_hiddenWeight, _hiddenBias, input, state, next);
        next.CopyTo(state);
    }

    private void Linear(WeightMatrix weight, float[] bias, LayerInput input, ReadOnlySpan<float> hidden, Span<float> result)
    {
        Bias.Start(result, bias);
        weight.Add(input, result);
        weight.Add(new LayerInput(hidden), result, firstColumn: layer.InputSize);
    }
}
