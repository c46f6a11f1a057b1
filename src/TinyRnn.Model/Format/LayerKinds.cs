namespace TinyRnn.Model;

/// <summary>The kinds of layers that a model file can hold. The developers' guide lists what else a new kind needs.</summary>
internal static class LayerKinds
{
    public static readonly Dictionary<string, Func<FieldReader, string, Layer>> Readers = new()
    {
        [DenseLayer.KindName] = DenseLayer.Read,
        [RnnLayer.KindName] = RnnLayer.Read,
        [GruLayer.KindName] = GruLayer.Read,
        [LstmLayer.KindName] = LstmLayer.Read,
        [ConcatRnnLayer.KindName] = ConcatRnnLayer.Read,
        [EmbeddingLayer.KindName] = EmbeddingLayer.Read,
        [PoolingLayer.KindName] = PoolingLayer.Read,
        [DelayLayer.KindName] = DelayLayer.Read,
        [ActivationLayer.KindName] = ActivationLayer.Read,
        [FunctionLayer.KindName] = FunctionLayer.Read,
        [CombineLayer.KindName] = CombineLayer.Read,
        [ScaleLayer.KindName] = ScaleLayer.Read,
        [PreluLayer.KindName] = PreluLayer.Read,
        [SelectLayer.KindName] = SelectLayer.Read,
        [ReduceLayer.KindName] = ReduceLayer.Read,
        [LayerNormLayer.KindName] = LayerNormLayer.Read,
        [ConvolutionLayer.KindName] = ConvolutionLayer.Read,
        [WindowPoolingLayer.KindName] = WindowPoolingLayer.Read,
    };
}
