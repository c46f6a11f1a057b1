using TinyRnn.Generator.Emit.Elementwise;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>The emitter of a layer, by what the layer is.</summary>
/// <param name="name">The layer's name as an identifier.</param>
/// <param name="network">The network.</param>
/// <param name="sources">What the layer reads; more than one for a layer that combines them.</param>
/// <param name="state">Where the layer's state goes.</param>
/// <param name="home">Where the layer writes its row, or null for a place of its own.</param>
/// <param name="isForMatrices">Whether all readers of what the layer gives multiply it with weights.</param>
internal sealed class LayerEmitters(string name, Network network, IReadOnlyList<LayerSource> sources, StateLayout state, RowPart? home, bool isForMatrices) : ILayerVisitor<LayerEmitter>
{
    private IReadOnlyList<InputRow> Rows => [.. sources.Select(source => source.Row)];

    public LayerEmitter Visit(DenseLayer layer) => new DenseEmitter(layer, name, network, sources[0], home);

    public LayerEmitter Visit(RnnLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(GruLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(LstmLayer layer) => new RecurrentEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(ConcatRnnLayer layer) => new ConcatRnnEmitter(layer, name, network, sources[0], state);

    public LayerEmitter Visit(EmbeddingLayer layer) => new EmbeddingEmitter(layer, name, network);

    public LayerEmitter Visit(PoolingLayer layer) => new PoolingEmitter(layer, name, sources[0].Row, state);

    public LayerEmitter Visit(ActivationLayer layer) => new ElementwiseEmitter(layer, name, Rows, new ActivationFormula(layer.Activation), home);

    public LayerEmitter Visit(FunctionLayer layer) => new ElementwiseEmitter(layer, name, Rows, new FunctionFormula(layer), home);

    public LayerEmitter Visit(CombineLayer layer) => new ElementwiseEmitter(layer, name, Rows, new CombineFormula(layer), home);

    public LayerEmitter Visit(ScaleLayer layer) => new ElementwiseEmitter(layer, name, Rows, new ScaleFormula(layer, name, network), home);

    public LayerEmitter Visit(PreluLayer layer) => new ElementwiseEmitter(layer, name, Rows, new PreluFormula(layer, name, network), home);

    public LayerEmitter Visit(SelectLayer layer) => new SelectEmitter(layer, name, sources[0].Row, isForMatrices, home);

    public LayerEmitter Visit(ReduceLayer layer) => new ReduceEmitter(layer, name, sources[0].Row, home);

    public LayerEmitter Visit(LayerNormLayer layer) => new LayerNormEmitter(layer, name, network, sources[0].Row, home);
}
