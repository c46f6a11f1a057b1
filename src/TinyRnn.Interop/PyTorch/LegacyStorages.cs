using System.Buffers.Binary;

namespace TinyRnn.Interop.PyTorch;

/// <summary>
/// The storages behind the pickles of torch.save before version 1.6: a list of keys, then of each in this order its number of elements and they.
/// </summary>
internal sealed class LegacyStorages : ITorchStorages
{
    private const int CountBytes = 8;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _bytes = [];

    /// <param name="source">The file.</param>
    /// <param name="start">Where the first storage begins.</param>
    /// <param name="keys">The list of keys.</param>
    /// <param name="storages">What the pickle says of the storages by key.</param>
    /// <exception cref="ImportException">A storage is none that the pickle speaks of, or does not lie in the file.</exception>
    public static LegacyStorages Read(ImportSource source, int start, object? keys, IReadOnlyDictionary<string, TorchStorage> storages)
    {
        LegacyStorages found = new();
        ReadOnlyMemory<byte> rest = source.Memory[start..];
        foreach (object? key in keys as PickleList ?? throw source.Error("the list of storages is missing: the file is damaged or cut off"))
        {
            if (key is not string name || !storages.TryGetValue(name, out TorchStorage? storage))
            {
                throw source.Error("a storage stands in the file that no tensor speaks of: the file is damaged");
            }

            string place = $"storage {ImportSource.Quote(name)}";
            long count = rest.Length < CountBytes ? -1 : BinaryPrimitives.ReadInt64LittleEndian(rest.Span);
            if (count != storage.Count)
            {
                throw source.Error(place, count < 0 ? "it is not in the file, which is cut off"
                    : $"it has {count} elements, but the pickle says {storage.Count}: the file is damaged");
            }

            rest = rest[CountBytes..];
            if (count > rest.Length / storage.Type.Size)
            {
                throw source.Error(
                    place, $"its {count} elements of {storage.Type.Size} bytes do not lie in the file, which has {rest.Length} bytes left: it is cut off");
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

    // Null alone would become memory without bytes.
    public ReadOnlyMemory<byte>? Find(TorchStorage storage, string place) =>
        _bytes.TryGetValue(storage.Key, out ReadOnlyMemory<byte> bytes) ? bytes : (ReadOnlyMemory<byte>?)null;
}
