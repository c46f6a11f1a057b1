namespace TinyRnn.Model;

/// <summary>Mean and standard deviation of each column, in the user's units.</summary>
/// <exception cref="ArgumentException">The lengths differ, a value is not finite, or a standard deviation is not above 0.</exception>
public sealed class Scaling
{
    /// <summary>Makes a scaling.</summary>
    public Scaling(IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        if (mean.Count != std.Count || std.Any(value => !(value > 0)) || mean.Concat(std).Any(value => float.IsNaN(value) || float.IsInfinity(value)))
        {
            throw new InvalidNetworkException(
                ModelErrorCode.InvalidValue, "'mean' and 'std' must have the same length and finite values, and 'std' must be above 0");
        }

        Mean = mean;
        Std = std;
    }

    /// <summary>Mean of each column.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each column, above 0.</summary>
    public IReadOnlyList<float> Std { get; }
}
