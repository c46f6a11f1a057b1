namespace TinyRnn.Model;

/// <summary>
/// A matrix in a file without its zero blocks: one bit for each block says whether it is stored. No block can therefore be stored twice, out of order
/// or beyond the matrix.
/// </summary>
internal static class SparseForm
{
    public const string GroupField = "group";
    public const string BlocksField = "blocks";

    /// <summary>The most elements that all such matrices of a file may have: their blocks take almost no room in the file, but all their zeros take
    /// memory.</summary>
    public const long MaximumElements = 1 << 26;

    // Smaller matrices use the older dense form, which all readers know.
    private const int LeastBytesSaved = 512;

    /// <summary>The blocks of a layer's matrix; null for a tensor that is not a matrix.</summary>
    public static BlockGrid? GridOf(Layer layer, TensorSpec spec)
    {
        if (spec.Shape.Count != 2)
        {
            return null;
        }

        bool hasGates = layer is RecurrentLayer recurrent && spec.Shape[0] == recurrent.Gates * recurrent.HiddenSize;
        return new BlockGrid(spec.Shape[0], spec.Shape[1], hasGates ? ((RecurrentLayer)layer).HiddenSize : spec.Shape[0]);
    }

    /// <summary>Which blocks hold anything other than +0, if leaving out the others saves at least a quarter of the matrix; else null.</summary>
    public static bool[]? FindBlocks(Tensor tensor, BlockGrid? grid)
    {
        if (grid is null || Bytes(tensor, grid.Rows * (long)grid.Columns) < LeastBytesSaved)
        {
            return null;
        }

        bool[] blocks = Present(tensor, grid);
        long all = Bytes(tensor, grid.Rows * (long)grid.Columns);
        long saved = all - Bytes(tensor, ElementsIn(grid, blocks)) - BitmapBytes(grid);
        return saved >= LeastBytesSaved && saved >= all / 4 ? blocks : null;
    }

    /// <summary>Whether each block holds anything other than +0.</summary>
    public static bool[] Present(Tensor tensor, BlockGrid grid)
    {
        bool[] blocks = new bool[grid.Count];
        for (int band = 0; band < grid.Bands; band++)
        {
            int from = grid.FirstRow(band) * grid.Columns;
            for (int i = 0; i < grid.RowsOf(band) * grid.Columns; i++)
            {
                blocks[(band * grid.Columns) + (i % grid.Columns)] |= IsPresent(tensor, from + i);
            }
        }

        return blocks;
    }

    /// <summary>The size of all tensors as a file stores them, before base64, in bytes.</summary>
    public static long StoredBytes(Network network) => network.Layers.Sum(layer =>
        layer.Tensors.Sum(spec => StoredBytes(network.Tensors[spec.Name], GridOf(layer, spec))));

    private static long StoredBytes(Tensor tensor, BlockGrid? grid) => FindBlocks(tensor, grid) is not bool[] blocks ? tensor.Bytes
        : tensor.Bytes - Bytes(tensor, grid!.Rows * (long)grid.Columns) + Bytes(tensor, ElementsIn(grid, blocks)) + BitmapBytes(grid);

    public static long BitmapBytes(BlockGrid grid) => (grid.Count + 7) / 8;

    /// <summary>The number of elements in the stored blocks.</summary>
    public static long ElementsIn(BlockGrid grid, bool[] blocks)
    {
        long count = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            count += blocks[i] ? grid.RowsOf(i / grid.Columns) : 0;
        }

        return count;
    }

    /// <summary>One bit for each block; the first block is the lowest bit of the first byte.</summary>
    public static byte[] ToBitmap(bool[] blocks)
    {
        byte[] bitmap = new byte[(blocks.Length + 7) / 8];
        for (int i = 0; i < blocks.Length; i++)
        {
            bitmap[i / 8] |= (byte)(blocks[i] ? 1 << (i % 8) : 0);
        }

        return bitmap;
    }

    /// <summary>The blocks that a bitmap names; null if a bit after the last block is set.</summary>
    public static bool[]? OfBitmap(byte[] bitmap, BlockGrid grid)
    {
        bool[] blocks = new bool[grid.Count];
        for (int i = 0; i < bitmap.Length * 8; i++)
        {
            bool isSet = (bitmap[i / 8] >> (i % 8) & 1) != 0;
            if (i < blocks.Length)
            {
                blocks[i] = isSet;
            }
            else if (isSet)
            {
                return null;
            }
        }

        return blocks;
    }

    /// <summary>The bytes of the elements in stored blocks.</summary>
    public static byte[] Pack(byte[] all, int bytesOfElement, BlockGrid grid, bool[] blocks)
    {
        byte[] packed = new byte[ElementsIn(grid, blocks) * bytesOfElement];
        int count = 0;
        foreach (int element in Elements(grid, blocks))
        {
            Buffer.BlockCopy(all, element * bytesOfElement, packed, count, bytesOfElement);
            count += bytesOfElement;
        }

        return packed;
    }

    /// <summary>All elements, with zeros where a block is not stored.</summary>
    public static T[] Unpack<T>(T[] packed, BlockGrid grid, bool[] blocks)
    {
        T[] all = new T[grid.Rows * (long)grid.Columns];
        int count = 0;
        foreach (int element in Elements(grid, blocks))
        {
            all[element] = packed[count++];
        }

        return all;
    }

    // Row by row, the order of the elements in the whole matrix.
    private static IEnumerable<int> Elements(BlockGrid grid, bool[] blocks)
    {
        for (int band = 0; band < grid.Bands; band++)
        {
            int from = grid.FirstRow(band) * grid.Columns;
            for (int i = 0; i < grid.RowsOf(band) * grid.Columns; i++)
            {
                if (blocks[(band * grid.Columns) + (i % grid.Columns)])
                {
                    yield return from + i;
                }
            }
        }
    }

    private static long Bytes(Tensor tensor, long elements) => elements * tensor.Type.Bytes();

    // Minus zero is kept, so that the matrix is restored bit for bit.
    private static bool IsPresent(Tensor tensor, int element) =>
        tensor.Type == TensorType.I8 ? tensor.QuantizedValues[element] != 0 : BitConverter.DoubleToInt64Bits(tensor.Values[element]) != 0;
}
