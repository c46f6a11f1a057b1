using TinyRnn.Model;

namespace Peers;

/// <summary>
/// The networks of the C peers, with their weights: from seed 12345, scaled by 1/sqrt(H), in PyTorch's layout and the order
/// weight_ih, weight_hh, bias_ih, bias_hh, dense weight, dense bias.
/// </summary>
public static class PeerNetwork
{
    /// <summary>Makes the network of a size.</summary>
    public static Network Create(PeerSize size)
    {
        Layer recurrent = size.Cell switch
        {
            "gru" => new GruLayer("rnn", size.Input, size.Hidden),
            "lstm" => new LstmLayer("rnn", size.Input, size.Hidden),
            "rnn" => new RnnLayer("rnn", size.Input, size.Hidden),
            _ => throw new ArgumentException($"no cell {size.Cell}", nameof(size)),
        };
        Layer[] layers = [recurrent, new DenseLayer("fc", size.Hidden, size.Output)];
        NetworkInput input = size.IsOneHot ? new Vocabulary(Symbols(size.Input)) : new VectorInput(size.Input);
        return new Network(new NetworkDefinition
        {
            Name = size.ToString(),
            Task = NetworkTask.Raw,
            Input = input,
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Tensors(layers, 1f / MathF.Sqrt(size.Hidden)),
        });
    }

    private static string Symbols(int count) => string.Concat(Enumerable.Range('0', count).Select(symbol => (char)symbol));

    private static List<Tensor> Tensors(IEnumerable<Layer> layers, float scale)
    {
        PeerNumbers numbers = new(12345);
        List<Tensor> tensors = [];
        foreach (TensorSpec spec in layers.SelectMany(layer => layer.Tensors))
        {
            float[] values = new float[spec.Length];
            numbers.Fill(values, scale);
            tensors.Add(new Tensor(spec.Name, [.. spec.Shape], values));
        }

        return tensors;
    }
}
