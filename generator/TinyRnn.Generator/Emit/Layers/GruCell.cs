using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>A GRU whose reset gate comes after the product.</summary>
internal sealed class GruCell : OneKernelCell
{
    private const int Candidate = 2;

    private readonly FloatTable? _candidateBias;

    public GruCell(GruLayer layer, RecurrentDirection direction, string name, Network network, LayerSource source, StateLayout state)
        : base(direction, name, state)
    {
        int size = layer.HiddenSize;
        Tensor hidden = network.Tensors[direction.WeightHidden];
        UnitTiles tiles = PanelFactory.Tiles(hidden, size, layer.Gates, InputRow.Plain(size), alternates: true);
        PaddedOutput = tiles.Padded;

        // If there are two biases, the recurrent bias of n is part of the product that r scales.
        bool isSplit = layer.Bias == BiasForm.Separate;
        Func<int, double> sum = BiasOf(network, direction);
        double BiasAt(int row) => isSplit && row >= Candidate * size ? network.Tensors[direction.BiasNames[0]].Values[row] : sum(row);
        Input = new RecurrentInput(
            name, "layer" + name, layer.Name, source, RowsOf(tiles), network.Tensors[direction.WeightInput],
            row => BiasAt(row) + (row < Candidate * size ? hidden.OffsetOf(row) : 0), allowsSmall: true);
        Hidden = state.Add(
            name + "Hidden", size, PaddedOutput, $"The hidden state h of layer '{layer.Name}', {Literals.Count(size, "value")}.",
            Initial(network, layer, direction.InitialHidden));
        Panel panel = PanelFactory.Create(
            name, $"{layer.Name}: U, the gates r, z, n.", tiles, hidden, state.Row(Hidden), (gate, unit) => (gate * size) + unit, apart: Candidate);
        if (isSplit || hidden.InputRange is not null)
        {
            float[]? values = isSplit ? network.Tensors[direction.BiasNames[1]].Values : null;

            // A sparse kernel needs the bias in the order of rows.
            (int Gate, int Unit)[] places = panel.Sparse is null ? [.. Enumerable.Range(0, tiles.Padded).Select(unit => (Candidate, unit))] : [.. tiles.Rows];
            _candidateBias = new FloatTable(name + "CandidateBias", $"{layer.Name}: the recurrent bias of n.", 1, places.Length, (_, index) =>
                places[index] is (Candidate, int unit) && unit < size ? (values?[(Candidate * size) + unit] ?? 0) + hidden.OffsetOf((Candidate * size) + unit)
                    : 0);
        }

        Kernel = new GruKernel(
            name,
            $"{layer.Name}: r, z = {VectorActivations.NameOf(layer.GateActivation, "sigma")}(W x + U h + b), n = phi(W x + b + r * (U h + c)), h' = (1 - "
                + $"z) * n + z * h, {layer}.",
            panel, _candidateBias, layer, state.Row(Hidden),
            new KernelParameter("start", "b + W x, or b if the kernel adds W x.", Input.StartStride),
                new KernelParameter("next", "Receives the new hidden state.", PaddedOutput))
        {
            Small = Input.Small,
        };
        MultiplyAdds = layer.Gates * size * (size + Input.MultiplyAdds);
    }

    public override IEnumerable<WeightData> Data => [.. base.Data, .. _candidateBias is null ? Array.Empty<WeightData>() : [_candidateBias]];

    public override long MultiplyAdds { get; }

    protected override PanelKernel Kernel { get; }
}
