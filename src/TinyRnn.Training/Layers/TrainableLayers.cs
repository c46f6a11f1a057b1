using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Makes the trainable layer of each kind of layer.</summary>
internal sealed class TrainableLayers<T> : ILayerVisitor<TrainableLayer<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public TrainableLayer<T> Visit(DenseLayer layer) => new DenseTraining<T>(layer);

    public TrainableLayer<T> Visit(RnnLayer layer) => new RecurrentTraining<T>(layer);

    public TrainableLayer<T> Visit(GruLayer layer) => new RecurrentTraining<T>(layer);

    public TrainableLayer<T> Visit(LstmLayer layer) => new RecurrentTraining<T>(layer);

    public TrainableLayer<T> Visit(ConcatRnnLayer layer) => new ConcatRnnTraining<T>(layer);

    public TrainableLayer<T> Visit(EmbeddingLayer layer) => new EmbeddingTraining<T>(layer);

    public TrainableLayer<T> Visit(PoolingLayer layer) => new PoolingTraining<T>(layer);

    public TrainableLayer<T> Visit(DelayLayer layer) => new DelayTraining<T>(layer);

    public TrainableLayer<T> Visit(ActivationLayer layer) => new ActivationTraining<T>(layer);

    public TrainableLayer<T> Visit(FunctionLayer layer) => new FunctionTraining<T>(layer);

    public TrainableLayer<T> Visit(CombineLayer layer) => new CombineTraining<T>(layer);

    public TrainableLayer<T> Visit(ScaleLayer layer) => new ScaleTraining<T>(layer);

    public TrainableLayer<T> Visit(PreluLayer layer) => new PreluTraining<T>(layer);

    public TrainableLayer<T> Visit(SelectLayer layer) => new SelectTraining<T>(layer);

    public TrainableLayer<T> Visit(ReduceLayer layer) => new ReduceTraining<T>(layer);

    public TrainableLayer<T> Visit(LayerNormLayer layer) => new LayerNormTraining<T>(layer);

    public TrainableLayer<T> Visit(ConvolutionLayer layer) => new ConvolutionTraining<T>(layer);

    public TrainableLayer<T> Visit(WindowPoolingLayer layer) => new WindowPoolingTraining<T>(layer);
}
