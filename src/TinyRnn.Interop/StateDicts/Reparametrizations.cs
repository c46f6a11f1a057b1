using System.Text.RegularExpressions;

namespace TinyRnn.Interop.StateDicts;

/// <summary>
/// Weights that PyTorch stores as the values that they are computed from. Weight normalisation is folded: w = g v / |v|, where the length is taken
/// over all axes except those along which g has values. Other kinds are reported, with the call that removes them.
/// </summary>
internal static partial class Reparametrizations
{
    // torch.nn.utils.parametrizations: gru.parametrizations.weight_hh_l0.original0 is gru.weight_hh_l0.
    [GeneratedRegex(@"^(?<module>(?:.*\.)?)parametrizations\.(?<tensor>[^.]+)\.(?<part>.+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Parametrized { get; }

    /// <summary>The tensors, where folded ones replace their parts.</summary>
    /// <exception cref="ImportException">Parts do not fit each other, or belong to a kind that cannot be folded.</exception>
    public static Dictionary<string, StateTensor> Fold(ImportSource source, IReadOnlyDictionary<string, StateTensor> tensors)
    {
        Dictionary<string, StateTensor> folded = [];
        foreach ((string name, StateTensor tensor) in tensors)
        {
            (string Name, string Length, string Direction)? found = Parts(source, name, tensor, tensors);
            if (found is not (string whole, string length, string direction))
            {
                Add(name, tensor);
            }
            else if (name == length)
            {
                // The place of the second part stays empty.
                Add(whole, Normalized(source, whole, tensor, tensors[direction]));
            }
        }

        return folded;

        void Add(string name, StateTensor tensor)
        {
            if (!folded.TryAdd(name, tensor))
            {
                throw Error(source, tensor, $"the tensor {ImportSource.Quote(name)} is in the file together with the parts that it is computed from");
            }
        }
    }

    private static (string Name, string Length, string Direction)? Parts(
        ImportSource source, string name, StateTensor tensor, IReadOnlyDictionary<string, StateTensor> tensors)
    {
        Match match = Parametrized.Match(name);
        if (match.Success)
        {
            string prefix = name[..^match.Groups["part"].Length];
            return match.Groups["part"].Value is "original0" or "original1" && tensors.ContainsKey(prefix + "original0")
                && tensors.ContainsKey(prefix + "original1") && tensors.Keys.Count(key => key.StartsWith(prefix, StringComparison.Ordinal)) == 2
                ? (match.Groups["module"].Value + match.Groups["tensor"].Value, prefix + "original0", prefix + "original1")
                : throw Error(
                    source, tensor,
                    $"it is a part of a parametrization of '{match.Groups["tensor"].Value}' other than weight normalisation, which TinyRnn does not read; "
                        + "store "
                        + $"the weights themselves: torch.nn.utils.parametrize.remove_parametrizations(module, \"{match.Groups["tensor"].Value}\")");
        }

        if (name.EndsWith("_orig", StringComparison.Ordinal))
        {
            string whole = name[..^"_orig".Length];
            string? how = tensors.ContainsKey(whole + "_mask")
                ? "torch.nn.utils.prune.remove"
                : tensors.ContainsKey(whole + "_u")
                ? "torch.nn.utils.remove_spectral_norm"
                : null;
            if (how is not null)
            {
                string module = whole[(whole.LastIndexOf('.') + 1)..];
                throw Error(
                    source, tensor,
                    $"it is a part of '{module}' {(how.Contains("prune", StringComparison.Ordinal) ? "before pruning" : "before spectral normalisation")}, "
                        + $"which TinyRnn does not read; store the weights themselves: {how}(module, \"{module}\")");
            }
        }

        if (name.EndsWith("_g", StringComparison.Ordinal) || name.EndsWith("_v", StringComparison.Ordinal))
        {
            string whole = name[..^2];
            if (whole.Length > 0 && tensors.ContainsKey(whole + "_g") && tensors.ContainsKey(whole + "_v"))
            {
                return (whole, whole + "_g", whole + "_v");
            }
        }

        return null;
    }

    private static StateTensor Normalized(ImportSource source, string name, StateTensor length, StateTensor direction)
    {
        int[] sizes = [.. direction.Shape];
        int[] along = length.Rank == 0 ? [.. sizes.Select(_ => 1)] : [.. length.Shape];
        if (along.Length != sizes.Length || along.Zip(sizes).Any(pair => pair.First != 1 && pair.First != pair.Second) || along.Count(size => size != 1) > 1)
        {
            throw Error(
                source, length,
                $"its shape is {length.DescribeShape()} beside {direction.DescribeShape()} of '{direction.Name}'; the shape for weight normalisation was "
                    + "expected, 1 along all axes but one");
        }

        return new StateTensor(
            name, sizes, length.IsNumeric && direction.IsNumeric,
            () => Compute(source, length, direction, sizes, along))
        { Sources = [length.Name, direction.Name] };
    }

    private static float[] Compute(ImportSource source, StateTensor length, StateTensor direction, int[] sizes, int[] along)
    {
        float[] g = length.Read();
        float[] v = direction.Read();
        int axis = Array.FindIndex(along, size => size != 1);
        int inner = axis < 0 ? 1 : sizes[(axis + 1)..].Aggregate(1, (product, size) => product * size);
        double[] squares = new double[g.Length];
        int GroupOf(int index) => axis < 0 ? 0 : index / inner % sizes[axis];
        for (int i = 0; i < v.Length; i++)
        {
            squares[GroupOf(i)] += (double)v[i] * v[i];
        }

        int empty = Array.IndexOf(squares, 0.0);
        if (empty >= 0 && v.Length > 0)
        {
            throw Error(source, direction, $"the values for element {empty} of '{length.Name}' are all 0, so they have no direction");
        }

        float[] values = new float[v.Length];
        for (int i = 0; i < v.Length; i++)
        {
            int group = GroupOf(i);
            values[i] = (float)(g[group] * (v[i] / Math.Sqrt(squares[group])));
        }

        return values;
    }

    private static ImportException Error(ImportSource source, StateTensor tensor, string reason) =>
        source.Error($"tensor {ImportSource.Quote(tensor.Name)}", reason);
}
