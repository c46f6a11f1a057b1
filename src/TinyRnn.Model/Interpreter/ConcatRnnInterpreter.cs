namespace TinyRnn.Model;

/// <summary>c = [x, h]; y = phi(W_i2o c + b_i2o); h' = W_i2h c + b_i2h.</summary>
internal sealed class ConcatRnnInterpreter(ConcatRnnLayer layer, Network network) : LayerInterpreter
{
    private readonly float[] _hiddenWeight = network.Tensors[layer.HiddenWeight].Values;
    private readonly float[] _hiddenBias = network.Tensors[layer.HiddenBias].Values;
    private readonly float[] _outputWeight = network.Tensors[layer.OutputWeight].Values;
    private readonly float[] _outputBias = network.Tensors[layer.OutputBias].Values;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        Linear(_outputWeight, _outputBias, input, state, output);
        layer.Activation.Apply(output);
        float[] next = new float[state.Length];
        Linear(_hiddenWeight, _hiddenBias, input, state, next);
        next.CopyTo(state);
    }

    private void Linear(float[] weight, float[] bias, LayerInput input, ReadOnlySpan<float> hidden, Span<float> result)
    {
        int columns = layer.InputSize + layer.HiddenSize;
        MatrixVector.Start(result, bias);
        MatrixVector.Add(weight, columns, 0, input, result);
        MatrixVector.Add(weight, columns, layer.InputSize, new LayerInput(hidden), result);
    }
}
