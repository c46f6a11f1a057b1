namespace TinyRnn.Generator.Emit.Panels;

/// <summary>Constant floats of a compiled model.</summary>
/// <param name="name">Name of the property that holds them.</param>
/// <param name="summary">What they are, for its documentation.</param>
internal abstract class WeightData(string name, string summary)
{
    // Below, alignment makes no difference that could be measured; above, memory is slower than the loads.
    private const int SmallestAligned = 1024;
    private const int LargestAligned = 4 * 1024 * 1024;

    public string Name { get; } = name;

    public string Summary { get; } = summary;

    public abstract long Length { get; }

    /// <summary>Whether kernels gain from weights at a 64-byte boundary.</summary>
    public bool GainsFromAlignment => Length * sizeof(float) is >= SmallestAligned and <= LargestAligned;

    /// <summary>Whether kernels read a copy at a 64-byte boundary.</summary>
    public bool IsAligned { get; set; }

    /// <summary>An expression for the first float.</summary>
    public string First => IsAligned ? $"global::TinyRnn.AlignedWeights.At(Aligned.{Name})" : $"Floats(Weights.{Name})";

    public abstract IEnumerable<float> Values();
}

/// <summary>Floats given by a function of their index.</summary>
internal sealed class FloatTable(string name, string summary, int rows, int columns, Func<int, int, double> at) : WeightData(name, summary)
{
    public int Rows => rows;

    /// <summary>Floats of a row.</summary>
    public int Columns => columns;

    public override long Length => (long)rows * columns;

    public override IEnumerable<float> Values()
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
