using TinyRnn.Interop.StateDicts;

namespace TinyRnn.Interop.PyTorch;

/// <summary>The elements of one or several tensors: their name, and the start of a view that old files store as a storage.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Key">The name in the file.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Start">First element of the view.</param>
/// <param name="Length">Elements of the view.</param>
internal sealed record TorchStorage(TorchType Type, string Key, long Count, long Start, long Length)
{
    /// <summary>The elements themselves, if they are in the pickle and not outside it.</summary>
    public TorchFile? Inside { get; init; }
}

/// <summary>A tensor as the file describes it: a view of a storage with any strides. Its description is checked only when it is used.</summary>
internal sealed class TorchTensor(TorchStorage storage, TorchType type, long start, long[] sizes, long[] strides)
{
    private const int MaximumRank = 8;

    public long[] Sizes => sizes;

    /// <summary>Checks the description and makes a tensor of a state dict from it.</summary>
    /// <param name="file">The file, which has the storages.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="elements">Number of elements.</param>
    /// <exception cref="ImportException">The tensor goes past the end of its storage.</exception>
    public StateTensor Take(TorchFile file, string name, out long elements)
    {
        string place = $"tensor {ImportSource.Quote(name)}";
        if (sizes.Length > MaximumRank)
        {
            throw file.Source.Error(place, $"it has {sizes.Length} axes; at most {MaximumRank} were expected");
        }

        elements = 1;
        foreach (long size in sizes)
        {
            if (size is < 0 or > ImportSource.MaximumLength || (elements *= size) > ImportSource.MaximumLength)
            {
                throw file.Source.Error(place, $"a shape of whole numbers from 0 with at most {ImportSource.MaximumLength} elements was expected");
            }
        }

        if (storage.Count < 0 || storage.Start < 0 || storage.Length < 0 || storage.Start > storage.Count - storage.Length)
        {
            throw file.Source.Error(
                place, $"its view of {storage.Length} elements from element {storage.Start} goes past the end of its storage of {storage.Count}");
        }

        // Storages with a type are measured in its elements, others in bytes.
        long available = storage.Length / (type.Size / storage.Type.Size);
        if (start < 0 || start > available)
        {
            throw file.Source.Error(place, $"its first element is {start}; one within the {available} of its storage was expected");
        }

        long last = start;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (strides[i] is < 0 or > ImportSource.MaximumLength)
            {
                throw file.Source.Error(place, $"its stride along axis {i} is {strides[i]}; a whole number from 0 was expected");
            }

            last += Math.Max(sizes[i] - 1, 0) * strides[i];
        }

        if (elements > 0 && last >= available)
        {
            throw file.Source.Error(place, $"its elements lie from {start} to {last}; a range within the {available} of its storage was expected");
        }

        long count = elements;
        int[] shape = [.. sizes.Select(size => (int)size)];
        return new StateTensor(name, shape, type.IsNumeric, () => Read(file, place, count)) { IsBrainFloat = type == TorchType.BFloat16 };
    }

    private float[] Read(TorchFile file, string place, long elements)
    {
        if (!type.IsNumeric)
        {
            throw file.Source.Error(place, $"its type is {type.Name}; float32, float64, float16 or bfloat16 was expected");
        }

        ReadOnlySpan<byte> bytes = (storage.Inside ?? file).Bytes(storage, place).Span[(int)(storage.Start * storage.Type.Size)..];
        bool isBigEndian = (storage.Inside ?? file).IsBigEndian;
        float[] values = new float[elements];
        int[] index = new int[sizes.Length];
        long at = start;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type.Read(bytes[(int)(at * type.Size)..], isBigEndian);
            if (!float.IsFinite(values[i]))
            {
                throw file.Source.Error(place, $"element {i} is {(float.IsNaN(values[i]) ? "NaN" : "infinite or too large for single precision")}");
            }

            // Distances to the next element, the last axis first.
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < sizes[axis])
                {
                    break;
                }

                at -= strides[axis] * sizes[axis];
                index[axis] = 0;
            }
        }

        return values;
    }
}
