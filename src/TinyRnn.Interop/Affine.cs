using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>y_i = scale_i * x_i + shift_i, waiting to be folded into the weights of a neighbouring layer. It is computed in double precision and
/// rounded once.</summary>
internal sealed record Affine(double[] Scale, double[] Shift, IReadOnlyList<string> Sources)
{
    /// <summary>The names of the layers that give x; null for the layer before.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>This function, then another.</summary>
    public Affine Then(Affine next) => new(
        [.. Scale.Select((scale, i) => scale * next.Scale[i])],
        [.. Shift.Select((shift, i) => shift * next.Scale[i] + next.Shift[i])],
        [.. Sources, .. next.Sources]);

    /// <summary>Folds it into the layer before; null if that layer's output is not linear in its weights.</summary>
    public Layer? FoldBehind(Layer layer, Dictionary<string, Tensor> tensors)
    {
        if (layer is ConvolutionLayer { Activation.Kind: Activation.Identity } windows)
        {
            return FoldBehind(windows, tensors);
        }

        if (layer is not DenseLayer { Activation.Kind: Activation.Identity } dense || dense.OutputSize != Scale.Length)
        {
            return null;
        }

        (float[] values, float[] bias) = FoldOver(tensors[dense.Weight].Values, dense.Bias ? tensors[dense.BiasName].Values : null);
        tensors[dense.Weight] = new Tensor(dense.Weight, [dense.OutputSize, dense.InputSize], values);
        tensors[dense.BiasName] = new Tensor(dense.BiasName, [dense.OutputSize], bias);
        return new DenseLayer(dense.Name, dense.InputSize, dense.OutputSize, dense.Activation, bias: true);
    }

    /// <summary>Folds it into the layer after, which reads it through a matrix; null for another kind of layer.</summary>
    public Layer? FoldInto(Layer layer, Dictionary<string, Tensor> tensors)
    {
        if (layer.InputSize != Scale.Length)
        {
            return null;
        }

        switch (layer)
        {
            case DenseLayer dense:
                Fold(tensors, dense.Weight, dense.BiasName, dense.OutputSize);
                return new DenseLayer(dense.Name, dense.InputSize, dense.OutputSize, dense.Activation, bias: true);
            case RecurrentLayer recurrent:
                RecurrentOptions options = recurrent.Options with { Bias = recurrent.Bias == BiasForm.None ? BiasForm.Combined : recurrent.Bias };
                RecurrentLayer folded = recurrent switch
                {
                    RnnLayer rnn => new RnnLayer(rnn.Name, rnn.InputSize, rnn.HiddenSize, rnn.Activation, options),
                    GruLayer gru => new GruLayer(gru.Name, gru.InputSize, gru.HiddenSize, gru.Reset, gru.Activation, options, gru.GateActivation),
                    LstmLayer lstm =>
                        new LstmLayer(
                            lstm.Name, lstm.InputSize, lstm.HiddenSize, lstm.ProjectionSize, lstm.HasPeepholes, options, lstm.GateActivation, lstm.Activation,
                            lstm.CellActivation, lstm.HasCoupledGates),
                    _ => throw new InvalidOperationException(recurrent.Kind),
                };
                foreach (RecurrentDirection direction in folded.Directions)
                {
                    Fold(tensors, direction.WeightInput, direction.BiasNames[0], folded.Gates * folded.HiddenSize);
                }

                return folded;
            default:
                return null;
        }
    }

    /// <summary>Folds it into the matrix whose rows it scales: s * (W x + b) + t = (diag s W) x + (s * b + t).</summary>
    public (float[] Weight, float[] Bias) FoldOver(float[] weight, float[]? before)
    {
        int columns = weight.Length / Scale.Length;
        return (
            [.. weight.Select((value, i) => (float)(value * Scale[i / columns]))],
            [.. Shift.Select((shift, i) => (float)(((before?[i] ?? 0.0) * Scale[i]) + shift))]);
    }

    /// <summary>Folds it into a matrix that reads it: W (s * x + t) + b = (W diag s) x + (b + W t).</summary>
    public (float[] Weight, float[] Bias) FoldInto(float[] weight, float[]? before, int rows)
    {
        int columns = Scale.Length;
        float[] values = new float[weight.Length];
        float[] bias = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            double sum = before?[row] ?? 0.0;
            for (int column = 0; column < columns; column++)
            {
                double w = weight[(row * columns) + column];
                values[(row * columns) + column] = (float)(w * Scale[column]);
                sum += w * Shift[column];
            }

            bias[row] = (float)sum;
        }

        return (values, bias);
    }

    // The same values repeated for each position, as in a batch normalisation over channels.
    private ConvolutionLayer? FoldBehind(ConvolutionLayer layer, Dictionary<string, Tensor> tensors)
    {
        int channels = layer.OutputChannels;
        if (layer.OutputSize != Scale.Length
            || Enumerable.Range(channels, Scale.Length - channels).Any(i => Scale[i] != Scale[i - channels] || Shift[i] != Shift[i - channels]))
        {
            return null;
        }

        Affine one = new(Scale[..channels], Shift[..channels], []);
        (float[] values, float[] bias) = one.FoldOver(tensors[layer.Weight].Values, layer.Bias ? tensors[layer.BiasName].Values : null);
        tensors[layer.Weight] = new Tensor(layer.Weight, [channels, layer.Columns], values);
        tensors[layer.BiasName] = new Tensor(layer.BiasName, [channels], bias);
        return new ConvolutionLayer(layer.Name, layer.Window, channels, layer.Groups, layer.Activation, bias: true);
    }

    private void Fold(Dictionary<string, Tensor> tensors, string weightName, string biasName, int rows)
    {
        (float[] weight, float[] bias) = FoldInto(tensors[weightName].Values, tensors.GetValueOrDefault(biasName)?.Values, rows);
        tensors[weightName] = new Tensor(weightName, [rows, Scale.Length], weight);
        tensors[biasName] = new Tensor(biasName, [rows], bias);
    }
}
