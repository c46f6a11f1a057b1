using System.Text.RegularExpressions;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Weights of Keras 3: groups are named after the classes of the layers and numbered (<c>layers/gru_1/cell/vars/0</c>), below <c>layers</c> or, in
/// early files, <c>_layer_checkpoint_dependencies</c>. A model that is a layer has the same structure within.
/// </summary>
internal sealed partial class KerasThreeWeights : KerasLayerWeights
{
    private static readonly string[] Roots = ["layers", "_layer_checkpoint_dependencies"];

    private readonly IKerasArrays _file;
    private readonly string _root;
    private readonly Dictionary<string, string> _counted = [];

    /// <summary>The arrays of a model.</summary>
    /// <param name="source">The file.</param>
    /// <param name="file">The file's objects.</param>
    /// <param name="model">The model's group; empty for the whole model.</param>
    public KerasThreeWeights(ImportSource source, IKerasArrays file, string model)
        : base(source)
    {
        _file = file;
        _root = RootIn(file, model) ?? throw source.Error($"the weights have no group {ImportSource.Quote(Join(model, Roots[0]))}");
    }

    /// <summary>Whether groups have the names of the layers.</summary>
    public bool IsNamedByGroup { get; set; }

    /// <summary>The groups of the layers, in any order.</summary>
    public IReadOnlyList<string> Groups => _file.Children(_root);

    // Keras's rule: 'SimpleRNN' becomes 'simple_rnn', 'LSTM' 'lstm', 'GlobalMaxPooling1D' 'global_max_pooling1d'.
    [GeneratedRegex("(.)([A-Z][a-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex FirstBorder { get; }

    [GeneratedRegex("([a-z])([A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex SecondBorder { get; }

    /// <summary>Whether the file has such a group.</summary>
    public static bool IsRoot(IKerasArrays file) => RootIn(file, "") is not null;

    /// <summary>The shapes of the arrays in a part of a layer.</summary>
    public IReadOnlyList<int[]> Shapes(string group, string part) => [.. Variables(group, part).Select(path => _file.ShapeOf(path))];

    public override void Declare(IReadOnlyList<(string Name, string Class)> layers)
    {
        foreach (((string name, _), string counted) in layers.Zip(Counted(layers.Select(layer => layer.Class))))
        {
            _counted[name] = counted;
        }
    }

    /// <summary>The groups of objects of these classes, in order.</summary>
    public static IReadOnlyList<string> Counted(IEnumerable<string> classes)
    {
        Dictionary<string, int> counts = [];
        return [.. classes.Select(kind =>
        {
            string snake = SecondBorder.Replace(FirstBorder.Replace(kind, "$1_$2"), "$1_$2").ToLowerInvariant();
            int count = counts.GetValueOrDefault(snake);
            counts[snake] = count + 1;
            return count == 0 ? snake : FormattableString.Invariant($"{snake}_{count}");
        })];
    }

    protected override (int[] Shape, float[] Values) ReadArray(string path) => _file.Read(path);

    protected override IReadOnlyList<string> Find(string name, string className, IReadOnlyList<string> parts)
    {
        string group = GroupOf(name) ?? throw Source.Error($"layer {ImportSource.Quote(name)}", "its weights are not in the file");
        return [.. parts.SelectMany(part => Variables(group, part))];
    }

    protected override KerasLayerWeights FindInside(string name, string className) =>
        new KerasThreeWeights(
            Source, _file, $"{_root}/{GroupOf(name) ?? throw Source.Error($"model {ImportSource.Quote(name)}", "its weights are not in the file")}");

    protected override void CheckAll()
    {
        HashSet<string> used = [.. _counted.Keys.Where(IsUsed).Select(GroupOf).OfType<string>()];
        foreach (string name in Groups)
        {
            if (!used.Contains(name) && _file.HasArrays($"{_root}/{name}"))
            {
                throw Source.Error($"layer {ImportSource.Quote(name)}", "its weights are in the file, but the configuration has no such layer");
            }
        }
    }

    private static string? RootIn(IKerasArrays file, string model) => Roots.Select(root => Join(model, root)).FirstOrDefault(file.Exists);

    private static string Join(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";

    private IEnumerable<string> Variables(string group, string part)
    {
        string vars = $"{_root}/{group}/{(part.Length == 0 ? "" : part + "/")}vars";
        for (int i = 0; _file.Exists($"{vars}/{i}"); i++)
        {
            yield return FormattableString.Invariant($"{vars}/{i}");
        }
    }

    // By its class, as Keras 3 numbers groups, or by its own name.
    private string? GroupOf(string name) => !IsNamedByGroup && _counted.TryGetValue(name, out string? counted) && _file.Exists($"{_root}/{counted}") ? counted
        : _file.Exists($"{_root}/{name}") ? name
        : null;
}
