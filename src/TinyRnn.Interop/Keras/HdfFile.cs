using PureHDF;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// An HDF5 file. <see cref="HdfStructure"/> finds its objects and checks every length; arrays are then read from the places that it found. Attributes
/// are read by PureHDF, which trusts the file. It therefore reads through a stream that stops endless loops, and each failure within PureHDF becomes
/// one clear error.
/// </summary>
internal sealed class HdfFile : IKerasArrays, IDisposable
{
    private const int MaximumStrings = 65_536;
    private const string Bfloat16 = "bfloat16";
    private const int Bfloat16Exponent = 8;

    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    private readonly ImportSource _source;
    private readonly IDisposable _file;
    private readonly IH5Group _root;
    private readonly HdfBytes _bytes;
    private readonly IReadOnlyDictionary<string, HdfArray?> _objects;
    private readonly HashSet<string> _paths = [""];
    private readonly HashSet<string> _withArrays = [];

    private HdfFile(ImportSource source, IDisposable file, IH5Group root, HdfBytes bytes, IReadOnlyDictionary<string, HdfArray?> objects)
    {
        _source = source;
        _file = file;
        _root = root;
        _bytes = bytes;
        _objects = objects;
        foreach ((string path, HdfArray? array) in objects)
        {
            AddWithGroups(_paths, path);
            if (array is not null)
            {
                AddWithGroups(_withArrays, path);
            }
        }

        static void AddWithGroups(HashSet<string> paths, string path)
        {
            for (int end = path.Length; end > 0 && paths.Add(path[..end]); end = Math.Max(0, path.LastIndexOf('/', end - 1)))
            {
            }
        }
    }

    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <summary>Opens a file.</summary>
    /// <exception cref="ImportException">The file is malformed.</exception>
    public static HdfFile Open(ImportSource source, ReadOnlyMemory<byte> bytes)
    {
        HdfBytes file = new(source, bytes);
        IReadOnlyDictionary<string, HdfArray?> objects = HdfStructure.Check(file);
        return Guard(source, "the head of the HDF5 file", () =>
        {
            PureHDF.VOL.Native.NativeFile native = H5File.Open(new GuardedStream(bytes), leaveOpen: false);
            return new HdfFile(source, native, native, file, objects);
        });
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether there is a group or an array; a name with backslashes also counts as groups.</summary>
    public bool Exists(string path) => _paths.Contains(path);

    /// <summary>A string attribute of an object, or null; the empty path is the root.</summary>
    public string? FindString(string path, string name) => Guard(path, () =>
    {
        IH5Object found = Object(path);
        if (!found.AttributeExists(name))
        {
            return null;
        }

        IH5Attribute attribute = found.Attribute(name);
        CheckStrings(attribute.Space.Dimensions, name);
        return attribute.Space.Dimensions.Length == 0 ? attribute.Read<string>() : attribute.Read<string[]>()[0];
    });

    /// <summary>An attribute of several strings, or null. Keras splits a long one into parts <c>name0</c>, <c>name1</c>, ...</summary>
    public IReadOnlyList<string>? FindStrings(string path, string name) => Guard(path, () =>
    {
        IH5Object group = Object(path);
        List<string> strings = [];
        string[] parts = group.AttributeExists(name)
            ? [name]
            : [.. Enumerable.Range(0, 1024).Select(i => FormattableString.Invariant($"{name}{i}")).TakeWhile(group.AttributeExists)];
        foreach (string part in parts)
        {
            IH5Attribute attribute = group.Attribute(part);
            CheckStrings(attribute.Space.Dimensions, part);
            if (attribute.Space.Dimensions is [0])
            {
                continue;
            }

            strings.AddRange(
                attribute.Read<string?[]>().Select(one => one ?? throw _source.Error(Place(path), $"its attribute '{part}' has a string that is not "
                    + "in the file")));
        }

        return parts.Length == 0 ? null : strings;
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> Children(string path)
    {
        string prefix = path.Length == 0 ? "" : path + "/";
        return [.. _paths.Where(other => other.Length > prefix.Length && other.StartsWith(prefix, StringComparison.Ordinal)).Select(
            other => other[prefix.Length..])
            .Where(name => !name.Contains('/')).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public bool HasArrays(string path) => _withArrays.Contains(path);

    /// <inheritdoc/>
    public int[] ShapeOf(string path) => [.. Array(path).Shape.Select(size => (int)size)];

    /// <inheritdoc/>
    public (int[] Shape, float[] Values) Read(string path)
    {
        HdfArray array = Array(path);
        HdfType type = array.Type;
        if (type.MayBeBfloat16 && FindString(path, "dtype") == Bfloat16)
        {
            type = type with { Exponent = Bfloat16Exponent };
        }
        else if (!type.IsNumber)
        {
            throw _source.Error(Place(path), "an array of floating-point numbers in half, single or double precision or bfloat16 was expected");
        }

        float[] values = type.Decode(array.Read(_bytes), (int)array.Count);
        int wrong = System.Array.FindIndex(values, value => !float.IsFinite(value));
        return wrong < 0 ? (ShapeOf(path), values)
            : throw _source.Error(Place(path), $"element {wrong} is {(float.IsNaN(values[wrong]) ? "NaN" : "infinite or too large for single precision")}");
    }

    private static string Place(string path) => path.Length == 0 ? "the root of the HDF5 file" : $"HDF5 object {ImportSource.Quote(path)}";

    private HdfArray Array(string path) => _objects.GetValueOrDefault(path) ?? throw _source.Error(Place(path), "no such array");

    private IH5Object Object(string path) =>
        Find(_root, path.Split('/', StringSplitOptions.RemoveEmptyEntries)) ?? throw _source.Error(Place(path), "no such group or array");

    // A name may contain backslashes, which separate groups as well.
    private static IH5Object? Find(IH5Object from, ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
        {
            return from;
        }

        for (int length = 1; from is IH5Group group && length <= parts.Length; length++)
        {
            string name = string.Join('\\', parts[..length]);
            if (group.LinkExists(name) && Find(group.Get(name), parts[length..]) is IH5Object found)
            {
                return found;
            }
        }

        return null;
    }

    private void CheckStrings(ulong[] sizes, string name)
    {
        if (sizes.Length > 1 || (sizes.Length == 1 && sizes[0] > MaximumStrings))
        {
            throw _source.Error($"attribute '{name}'", $"a list of at most {MaximumStrings} strings was expected");
        }
    }

    private T Guard<T>(string path, Func<T> read) => Guard(_source, Place(path), read);

    // For a damaged file, PureHDF throws all kinds of exceptions: index, cast, null, not supported, out of memory.
    private static T Guard<T>(ImportSource source, string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not ImportException)
        {
            throw source.Error(place, "the HDF5 structure cannot be read: it is damaged, or written in a way that is not supported");
        }
    }
}
