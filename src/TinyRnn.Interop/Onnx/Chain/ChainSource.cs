using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>How the elements that a layer reads come from one row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Pooling">The pooling between, or none.</param>
/// <param name="IsDoubled">Whether the row must stand there twice before it is pooled.</param>
/// <param name="Selection">For each element its index behind the pooling; null where they are all, in order.</param>
internal sealed record ChainSource(Row Row, PoolingMode? Pooling, bool IsDoubled, int[]? Selection)
{
    /// <summary>Number of values that the layer reads.</summary>
    public int Size => IsDoubled ? 2 * Row.Size : Row.Size;

    /// <summary>A matrix over the elements as one over what the layer reads.</summary>
    public float[] Fold(float[] weight, int rows)
    {
        if (Selection is not int[] selection)
        {
            return weight;
        }

        float[] folded = new float[checked(rows * Size)];
        bool[] isSet = new bool[Size];
        for (int column = 0; column < selection.Length; column++)
        {
            int to = selection[column];
            for (int row = 0; row < rows; row++)
            {
                float value = weight[(row * selection.Length) + column];
                folded[(row * Size) + to] = isSet[to] ? folded[(row * Size) + to] + value : value;
            }

            isSet[to] = true;
        }

        return folded;
    }
}
