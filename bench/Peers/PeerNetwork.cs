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
            _ => throw new ArgumentException($"there is no cell '{size.Cell}'", nameof(size)),
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

    /// <summary>The network with a share of the blocks of its recurrent matrix, 16 units of a gate and one column, set to zero at random.</summary>
    public static Network WithZeroBlocks(PeerSize size, float share)
    {
        Network network = Create(size);
        return new Network(new NetworkDefinition
        {
            Name = network.Name,
            Task = network.Task,
            Input = network.Input,
            Layers = network.Layers,
            OutputSteps = network.OutputSteps,
            Tensors = network.Tensors.Values.Select(
                tensor => tensor.Name.EndsWith(".weight_hh", StringComparison.Ordinal) ? WithZeroBlocks(tensor, share) : tensor),
        });
    }

    // From 16 units on, all hidden sizes of gated cells are whole blocks.
    private static Tensor WithZeroBlocks(Tensor tensor, float share)
    {
        const int Units = 16;
        int columns = tensor.Shape[1];
        float[] draws = new float[tensor.Shape[0] / Units * columns];
        new PeerNumbers(54321).Fill(draws, 1f);

        // Exactly the given share, so that a size and a density always have the same cost.
        int[] zero = [.. Enumerable.Range(0, draws.Length).OrderBy(block => draws[block]).Take((int)MathF.Round(share * draws.Length))];
        float[] values = [.. tensor.Values];
        foreach (int block in zero)
        {
            for (int unit = 0; unit < Units; unit++)
            {
                values[(((block / columns * Units) + unit) * columns) + (block % columns)] = 0f;
            }
        }

        return new Tensor(tensor.Name, [.. tensor.Shape], values);
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
