namespace TinyRnn.Interop.Onnx;

/// <summary>How the elements that a layer reads lie among the values of other layers.</summary>
/// <param name="Names">These layers, or the network's input, one after another.</param>
/// <param name="Size">Number of their values.</param>
/// <param name="Selection">For each element, its index among those values; null if they are all values in order.</param>
internal sealed record RowSource(IReadOnlyList<string> Names, int Size, int[]? Selection)
{
    /// <summary>Converts a matrix over the elements to one over the values of the layers.</summary>
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
