namespace TinyRnn.Model;

/// <summary>A matrix whose blocks pruning makes zero.</summary>
/// <param name="Tensor">Full name of the tensor.</param>
/// <param name="Grid">Its blocks.</param>
internal sealed record PrunableMatrix(string Tensor, BlockGrid Grid)
{
    // A matrix of fewer columns costs little, and each of its inputs matters.
    private const int FewestInputs = 16;

    /// <summary>
    /// The matrices of a network that are pruned: those of recurrent layers that hidden states are multiplied with, and those that their input
    /// is. Not those whose columns are looked up, as one-hot input and embeddings make it: they cost one addition, however many zeros they have.
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
                foreach (RecurrentPass pass in layer.Passes)
                {
                    if (isInputPruned)
                    {
                        matrices.Add(new PrunableMatrix(pass.WeightInput, new BlockGrid(rows, layer.InputSize, layer.HiddenSize)));
                    }

                    matrices.Add(new PrunableMatrix(pass.WeightHidden, new BlockGrid(rows, layer.PassOutputSize, layer.HiddenSize)));
                }
            }
        }

        return matrices;
    }

    private static bool IsLookedUp(Node node, IReadOnlyList<Layer> layers, NetworkInput input) => node.Inputs.Count == 1
        && (node.Inputs[0] == Graph.Input ? input is Vocabulary : layers[node.Inputs[0]] is EmbeddingLayer);
}
