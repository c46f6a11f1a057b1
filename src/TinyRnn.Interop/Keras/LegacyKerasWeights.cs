namespace TinyRnn.Interop.Keras;

/// <summary>
/// Weights of Keras 2 and of Keras 3's legacy format: a group for each layer by its name, with the list <c>weight_names</c>. If a layer is a model,
/// all its arrays are in its list, under the names of its layers.
/// </summary>
internal sealed class LegacyKerasWeights : KerasLayerWeights
{
    private const string LayerNames = "layer_names";
    private const string WeightNames = "weight_names";

    private readonly HdfFile _file;
    private readonly string _root;

    // For a model within another one.
    private readonly IReadOnlyList<string>? _all;
    private HashSet<string> _layers = [];

    /// <summary>The arrays of a whole model.</summary>
    /// <param name="source">The file.</param>
    /// <param name="file">Its objects.</param>
    /// <param name="root">The group of the layers; empty if the file holds only weights.</param>
    public LegacyKerasWeights(ImportSource source, HdfFile file, string root)
        : this(source, file, root, null)
    {
    }

    private LegacyKerasWeights(ImportSource source, HdfFile file, string root, IReadOnlyList<string>? all)
        : base(source)
    {
        _file = file;
        _root = root;
        _all = all;
    }

    /// <summary>Whether a group is the root of the layers.</summary>
    public static bool IsRoot(HdfFile file, string group) => file.FindStrings(group, LayerNames) is not null;

    /// <summary>The layers with their arrays, in file order.</summary>
    public IEnumerable<(string Layer, IReadOnlyList<string> Weights)> Layers() =>
        (_file.FindStrings(_root, LayerNames) ?? []).Select(name => (name, _file.Exists(Group(name)) ? _file.FindStrings(Group(name), WeightNames) ?? [] : []));

    public override void Declare(IReadOnlyList<(string Name, string Class)> layers) => _layers = [.. layers.Select(layer => layer.Name)];

    protected override (int[] Shape, float[] Values) ReadArray(string path) => _file.Read(path);

    protected override IReadOnlyList<string> Find(string name, string className, IReadOnlyList<string> parts) => Names(name);

    protected override KerasLayerWeights FindInside(string name, string className) => new LegacyKerasWeights(Source, _file, Group(name), Names(name));

    protected override void CheckAll()
    {
        if (_all is not null)
        {
            if (_all.FirstOrDefault(path => OwnerOf(path) is not string owner || !IsUsed(owner)) is string left)
            {
                throw Source.Error($"array {ImportSource.Quote(left)}", "its weights are in the file, but the configuration has no layer for it");
            }

            return;
        }

        foreach ((string name, IReadOnlyList<string> names) in Layers())
        {
            if (!IsUsed(name) && names.Count > 0)
            {
                throw Source.Error(
                    $"layer {ImportSource.Quote(name)}",
                    $"its weights are in the file ({ImportSource.Quote(names[0])}), but the configuration has no such layer");
            }
        }
    }

    private IReadOnlyList<string> Names(string name)
    {
        if (_all is not null)
        {
            return [.. _all.Where(path => OwnerOf(path) == name)];
        }

        IReadOnlyList<string> names = _file.Exists(Group(name))
            ? _file.FindStrings(Group(name), WeightNames) ?? []
            : throw Source.Error($"layer {ImportSource.Quote(name)}", "its weights are not in the file");
        return [.. names.Select(one => $"{Group(name)}/{one}")];
    }

    // The first part of the array's name that is the name of a layer.
    private string? OwnerOf(string path) => path[_root.Length..].Split('/').FirstOrDefault(_layers.Contains);

    private string Group(string name) => _root.Length == 0 ? name : $"{_root}/{name}";
}
