namespace TinyRnn.Interop.Onnx;

/// <summary>Row-major index arithmetic: for each element of a result, the index of its element of the source.</summary>
internal static class Indexing
{
    public static int Product(ReadOnlySpan<int> sizes)
    {
        long product = 1;
        foreach (int size in sizes)
        {
            product = checked(product * size);
        }

        return checked((int)product);
    }

    public static int[] Strides(int[] sizes)
    {
        int[] strides = new int[sizes.Length];
        int stride = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride = checked(stride * Math.Max(sizes[i], 1));
        }

        return strides;
    }

    /// <summary>The source's indices of a result of these sizes, if a step along axis i moves by <paramref name="strides"/>[i].</summary>
    public static int[] Walk(int[] sizes, int[] strides, int start = 0)
    {
        int[] indices = new int[Product(sizes)];
        int[] place = new int[sizes.Length];
        int offset = start;
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = offset;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++place[axis] < sizes[axis])
                {
                    break;
                }

                offset -= sizes[axis] * strides[axis];
                place[axis] = 0;
            }
        }

        return indices;
    }

    public static int[] Transpose(int[] sizes, int[] order)
    {
        int[] strides = Strides(sizes);
        return Walk([.. order.Select(axis => sizes[axis])], [.. order.Select(axis => strides[axis])]);
    }

    /// <summary>Indices of a choice along one axis.</summary>
    public static int[] Select(int[] sizes, int axis, int[] chosen)
    {
        int inner = Product(sizes.AsSpan(axis + 1));
        int outer = Product(sizes.AsSpan(0, axis));
        int[] indices = new int[checked(outer * chosen.Length * inner)];
        int at = 0;
        for (int i = 0; i < outer; i++)
        {
            foreach (int one in chosen)
            {
                for (int k = 0; k < inner; k++)
                {
                    indices[at++] = (((i * sizes[axis]) + one) * inner) + k;
                }
            }
        }

        return indices;
    }

    /// <summary>Indices that repeat axes of size 1; the sizes have the same rank.</summary>
    public static int[] Broadcast(int[] sizes, int[] target)
    {
        int[] strides = Strides(sizes);
        return Walk(target, [.. strides.Select((stride, i) => sizes[i] == 1 ? 0 : stride)]);
    }

    /// <summary>The indices of the elements that differ only along some axes, group by group.</summary>
    public static int[][] Groups(int[] sizes, int[] over)
    {
        int[] kept = [.. Enumerable.Range(0, sizes.Length).Except(over)];
        int size = over.Aggregate(1, (product, axis) => checked(product * sizes[axis]));
        return size == 0 ? [] : [.. Transpose(sizes, [.. kept, .. over]).Chunk(size)];
    }
}
