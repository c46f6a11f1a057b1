using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>The emitter of a layer, by what the layer is.</summary>
/// <param name="name">The layer's name as an identifier.</param>
/// <param name="network">The network.</param>
/// <param name="sources">What the layer reads; more than one for a layer that combines them.</param>
/// <param name="state">Where the layer's state goes.</param>
/// <param name="claim">Makes a name that no other layer's names take of one that may be taken.</param>
internal sealed class LayerEmitters(string name, Network network, IReadOnlyList<LayerSource> sources, StateLayout state, Func<string, string> claim) : ILayerVisitor<LayerEmitter>
{
    private IReadOnlyList<InputRow> Rows => [.. sources.Select(source => source.Row)];

    public LayerEmitter Visit(DenseLayer layer) => new DenseEmitter(layer, name, network, sources[0]);

    public LayerEmitter Visit(RnnLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(GruLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(LstmLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(ConcatRnnLayer layer) => new ConcatRnnEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(EmbeddingLayer layer) => new EmbeddingEmitter(layer, name, network);

    public LayerEmitter Visit(PoolingLayer layer) => new PoolingEmitter(layer, name, sources[0].Row, state);

    public LayerEmitter Visit(ActivationLayer layer) => new ElementwiseEmitter(layer, name, Rows, new ActivationFormula(layer.Activation));

    public LayerEmitter Visit(FunctionLayer layer) => new ElementwiseEmitter(layer, name, Rows, new FunctionFormula(layer));

    public LayerEmitter Visit(CombineLayer layer) => new ElementwiseEmitter(layer, name, Rows, new CombineFormula(layer));

    public LayerEmitter Visit(ScaleLayer layer) => new ElementwiseEmitter(layer, name, Rows, new ScaleFormula(layer, name, network));

    public LayerEmitter Visit(PreluLayer layer) => new ElementwiseEmitter(layer, name, Rows, new PreluFormula(layer, name, network));

    public LayerEmitter Visit(SelectLayer layer) => new SelectEmitter(layer, name, sources[0].Row);

    public LayerEmitter Visit(ReduceLayer layer) => new ReduceEmitter(layer, name, sources[0].Row);

    public LayerEmitter Visit(LayerNormLayer layer) => new LayerNormEmitter(layer, name, network, sources[0].Row);

    public LayerEmitter Visit(ConvolutionLayer layer) => layer.IsDepthwise
        ? new DepthwiseEmitter(layer, name, network, sources[0].Row)
        : new ConvolutionEmitter(layer, name, network, sources[0].Row, claim);

    public LayerEmitter Visit(WindowPoolingLayer layer) => new WindowPoolingEmitter(layer, name, sources[0].Row);
}
