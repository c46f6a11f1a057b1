using PureHDF;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// An HDF5 file read by PureHDF, which trusts what it reads: so <see cref="HdfStructure"/> checks every length before, it reads through a
/// stream that stops a file that leads it in circles, and every failure inside becomes one error of ours.
/// </summary>
internal sealed class HdfFile : IDisposable
{
    private const int MaximumRank = 8;
    private const int MaximumStrings = 65_536;

    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    private readonly ImportSource _source;
    private readonly IDisposable _file;
    private readonly IH5Group _root;
    private readonly int _length;

    private HdfFile(ImportSource source, IDisposable file, IH5Group root, int length)
    {
        _source = source;
        _file = file;
        _root = root;
        _length = length;
    }

    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <summary>Opens a file.</summary>
    /// <exception cref="ImportException">It is malformed.</exception>
    public static HdfFile Open(ImportSource source, ReadOnlyMemory<byte> bytes)
    {
        HdfStructure.Check(source, bytes);
        return Guard(source, "the head of the HDF5 file", () =>
        {
            PureHDF.VOL.Native.NativeFile file = H5File.Open(new GuardedStream(bytes), leaveOpen: false);
            return new HdfFile(source, file, file, bytes.Length);
        });
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether there is a group or a data set.</summary>
    public bool Exists(string path) => Guard(path, () =>
    {
        IH5Group group = _root;
        string[] parts = path.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            if (!group.LinkExists(parts[i]))
            {
                return false;
            }

            if (i + 1 < parts.Length)
            {
                if (group.Get(parts[i]) is not IH5Group next)
                {
                    return false;
                }

                group = next;
            }
        }

        return true;
    });

    /// <summary>A string attribute of a group, or null; the empty path is the root.</summary>
    public string? FindString(string path, string name) => Guard(path, () =>
    {
        IH5Group group = Group(path);
        if (!group.AttributeExists(name))
        {
            return null;
        }

        IH5Attribute attribute = group.Attribute(name);
        CheckStrings(attribute.Space.Dimensions, name);
        return attribute.Space.Dimensions.Length == 0 ? attribute.Read<string>() : attribute.Read<string[]>()[0];
    });

    /// <summary>An attribute of several strings, which Keras splits into parts <c>name0</c>, <c>name1</c>, ... where it is long; or null.</summary>
    public IReadOnlyList<string>? FindStrings(string path, string name) => Guard(path, () =>
    {
        IH5Group group = Group(path);
        List<string> strings = [];
        string[] parts = group.AttributeExists(name) ? [name] : [.. Enumerable.Range(0, 1024).Select(i => FormattableString.Invariant($"{name}{i}")).TakeWhile(group.AttributeExists)];
        foreach (string part in parts)
        {
            IH5Attribute attribute = group.Attribute(part);
            CheckStrings(attribute.Space.Dimensions, part);
            if (attribute.Space.Dimensions is [0])
            {
                continue;
            }

            strings.AddRange(attribute.Read<string[]>());
        }

        return parts.Length == 0 ? null : strings;
    });

    /// <summary>The names below a group.</summary>
    public IReadOnlyList<string> Children(string path) => Guard(path, () => Group(path).Children().Select(child => child.Name).ToList());

    /// <summary>The numbers of a data set with its shape.</summary>
    /// <exception cref="ImportException">It is not there, holds no numbers, or says that it has more than the file has bytes for.</exception>
    public (int[] Shape, float[] Values) Read(string path) => Guard(path, () =>
    {
        int slash = path.LastIndexOf('/');
        IH5Dataset data = Group(slash < 0 ? "" : path[..slash]).Dataset(path[(slash + 1)..]);
        ulong[] sizes = data.Space.Dimensions;
        if (data.Type.Class != H5DataTypeClass.FloatingPoint || data.Type.Size is not (4 or 8) || sizes.Length > MaximumRank)
        {
            throw _source.Error(Place(path), "an array of numbers in single or double precision was expected");
        }

        ulong count = 1;
        foreach (ulong size in sizes)
        {
            // Weights are not compressed, so that there are no more of them than bytes.
            count = size > (ulong)_length || (count *= size) > (ulong)_length ? ulong.MaxValue : count;
            if (count == ulong.MaxValue)
            {
                throw _source.Error(Place(path), $"its shape is [{string.Join(", ", sizes.Select(size => $"{size}"))}], which the file of {_length} bytes cannot hold");
            }
        }

        float[] values = data.Type.Size == 4 ? data.Read<float[]>() : [.. data.Read<double[]>().Select(value => (float)value)];
        if ((ulong)values.Length != count)
        {
            throw _source.Error(Place(path), $"it holds {values.Length} values; {count} were expected");
        }

        int wrong = Array.FindIndex(values, value => !float.IsFinite(value));
        return wrong < 0 ? (Array.ConvertAll(sizes, size => (int)size), values)
            : throw _source.Error(Place(path), $"element {wrong} is {(float.IsNaN(values[wrong]) ? "NaN" : "infinite or too large for single precision")}");
    });

    private static string Place(string path) => path.Length == 0 ? "the root of the HDF5 file" : $"HDF5 object {ImportSource.Quote(path)}";

    private IH5Group Group(string path)
    {
        IH5Group group = _root;
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            group = group.LinkExists(part) && group.Get(part) is IH5Group next ? next : throw _source.Error(Place(path), "no such group");
        }

        return group;
    }

    private void CheckStrings(ulong[] sizes, string name)
    {
        if (sizes.Length > 1 || (sizes.Length == 1 && sizes[0] > MaximumStrings))
        {
            throw _source.Error($"attribute '{name}'", $"a list of at most {MaximumStrings} strings was expected");
        }
    }

    private T Guard<T>(string path, Func<T> read) => Guard(_source, Place(path), read);

    // PureHDF throws whatever a broken file leads it to: index, cast, null, not supported, out of memory.
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
