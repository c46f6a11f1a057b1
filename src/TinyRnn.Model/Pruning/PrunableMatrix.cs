namespace TinyRnn.Model;

/// <summary>A matrix that can be pruned block by block.</summary>
/// <param name="Tensor">Full name of the tensor.</param>
/// <param name="Grid">Its blocks.</param>
internal sealed record PrunableMatrix(string Tensor, BlockGrid Grid)
{
    // A matrix with fewer columns costs little, and each of its inputs matters.
    private const int FewestInputs = 16;

    /// <summary>
    /// The matrices of a network that are pruned: those of recurrent layers that multiply the hidden state or the input. Matrices whose columns are
    /// looked up, because of one-hot input or an embedding, are not pruned: a look-up costs one addition, however many zeros the matrix has.
    /// </summary>
    public static IReadOnlyList<PrunableMatrix> Of(IReadOnlyList<Layer> layers, NetworkInput input)
    {
        Graph graph = Graph.Of(layers);
        List<PrunableMatrix> matrices = [];
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is RecurrentLayer layer)
            {
                bool isInputPruned = layer.InputSize >= FewestInputs && !IsLookedUp(graph.Nodes[i], layers, input);
                int rows = layer.Gates * layer.HiddenSize;
                foreach (RecurrentDirection direction in layer.Directions)
                {
                    if (isInputPruned)
                    {
                        matrices.Add(new PrunableMatrix(direction.WeightInput, new BlockGrid(rows, layer.InputSize, layer.HiddenSize)));
                    }

                    matrices.Add(new PrunableMatrix(direction.WeightHidden, new BlockGrid(rows, layer.DirectionOutputSize, layer.HiddenSize)));
                }
            }
        }

        return matrices;
    }

    private static bool IsLookedUp(Node node, IReadOnlyList<Layer> layers, NetworkInput input) => node.Inputs.Count == 1
        && (node.Inputs[0] == Graph.Input ? input is TokenInput : layers[node.Inputs[0]] is EmbeddingLayer);
}
