namespace TinyRnn.Model;

/// <summary>
/// One method for each kind of layer. Code that treats layers by kind implements it, so the compiler names every place where a new kind is missing.
/// </summary>
/// <typeparam name="T">The result of a visit.</typeparam>
internal interface ILayerVisitor<out T>
{
    T Visit(DenseLayer layer);

    T Visit(RnnLayer layer);

    T Visit(GruLayer layer);

    T Visit(LstmLayer layer);

    T Visit(ConcatRnnLayer layer);

    T Visit(EmbeddingLayer layer);

    T Visit(PoolingLayer layer);

    T Visit(DelayLayer layer);

    T Visit(ActivationLayer layer);

    T Visit(FunctionLayer layer);

    T Visit(CombineLayer layer);

    T Visit(ScaleLayer layer);

    T Visit(PreluLayer layer);

    T Visit(SelectLayer layer);

    T Visit(ReduceLayer layer);

    T Visit(LayerNormLayer layer);

    T Visit(ConvolutionLayer layer);

    T Visit(WindowPoolingLayer layer);
}
