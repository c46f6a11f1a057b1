using System.Globalization;
using TinyRnn.Interop.Keras;

namespace TinyRnn.Interop.TensorFlowJs;

/// <summary>
/// Arrays that are named after their layer: <c>lstm/kernel</c>, with TensorFlow's cells <c>lstm/lstm_cell/kernel</c>, with directions
/// <c>bidirectional/forward_lstm/kernel</c>. If a layer is a model, its arrays are named after its own layers, with or without the model's name
/// before them.
/// </summary>
internal sealed class TfjsLayerWeights : KerasLayerWeights
{
    // Keras's order within a layer. TensorFlow.js writes arrays that are not trained after all others.
    private static readonly string[] Order =
        ["kernel", "recurrent_kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", "mean", "variance", "count"];

    private readonly TfjsManifest _manifest;
    private readonly IReadOnlyList<TfjsArray> _arrays;
    private readonly HashSet<string> _used;
    private readonly bool _isInside;
    private readonly Dictionary<string, List<TfjsArray>> _owned = [];
    private readonly List<TfjsArray> _others = [];

    /// <summary>The arrays of a whole model.</summary>
    public TfjsLayerWeights(ImportSource source, TfjsManifest manifest)
        : this(source, manifest, manifest.Arrays, [], isInside: false)
    {
    }

    private TfjsLayerWeights(ImportSource source, TfjsManifest manifest, IReadOnlyList<TfjsArray> arrays, HashSet<string> used, bool isInside)
        : base(source)
    {
        _manifest = manifest;
        _arrays = arrays;
        _used = used;
        _isInside = isInside;
    }

    // Only their last names tell them apart.
    public override bool HasStackedCells => false;

    /// <inheritdoc/>
    public override void Declare(IReadOnlyList<(string Name, string Class)> layers)
    {
        _owned.Clear();
        _others.Clear();
        foreach ((string name, string _) in layers)
        {
            _owned[name] = [];
        }

        int longest = layers.Select(layer => layer.Name.AsSpan().Count('/') + 1).DefaultIfEmpty(1).Max();
        foreach (TfjsArray array in _arrays)
        {
            (OwnerOf(array.Name, longest) is string owner ? _owned[owner] : _others).Add(array);
        }
    }

    protected override (int[] Shape, float[] Values) ReadArray(string path) => _manifest.Read(path);

    protected override IReadOnlyList<string> Find(string name, string className, IReadOnlyList<string> parts)
    {
        // OrderBy keeps the manifest's order of equal elements.
        string[] paths = [.. _owned.GetValueOrDefault(name, []).Select(array => array.Name).OrderBy(path => IsBackward(path, name) ? 1 : 0).ThenBy(Rank)];
        _used.UnionWith(paths);
        return paths;
    }

    protected override KerasLayerWeights FindInside(string name, string className) =>
        new TfjsLayerWeights(Source, _manifest, [.. _owned.GetValueOrDefault(name, []), .. _others], _used, isInside: true);

    protected override void CheckAll()
    {
        // This includes arrays of models within the model.
        if (!_isInside && _arrays.FirstOrDefault(array => array.IsFloat && !_used.Contains(array.Name)) is TfjsArray left)
        {
            throw Source.Error($"array {ImportSource.Quote(left.Name)}", "it is in the file, but the configuration has no layer for it");
        }
    }

    private static bool IsBackward(string path, string layer) =>
        path[(path.IndexOf(layer, StringComparison.Ordinal) + layer.Length)..].Contains("/backward_", StringComparison.Ordinal);

    private static int Rank(string path)
    {
        string last = path[(path.LastIndexOf('/') + 1)..];
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : Array.IndexOf(Order, last) is int rank and >= 0 ? rank
            : Order.Length;
    }

    // The first layer whose name is between the slashes; a name may contain slashes itself.
    private string? OwnerOf(string path, int longest)
    {
        string[] parts = path.Split('/')[..^1];
        for (int start = 0; start < parts.Length; start++)
        {
            for (int end = start + 1; end <= Math.Min(parts.Length, start + longest); end++)
            {
                string name = string.Join('/', parts[start..end]);
                if (_owned.ContainsKey(name))
                {
                    return name;
                }
            }
        }

        return null;
    }
}
