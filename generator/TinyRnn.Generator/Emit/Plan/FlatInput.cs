using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>Whether a layer's input must be in one piece. Kernels of weight matrices read pieces in any order at no cost.</summary>
internal sealed class FlatInput : ILayerVisitor<bool>
{
    public static FlatInput Instance { get; } = new();

    public bool Visit(DenseLayer layer) => false;

    public bool Visit(RnnLayer layer) => false;

    public bool Visit(GruLayer layer) => false;

    public bool Visit(LstmLayer layer) => false;

    public bool Visit(ConcatRnnLayer layer) => false;

    public bool Visit(EmbeddingLayer layer) => false;

    public bool Visit(PoolingLayer layer) => false;

    public bool Visit(DelayLayer layer) => true;

    public bool Visit(ActivationLayer layer) => true;

    public bool Visit(FunctionLayer layer) => true;

    public bool Visit(CombineLayer layer) => true;

    public bool Visit(ScaleLayer layer) => true;

    public bool Visit(PreluLayer layer) => true;

    public bool Visit(SelectLayer layer) => true;

    public bool Visit(ReduceLayer layer) => true;

    public bool Visit(LayerNormLayer layer) => true;

    public bool Visit(ConvolutionLayer layer) => true;

    public bool Visit(WindowPoolingLayer layer) => true;
}
