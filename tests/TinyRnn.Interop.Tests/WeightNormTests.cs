using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>Weights that PyTorch stores in parts: w = g v / |v| by its documentation, in double precision.</summary>
public class WeightNormTests
{
    [Theory]
    [InlineData("_g", "_v", 0)]
    [InlineData("_g", "_v", 1)]
    [InlineData("_g", "_v", -1)]
    [InlineData("original0", "original1", 0)]
    [InlineData("original0", "original1", 1)]
    [InlineData("original0", "original1", -1)]
    public void Weight_normalisation_is_folded(string length, string direction, int dim)
    {
        Weights whole = new Weights().AddRecurrent("gru.", 3, 3, 4).AddLinear("fc", 4, 2);
        Dictionary<string, (int Rows, int Columns)> split = new() { ["gru.weight_ih_l0"] = (12, 3), ["gru.weight_hh_l0"] = (12, 4), ["fc.weight"] = (2, 4) };
        Weights parts = new();
        Dictionary<string, float[]> expected = [];
        int seed = 1;
        foreach (string name in whole.Names)
        {
            float[] values = whole.Values[name];
            if (!split.TryGetValue(name, out (int Rows, int Columns) size))
            {
                parts.Set(name, "F32", [values.Length], [.. values.Select(value => (double)value)]);
                expected.Add(name, values);
                continue;
            }

            (int rows, int columns) = size;
            int groups = dim switch { 0 => rows, 1 => columns, _ => 1 };
            int[] shape = dim switch { 0 => [rows, 1], 1 => [1, columns], _ => [] };
            float[] g = Networks.RandomInput(groups, seed++);
            int Group(int index) => dim switch { 0 => index / columns, 1 => index % columns, _ => 0 };
            parts.Set(Part(name, length), "F32", shape, [.. g.Select(value => (double)value)]);
            parts.Set(Part(name, direction), "F32", [rows, columns], [.. values.Select(value => (double)value)]);
            expected.Add(name, [.. values.Select((value, i) =>
                (float)(g[Group(i)] * (value / Math.Sqrt(values.Where((_, j) => Group(j) == Group(i)).Sum(one => (double)one * one)))))]);
        }

        ImportResult result = ModelImporters.Import(parts.ToSafetensors());
        Assert.Equal(9, result.SourceCount);
        Assert.Contains(Part("fc.weight", length), result.Layers[1].Sources);
        Tensor Of(string name) => result.Network.Tensors.Values.Single(tensor => tensor.Name == name);
        Assert.Equal(expected["fc.weight"], Of("fc.weight").Values);
        Assert.Equal(expected["gru.weight_ih_l0"], Of("gru.weight_ih").Values);
        Assert.Equal(expected["gru.weight_hh_l0"], Of("gru.weight_hh").Values);
        Assert.Equal(expected["gru.bias_ih_l0"], Of("gru.bias_ih").Values);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_errors()
    {
        Fails(new Weights().Add("fc.weight_g", 3, 1).Add("fc.weight_v", 2, 4), "tensor 'fc.weight_g'", "[3, 1] beside [2, 4]");
        Fails(new Weights().Add("fc.weight_g", 2, 4).Add("fc.weight_v", 2, 4), "1 along all axes but one");
        Fails(new Weights().Add("fc.weight_g", 2).Add("fc.weight_v", 2, 4), "1 along all axes but one");
        Fails(new Weights().Add("fc.weight_g", 2, 1).Set("fc.weight_v", "F32", [2, 2], [1, 1, 0, 0]), "tensor 'fc.weight_v'", "element 1", "no direction");
        Fails(new Weights().Add("fc.weight_g", 2, 1).Add("fc.weight_v", 2, 2).Add("fc.weight", 2, 2), "'fc.weight'", "together with the parts");
    }

    [Fact]
    public void Other_parts_are_named_with_the_way_out()
    {
        Fails(
            new Weights().Add("fc.weight_orig", 2, 4).Add("fc.weight_mask", 2, 4), "'fc.weight_orig'", "pruning",
            "torch.nn.utils.prune.remove(module, \"weight\")");
        Fails(new Weights().Add("fc.weight_orig", 2, 4).Add("fc.weight_u", 2).Add("fc.weight_v", 4), "'fc.weight_orig'", "spectral", "remove_spectral_norm");
        Fails(
            new Weights().Add("fc.parametrizations.weight.original", 2, 4).Add("fc.parametrizations.weight.0._u", 2), "parametrization of 'weight'",
            "remove_parametrizations(module, \"weight\")");
        Fails(new Weights().Add("fc.parametrizations.weight.original0", 2, 1), "parametrization of 'weight'");
    }

    private static string Part(string name, string part)
    {
        int dot = name.LastIndexOf('.');
        return part[0] == '_' ? name + part : $"{name[..dot]}.parametrizations.{name[(dot + 1)..]}.{part}";
    }

    private static void Fails(Weights weights, params string[] words) => ImportAssert.Fails(weights.ToSafetensors(), ImportOptions.None, words);
}
