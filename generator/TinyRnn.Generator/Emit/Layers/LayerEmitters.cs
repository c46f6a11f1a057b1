using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Makes the emitter of a layer by its kind.</summary>
/// <param name="name">The layer's name as an identifier.</param>
/// <param name="network">The network.</param>
/// <param name="sources">The layer's inputs; more than one for a layer that combines them.</param>
/// <param name="state">Receives the fields of the layer's state.</param>
/// <param name="draw">Turns a name that may be taken into one that does not clash with other layers' names.</param>
internal sealed class LayerEmitters(
    string name, Network network, IReadOnlyList<LayerSource> sources, StateLayout state, Func<string, string> draw) : ILayerVisitor<LayerEmitter>
{
    /// <summary>The layers of a loop whose last layer is this one.</summary>
    public IReadOnlyList<ElementwiseStage> Stages { get; init; } = [];

    /// <summary>Where the layer writes its row; null for memory of its own.</summary>
    public RowPart? Home { get; init; }

    /// <summary>Whether all readers multiply the layer's output with weights.</summary>
    public bool IsForMatrices { get; init; }

    private IReadOnlyList<InputRow> Rows => [.. sources.Select(source => source.Row)];

    public LayerEmitter Visit(DenseLayer layer) => new DenseEmitter(layer, name, network, sources[0], Home);

    public LayerEmitter Visit(RnnLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(GruLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(LstmLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(ConcatRnnLayer layer) => new ConcatRnnEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(EmbeddingLayer layer) => new EmbeddingEmitter(layer, name, network);

    public LayerEmitter Visit(PoolingLayer layer) => new PoolingEmitter(layer, name, sources[0].Row, state);

    public LayerEmitter Visit(DelayLayer layer) => new DelayEmitter(layer, name, sources[0].Row, state, Home);

    public LayerEmitter Visit(ActivationLayer layer) => Elementwise(layer);

    public LayerEmitter Visit(FunctionLayer layer) => Elementwise(layer);

    public LayerEmitter Visit(CombineLayer layer) => Elementwise(layer);

    public LayerEmitter Visit(ScaleLayer layer) => Elementwise(layer);

    public LayerEmitter Visit(PreluLayer layer) => Elementwise(layer);

    public LayerEmitter Visit(SelectLayer layer) => new SelectEmitter(layer, name, sources[0].Row, IsForMatrices, Home);

    public LayerEmitter Visit(ReduceLayer layer) => new ReduceEmitter(layer, name, sources[0].Row, Home);

    public LayerEmitter Visit(LayerNormLayer layer) => new LayerNormEmitter(layer, name, network, sources[0].Row, Home);

    public LayerEmitter Visit(ConvolutionLayer layer) => layer.IsDepthwise
        ? new DepthwiseEmitter(layer, name, network, sources[0].Row)
        : new ConvolutionEmitter(layer, name, network, sources[0].Row, draw);

    public LayerEmitter Visit(WindowPoolingLayer layer) => new WindowPoolingEmitter(layer, name, sources[0].Row);

    private ElementwiseEmitter Elementwise(Layer layer) => new(layer, name, Rows, Stages, Home);
}
