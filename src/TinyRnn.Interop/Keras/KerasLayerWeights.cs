using System.Text.RegularExpressions;

namespace TinyRnn.Interop.Keras;

/// <summary>Where the arrays of a layer lie in a file, in the order in which Keras makes them.</summary>
internal abstract class KerasLayerWeights
{
    /// <summary>Paths of a layer's arrays.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="className">Its class.</param>
    /// <param name="parts">Groups inside the layer where its arrays lie; more than one for both directions.</param>
    public abstract IReadOnlyList<string> Paths(string name, string className, IReadOnlyList<string> parts);

    /// <summary>Notes that a layer without arrays has passed, which counts where layers are counted by their class.</summary>
    public abstract void Pass(string className);

    /// <summary>The numbers at a path.</summary>
    public abstract (int[] Shape, float[] Values) Read(string path);

    /// <summary>Refuses what no layer has asked for.</summary>
    public abstract void End();
}

/// <summary>Keras 2 and Keras 3's legacy form: a group for each layer by its name, with the list <c>weight_names</c>.</summary>
internal sealed class LegacyKerasWeights(ImportSource source, HdfFile file) : KerasLayerWeights
{
    private const string Root = "model_weights";

    private readonly HashSet<string> _used = [];

    public override IReadOnlyList<string> Paths(string name, string className, IReadOnlyList<string> parts)
    {
        _used.Add(name);
        string group = $"{Root}/{name}";
        IReadOnlyList<string> names = file.Exists(group) ? file.FindStrings(group, "weight_names") ?? [] : throw source.Error($"layer {ImportSource.Quote(name)}", "its weights are not in the file");
        return [.. names.Select(one => $"{group}/{one}")];
    }

    public override void Pass(string className)
    {
    }

    public override (int[] Shape, float[] Values) Read(string path) => file.Read(path);

    public override void End()
    {
        foreach (string name in file.FindStrings(Root, "layer_names") ?? [])
        {
            if (!_used.Contains(name) && file.Exists($"{Root}/{name}") && file.FindStrings($"{Root}/{name}", "weight_names") is { Count: > 0 } names)
            {
                throw source.Error($"layer {ImportSource.Quote(name)}", $"its weights are in the file ({ImportSource.Quote(names[0])}), but the configuration has no such layer");
            }
        }
    }
}

/// <summary>
/// Keras 3: groups that are named after the classes of the layers, counted (<c>layers/gru_1/cell/vars/0</c>), below <c>layers</c> or in early
/// files <c>_layer_checkpoint_dependencies</c>.
/// </summary>
internal sealed partial class KerasThreeWeights(ImportSource source, HdfFile file) : KerasLayerWeights
{
    private static readonly string[] Roots = ["layers", "_layer_checkpoint_dependencies"];

    private readonly string _root = Roots.FirstOrDefault(file.Exists) ?? throw source.Error("the HDF5 file of weights has no group 'layers'");
    private readonly Dictionary<string, int> _counts = [];
    private readonly HashSet<string> _used = [];

    // Keras's rule: 'SimpleRNN' is 'simple_rnn', 'LSTM' 'lstm', 'GlobalMaxPooling1D' 'global_max_pooling1d'.
    [GeneratedRegex("(.)([A-Z][a-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex FirstBorder { get; }

    [GeneratedRegex("([a-z])([A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex SecondBorder { get; }

    public override IReadOnlyList<string> Paths(string name, string className, IReadOnlyList<string> parts)
    {
        string counted = Next(className);
        string layer = file.Exists($"{_root}/{counted}") ? counted
            : file.Exists($"{_root}/{name}") ? name
            : throw source.Error($"layer {ImportSource.Quote(name)}", "its weights are not in the file");
        _used.Add(layer);
        List<string> paths = [];
        foreach (string part in parts)
        {
            string vars = $"{_root}/{layer}/{(part.Length == 0 ? "" : part + "/")}vars";
            for (int i = 0; file.Exists(vars) && file.Exists($"{vars}/{i}"); i++)
            {
                paths.Add($"{vars}/{i}");
            }
        }

        return paths;
    }

    public override void Pass(string className) => _used.Add(Next(className));

    public override (int[] Shape, float[] Values) Read(string path) => file.Read(path);

    public override void End()
    {
        foreach (string name in file.Children(_root))
        {
            if (!_used.Contains(name) && file.Exists($"{_root}/{name}/vars/0"))
            {
                throw source.Error($"layer {ImportSource.Quote(name)}", "its weights are in the file, but the configuration has no such layer");
            }
        }
    }

    private string Next(string className)
    {
        string snake = SecondBorder.Replace(FirstBorder.Replace(className, "$1_$2"), "$1_$2").ToLowerInvariant();
        int count = _counts.GetValueOrDefault(snake);
        _counts[snake] = count + 1;
        return count == 0 ? snake : FormattableString.Invariant($"{snake}_{count}");
    }
}
