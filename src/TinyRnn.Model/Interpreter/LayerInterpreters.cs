namespace TinyRnn.Model;

/// <summary>The interpreters of a layer: one, or one for each direction of a recurrent layer in the order of their outputs.</summary>
internal sealed class LayerInterpreters(Network network) : ILayerVisitor<LayerInterpreter[]>
{
    public LayerInterpreter[] Visit(DenseLayer layer) => [new DenseInterpreter(layer, network)];

    public LayerInterpreter[] Visit(RnnLayer layer) => [.. layer.Directions.Select(direction => new RnnInterpreter(layer, direction, network))];

    public LayerInterpreter[] Visit(GruLayer layer) => [.. layer.Directions.Select(direction => new GruInterpreter(layer, direction, network))];

    public LayerInterpreter[] Visit(LstmLayer layer) => [.. layer.Directions.Select(direction => new LstmInterpreter(layer, direction, network))];

    public LayerInterpreter[] Visit(ConcatRnnLayer layer) => [new ConcatRnnInterpreter(layer, network)];

    public LayerInterpreter[] Visit(EmbeddingLayer layer) => [new EmbeddingInterpreter(layer, network)];

    public LayerInterpreter[] Visit(PoolingLayer layer) => [new PoolingInterpreter(layer)];

    public LayerInterpreter[] Visit(DelayLayer layer) => [new DelayInterpreter(layer)];

    public LayerInterpreter[] Visit(ActivationLayer layer) => [new ActivationInterpreter(layer)];

    public LayerInterpreter[] Visit(FunctionLayer layer) => [new FunctionInterpreter(layer)];

    public LayerInterpreter[] Visit(CombineLayer layer) => [new CombineInterpreter(layer)];

    public LayerInterpreter[] Visit(ScaleLayer layer) => [new ScaleInterpreter(layer, network)];

    public LayerInterpreter[] Visit(PreluLayer layer) => [new PreluInterpreter(layer, network)];

    public LayerInterpreter[] Visit(SelectLayer layer) => [new SelectInterpreter(layer)];

    public LayerInterpreter[] Visit(ReduceLayer layer) => [new ReduceInterpreter(layer)];

    public LayerInterpreter[] Visit(LayerNormLayer layer) => [new LayerNormInterpreter(layer, network)];

    public LayerInterpreter[] Visit(ConvolutionLayer layer) => [new ConvolutionInterpreter(layer, network)];

    public LayerInterpreter[] Visit(WindowPoolingLayer layer) => [new WindowPoolingInterpreter(layer)];
}
