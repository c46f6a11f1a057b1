namespace TinyRnn.Interop.StateDicts;

/// <summary>One named array of a state dict. Values are decoded when they are needed, after the shape has been checked.</summary>
/// <param name="name">Its name, as the file has it.</param>
/// <param name="shape">Sizes, the slowest-varying first; none for a scalar.</param>
/// <param name="isNumeric">Whether its elements are floating-point numbers.</param>
/// <param name="read">Decodes the elements.</param>
internal sealed class StateTensor(string name, int[] shape, bool isNumeric, Func<float[]> read)
{
    public string Name { get; } = name;

    public IReadOnlyList<int> Shape { get; } = shape;

    public bool IsNumeric { get; } = isNumeric;

    /// <summary>Whether its elements are bfloat16.</summary>
    public bool IsBrainFloat { get; init; }

    /// <summary>The file's tensors that it was made from; itself, if it is one of them.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [name];

    public int Rank => Shape.Count;

    public float[] Read() => read();

    public string DescribeShape() => $"[{string.Join(", ", Shape.Select(number => $"{number}"))}]";
}
