namespace TinyRnn.Model;

/// <summary>
/// A row of numbers in each step, in the user's units. If there is a scaling, the first layer reads (x_i - mean_i) / std_i.
/// </summary>
public sealed class VectorInput(int size, IReadOnlyList<string>? names = null, Scaling? scaling = null) : NetworkInput(size)
{
    /// <summary>Names of the columns; empty for none.</summary>
    public IReadOnlyList<string>? Names { get; } = names;

    /// <summary>Standardisation of the columns; null for none.</summary>
    public Scaling? Scaling { get; } = scaling;
}
