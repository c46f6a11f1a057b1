namespace TinyRnn.Generator.Emit.Panels;

/// <summary>Constant numbers of a compiled model, in words of 32 bits: floats, or several smaller numbers.</summary>
/// <param name="name">Name of the property that holds them.</param>
/// <param name="summary">A description of the numbers, for their documentation.</param>
internal abstract class WeightData(string name, string summary)
{
    // Below this size, alignment makes no measurable difference; above it, memory is slower than the loads.
    private const int SmallestAligned = 1024;
    private const int LargestAligned = 4 * 1024 * 1024;

    public string Name { get; } = name;

    public string Summary { get; } = summary;

    /// <summary>Number of words.</summary>
    public abstract long Length { get; }

    /// <summary>Whether kernels are faster with the weights at a 64-byte boundary.</summary>
    public bool GainsFromAlignment => Length * sizeof(float) is >= SmallestAligned and <= LargestAligned;

    /// <summary>Whether kernels read a copy that is at a 64-byte boundary.</summary>
    public bool IsAligned { get; set; }

    /// <summary>An expression for the first float.</summary>
    public string First => IsAligned ? $"global::TinyRnn.AlignedWeights.At(Aligned.{Name})" : $"Floats(Weights.{Name})";

    /// <summary>The words.</summary>
    public abstract IEnumerable<uint> Words();
}

/// <summary>Constant floats.</summary>
/// <param name="name">Name of the property that holds them.</param>
/// <param name="summary">A description of the numbers, for their documentation.</param>
internal abstract class FloatData(string name, string summary) : WeightData(name, summary)
{
    public override IEnumerable<uint> Words() => Values().Select(Literals.BitsOf);

    protected abstract IEnumerable<float> Values();
}

/// <summary>Floats computed by a function of their index.</summary>
internal sealed class FloatTable(string name, string summary, int rows, int columns, Func<int, int, double> at) : FloatData(name, summary)
{
    public int Rows => rows;

    /// <summary>Floats in a row.</summary>
    public int Columns => columns;

    public override long Length => (long)rows * columns;

    protected override IEnumerable<float> Values()
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                yield return (float)at(row, column);
            }
        }
    }
}
