using TinyRnn.Interop.Json;
using TinyRnn.Interop.Keras;
using TinyRnn.Model;

namespace TinyRnn.Interop.TensorFlowJs;

/// <summary>
/// <c>weightsManifest</c>: groups of arrays. Each group is one sequence of bytes, which may be split into files anywhere, even within a number. All
/// sizes are compared with those of the files before anything is read.
/// </summary>
internal sealed class TfjsManifest : IKerasArrays
{
    private const int MaximumRank = 8;

    // For the groups around an array.
    private const int MaximumDepth = 16;

    private readonly ImportSource _source;
    private readonly JsonDocumentFile _file;
    private readonly Dictionary<string, TfjsArray> _arrays = [];
    private readonly Dictionary<string, SortedSet<string>> _children = [];
    private readonly HashSet<string> _withArrays = [];
    private readonly List<TfjsShards> _groups = [];

    /// <exception cref="ImportException">The manifest is malformed, or its files do not exist or have other lengths.</exception>
    public TfjsManifest(ImportSource source, JsonDocumentFile file, JsonValue manifest)
    {
        _source = source;
        _file = file;
        long total = 0;
        foreach (JsonValue group in manifest.Items)
        {
            if (group.Kind != JsonKind.Object)
            {
                throw file.Error(group, $"a group of weights must be an object, not {group.Describe()}");
            }

            long length = 0;
            foreach (JsonValue item in file.Require(group, "weights", JsonKind.Array, "an array of descriptions of weights").Items)
            {
                TfjsArray array = Describe(item, length);
                length += array.Length;
                if (total + length > ImportSource.MaximumLength)
                {
                    throw file.Error(item, $"the weights up to here have more than {ImportSource.MaximumLength} bytes, the limit");
                }

                Add(item, array);
            }

            total += length;
            _groups.Add(new TfjsShards(source, file, _groups.Count + 1, file.Require(group, "paths", JsonKind.Array, "an array of file names"), length));
        }
    }

    /// <summary>All arrays in the order of the manifest.</summary>
    public IReadOnlyList<TfjsArray> Arrays => field ??= [.. _arrays.Values];

    /// <inheritdoc/>
    public bool Exists(string path) => _arrays.ContainsKey(path) || _children.ContainsKey(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Children(string path) => _children.TryGetValue(path, out SortedSet<string>? names) ? [.. names] : [];

    /// <inheritdoc/>
    public bool HasArrays(string path) => _withArrays.Contains(path);

    /// <inheritdoc/>
    public int[] ShapeOf(string path) => Find(path).Shape;

    /// <inheritdoc/>
    public (int[] Shape, float[] Values) Read(string path)
    {
        TfjsArray array = Find(path);
        if (!array.IsFloat)
        {
            throw Error(path, $"its type is {array.Type.Name}; float32, float16 or quantised numbers were expected");
        }

        float[] values = array.Decode(_groups[array.Group].Bytes.AsSpan(array.Offset, array.Length));
        int wrong = Array.FindIndex(values, value => !float.IsFinite(value));
        return wrong < 0 ? (array.Shape, values)
            : throw Error(path, $"element {wrong} is {(float.IsNaN(values[wrong]) ? "NaN" : "infinite or too large for single precision")}");
    }

    private ImportException Error(string path, string reason) => _source.Error($"array {ImportSource.Quote(path)}", reason);

    private TfjsArray Find(string path) => _arrays.GetValueOrDefault(path) ?? throw Error(path, "no such array");

    private TfjsArray Describe(JsonValue item, long offset)
    {
        if (item.Kind != JsonKind.Object)
        {
            throw _file.Error(item, $"a description of weights must be an object, not {item.Describe()}");
        }

        string name = _file.Require(item, "name", JsonKind.String, "the name of an array").GetString(_file.Text);
        if (name.AsSpan().Count('/') > MaximumDepth)
        {
            throw _file.Error(item, $"the name of the array {ImportSource.Quote(name)} has more than {MaximumDepth} slashes");
        }

        string type = _file.Require(item, "dtype", JsonKind.String, "the type of the elements").GetString(_file.Text);
        JsonValue sizes = _file.Require(item, "shape", JsonKind.Array, "an array of sizes");
        (int[] shape, int count) = Sizes(sizes);
        TfjsQuantization? quantization = null;
        if (_file.Find(item, "quantization") is { Kind: not JsonKind.Null } field)
        {
            if (type != "float32")
            {
                throw _file.Error(field, $"the array {ImportSource.Quote(name)} of {ImportSource.Quote(type)} is quantised; float32 was expected");
            }

            type = _file.Require(field, "dtype", JsonKind.String, "uint8, uint16 or float16").GetString(_file.Text);
            quantization = type switch
            {
                "uint8" or "uint16" => new TfjsQuantization(Number(field, "scale"), Number(field, "min")),
                "float16" => null,
                _ => throw _file.Error(
                    field, $"the array {ImportSource.Quote(name)} is quantised to {ImportSource.Quote(type)}; uint8, uint16 or float16 was expected"),
            };
        }

        TfjsType known = TfjsType.All.GetValueOrDefault(type)
            ?? throw _file.Error(
                item,
                $"the array {ImportSource.Quote(name)} is of the type {ImportSource.Quote(type)}; one of {string.Join(", ", TfjsType.All.Keys)} was expected");
        long bytes = (long)count * known.Bytes;
        return bytes <= ImportSource.MaximumLength
            ? new TfjsArray(name, shape, count, known, quantization, _groups.Count, (int)offset)
            : throw _file.Error(sizes, $"the array {ImportSource.Quote(name)} has {bytes} bytes; at most {ImportSource.MaximumLength} are read");
    }

    private (int[] Shape, int Count) Sizes(JsonValue sizes)
    {
        if (sizes.Items.Count > MaximumRank)
        {
            throw _file.Error(sizes, $"an array has {sizes.Items.Count} axes; at most {MaximumRank} were expected");
        }

        long count = 1;
        int[] shape = new int[sizes.Items.Count];
        for (int i = 0; i < shape.Length; i++)
        {
            JsonValue size = sizes.Items[i];
            if (size.Kind != JsonKind.Number || !size.TryGetInt32(_file.Text, out shape[i]) || shape[i] < 0 || (count *= shape[i]) > ImportSource.MaximumLength)
            {
                throw _file.Error(size, $"a size must be a whole number from 0, and all sizes together at most {ImportSource.MaximumLength} elements");
            }
        }

        return (shape, (int)count);
    }

    private double Number(JsonValue quantization, string field)
    {
        JsonValue value = _file.Require(quantization, field, JsonKind.Number, "a number of the quantisation");
        return value.TryGetDouble(_file.Text, out double number) ? number : throw _file.Error(value, $"'{field}' is not a finite number");
    }

    private void Add(JsonValue item, TfjsArray array)
    {
        if (!_arrays.TryAdd(array.Name, array))
        {
            throw _file.Error(item, $"duplicate array {ImportSource.Quote(array.Name)}");
        }

        // Each group on the path knows what is below it.
        int end = array.Name.Length;
        while (end > 0)
        {
            int border = array.Name.LastIndexOf('/', end - 1);
            string group = border < 0 ? "" : array.Name[..border];
            if (!_children.TryGetValue(group, out SortedSet<string>? names))
            {
                _children.Add(group, names = new SortedSet<string>(StringComparer.Ordinal));
            }

            bool isNew = names.Add(array.Name[(border + 1)..end]);
            bool isFirst = array.IsFloat && _withArrays.Add(array.Name[..end]);
            if (!isNew && !isFirst)
            {
                break;
            }

            end = border;
        }
    }
}
