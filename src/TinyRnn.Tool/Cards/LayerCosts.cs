using TinyRnn.Generator.Emit;
using TinyRnn.Model;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Cards;

/// <summary>The layers of a model with what each of them takes.</summary>
internal static class LayerCosts
{
    /// <summary>A row a layer, and their sums. What a layer does in another one's code is counted there.</summary>
    public static CardTable Table(Network network, ModelPlan plan)
    {
        Dictionary<string, long> work = plan.Layers.GroupBy(layer => layer.Layer.Name)
            .ToDictionary(group => group.Key, group => group.Sum(layer => layer.MultiplyAdds), StringComparer.Ordinal);
        TensorType[] types = [.. network.Tensors.Values.Select(tensor => tensor.Type).Distinct().Order()];
        MatrixDensity?[] densities = [.. network.Layers.Select(layer => Density(network, layer))];
        bool hasMatrices = densities.Any(density => density is not null);
        CardColumn[] columns =
        [
            new("layer"), CardColumn.What("what"), CardColumn.Number("parameters"), CardColumn.Number("multiply-adds"),
            .. types.Select(type => CardColumn.Number($"bytes, {NameOf(type)}")),
            .. hasMatrices ? (CardColumn[])[CardColumn.Number("not zero"), CardColumn.Number("blocks")] : [],
        ];
        List<IReadOnlyList<string>> rows =
        [
            .. network.Layers.Zip(densities, (layer, density) => Row(
                layer.Name, layer.DescribeWithInputs(), Tensors(network, layer), work.TryGetValue(layer.Name, out long count) ? count : null, density)),
            Row("all", "", [.. network.Tensors.Values], plan.MultiplyAdds, null),
        ];
        return new CardTable(columns, rows, HasTotal: true);

        IReadOnlyList<string> Row(string name, string what, Tensor[] tensors, long? multiplyAdds, MatrixDensity? density) =>
        [
            name, what, Number(tensors.Sum(tensor => tensor.Values.LongLength)), multiplyAdds is long sum ? Number(sum) : "",
            .. types.Select(type => Number(tensors.Where(tensor => tensor.Type == type).Sum(tensor => tensor.Bytes))),
            .. hasMatrices ? (string[])[Percent(density?.Weights), Percent(density?.Blocks)] : [],
        ];
    }

    /// <summary>The name of a type of weights.</summary>
    public static string NameOf(TensorType type) => type switch
    {
        TensorType.F32 => "fp32",
        TensorType.BF16 => "bf16",
        _ => "int8",
    };

    // Of all matrices of the layer together.
    private static MatrixDensity? Density(Network network, Layer layer)
    {
        double weights = 0, presentWeights = 0, blocks = 0, presentBlocks = 0;
        foreach (TensorSpec spec in layer.Tensors)
        {
            if (SparseForm.GridOf(layer, spec) is BlockGrid grid && MatrixDensity.Of(network, layer, spec) is MatrixDensity density)
            {
                weights += spec.Length;
                presentWeights += density.Weights * spec.Length;
                blocks += grid.Count;
                presentBlocks += density.Blocks * grid.Count;
            }
        }

        return weights == 0 ? null : new MatrixDensity(presentWeights / weights, presentBlocks / blocks);
    }

    private static Tensor[] Tensors(Network network, Layer layer) => [.. layer.Tensors.Select(spec => network.Tensors[spec.Name])];

    private static string Percent(double? share) => share is double value ? TensorFacts.Percent(value) : "";

    private static string Number(long value) => value == 0 ? "" : FormattableString.Invariant($"{value:#,0}");
}
