using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The one place that knows which layers can learn.</summary>
internal static class TrainableLayers
{
    /// <exception cref="NotSupportedException">Layers of this kind cannot be trained.</exception>
    public static TrainableLayer<T> Create<T>(Layer layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => layer switch
        {
            DenseLayer dense => new DenseTraining<T>(dense),
            RecurrentLayer recurrent => new RecurrentTraining<T>(recurrent),
            ConcatRnnLayer concat => new ConcatRnnTraining<T>(concat),
            EmbeddingLayer embedding => new EmbeddingTraining<T>(embedding),
            PoolingLayer pooling => new PoolingTraining<T>(pooling),
            _ => throw new NotSupportedException($"a layer of kind '{layer.Kind}' cannot be trained"),
        };
}
