using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>h' = phi(W x + U h + b).</summary>
internal sealed class RnnCell : OneKernelCell
{
    public RnnCell(RnnLayer layer, RecurrentDirection direction, string name, Network network, LayerSource source, StateLayout state)
        : base(direction, name, state)
    {
        Tensor hidden = network.Tensors[direction.WeightHidden];
        UnitTiles tiles = PanelFactory.Tiles(hidden, layer.HiddenSize, 1, InputRow.Plain(layer.HiddenSize), alternates: true);
        PaddedOutput = tiles.Padded;
        Input = new RecurrentInput(
            name, "layer" + name, layer.Name, source, RowsOf(tiles), network.Tensors[direction.WeightInput], BiasOf(network, direction, hidden),
            allowsSmall: true);
        Hidden = state.Add(
            name + "Hidden", layer.HiddenSize, PaddedOutput, $"The hidden state h of layer '{layer.Name}', {Literals.Count(layer.HiddenSize, "value")}.",
            Initial(network, layer, direction.InitialHidden));
        Panel panel = PanelFactory.Create(name, $"{layer.Name}: U.", tiles, hidden, state.Row(Hidden), (_, unit) => unit);
        Kernel = new MatrixKernel(
            name, $"{layer.Name}: h' = phi(W x + U h + b), {layer}.", panel, state.Row(Hidden), "h", "The hidden state.",
            new KernelParameter("start", "b + W x, or b if the kernel adds W x.", Input.StartStride),
                new KernelParameter("next", "Receives the new hidden state.", PaddedOutput), layer.Activation, layer.Options.Clip)
        {
            Small = Input.Small,
        };
        MultiplyAdds = layer.HiddenSize * (layer.HiddenSize + Input.MultiplyAdds);
    }

    public override long MultiplyAdds { get; }

    protected override PanelKernel Kernel { get; }
}
