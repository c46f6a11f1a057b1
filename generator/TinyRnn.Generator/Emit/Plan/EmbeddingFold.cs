using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>An embedding is multiplied into the only layer that reads it, if the product is a small table or no larger than both.</summary>
internal sealed class EmbeddingFold(Network network) : ILayerVisitor<long>
{
    private const int MostFoldedFloats = 64 * 1024;

    /// <summary>Whether a layer is an embedding that is not emitted.</summary>
    public bool IsFolded(int layer)
    {
        if (network.Layers[layer] is not EmbeddingLayer embedding
            || network.Graph.ReadersOf(layer) is not [int reader]
            || network.Graph.Nodes[reader].Inputs.Count != 1
            || InputScaling.ReadsPacked(network, network.Layers[reader]))
        {
            return false;
        }

        long rows = network.Layers[reader].Accept(this);
        long folded = rows * embedding.InputSize;
        return rows > 0 && (folded <= MostFoldedFloats || folded <= (long)embedding.OutputSize * (embedding.InputSize + rows));
    }

    // Rows of the matrices that read the layer's input; 0 for a layer without them.
    public long Visit(DenseLayer layer) => layer.OutputSize;

    public long Visit(RnnLayer layer) => Rows(layer);

    public long Visit(GruLayer layer) => Rows(layer);

    public long Visit(LstmLayer layer) => Rows(layer);

    public long Visit(ConcatRnnLayer layer) => (long)layer.HiddenSize + layer.OutputSize;

    public long Visit(EmbeddingLayer layer) => 0;

    public long Visit(PoolingLayer layer) => 0;

    public long Visit(DelayLayer layer) => 0;

    public long Visit(ActivationLayer layer) => 0;

    public long Visit(FunctionLayer layer) => 0;

    public long Visit(CombineLayer layer) => 0;

    public long Visit(ScaleLayer layer) => 0;

    public long Visit(PreluLayer layer) => 0;

    public long Visit(SelectLayer layer) => 0;

    public long Visit(ReduceLayer layer) => 0;

    public long Visit(LayerNormLayer layer) => 0;

    public long Visit(ConvolutionLayer layer) => 0;

    public long Visit(WindowPoolingLayer layer) => 0;

    private static long Rows(RecurrentLayer layer) => (long)layer.Gates * layer.HiddenSize * layer.Directions.Count;
}
