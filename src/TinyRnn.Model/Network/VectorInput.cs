namespace TinyRnn.Model;

/// <summary>
/// A row of numbers a step, in the user's units. Where there is a scaling, the first layer sees
/// (x_i - mean_i) / std_i.
/// </summary>
public sealed class VectorInput(int size, IReadOnlyList<string>? names = null, Scaling? scaling = null) : NetworkInput(size)
{
    /// <summary>Names of the columns, or none.</summary>
    public IReadOnlyList<string>? Names { get; } = names;

    /// <summary>Standardisation of the columns, or none.</summary>
    public Scaling? Scaling { get; } = scaling;
}
