using System.Buffers.Binary;

namespace TinyRnn.Interop.PyTorch;

/// <summary>
/// The storages after the pickles of torch.save before version 1.6: a list of keys, then for each key in order its number of elements and the
/// elements.
/// </summary>
internal sealed class LegacyStorages : ITorchStorages
{
    private const int CountBytes = 8;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _bytes = [];

    /// <param name="source">The file.</param>
    /// <param name="start">The offset of the first storage.</param>
    /// <param name="keys">The list of keys.</param>
    /// <param name="storages">What the pickle says about the storages, by key.</param>
    /// <exception cref="ImportException">The pickle does not mention a storage, or a storage goes past the end of the file.</exception>
    public static LegacyStorages Read(ImportSource source, int start, object? keys, IReadOnlyDictionary<string, TorchStorage> storages)
    {
        LegacyStorages found = new();
        ReadOnlyMemory<byte> rest = source.Memory[start..];
        foreach (object? key in keys as PickleList ?? throw source.Error("the list of storages is missing: the file is damaged or cut off"))
        {
            if (key is not string name || !storages.TryGetValue(name, out TorchStorage? storage))
            {
                throw source.Error("no tensor uses a storage in the file: the file is damaged");
            }

            string place = $"storage {ImportSource.Quote(name)}";
            long count = rest.Length < CountBytes ? -1 : BinaryPrimitives.ReadInt64LittleEndian(rest.Span);
            if (count != storage.Count)
            {
                throw source.Error(place, count < 0 ? "it is not in the file: the file is cut off"
                    : $"it has {count} elements, but the pickle says {storage.Count}: the file is damaged");
            }

            rest = rest[CountBytes..];
            if (count > rest.Length / storage.Type.Size)
            {
                throw source.Error(
                    place, $"its {count} elements of {storage.Type.Size} bytes do not fit into the {rest.Length} bytes that are left: the file is cut off");
            }

            int length = (int)count * storage.Type.Size;
            if (!found._bytes.TryAdd(name, rest[..length]))
            {
                throw source.Error(place, "duplicate storage in the file");
            }

            rest = rest[length..];
        }

        return found;
    }

    // A null value would otherwise become memory without bytes behind it in the file.
    public ReadOnlyMemory<byte>? Find(TorchStorage storage, string place) =>
        _bytes.TryGetValue(storage.Key, out ReadOnlyMemory<byte> bytes) ? bytes : (ReadOnlyMemory<byte>?)null;
}
