namespace TinyRnn.Training;

/// <summary>How well single precision keeps the changes of a column. If its steps are as large as the changes, nothing is left of them.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Largest">Largest magnitude of a value.</param>
/// <param name="Step">Distance from that value to the next one in single precision.</param>
/// <param name="Change">Median magnitude of the changes between values, without changes of 0. Single jumps do not affect a median.</param>
public sealed record ColumnPrecision(string Column, double Largest, double Step, double Change)
{
    // Rounding then alters a change by at most a fiftieth of its size, which is good enough.
    private const double FinestShare = 1.0 / 16;

    /// <summary>Whether single precision is too coarse to tell neighbouring values apart.</summary>
    public bool IsTooCoarse => Change > 0 && Step > Change * FinestShare;

    /// <summary>Measures a column of rows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values in time order.</param>
    /// <param name="follows">Whether the value at an index directly follows the one before it, so that their difference is a change; null for always.</param>
    /// <param name="origin">The number that is subtracted from each value first.</param>
    public static ColumnPrecision Of(string name, ReadOnlySpan<double> values, Func<int, bool>? follows = null, double origin = 0)
    {
        double largest = 0;
        List<double> changes = [];
        for (int i = 0; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(values[i] - origin));
            if (i > 0 && (follows is null || follows(i)))
            {
                double change = Math.Abs(values[i] - values[i - 1]);
                if (change > 0)
                {
                    changes.Add(change);
                }
            }
        }

        changes.Sort();
        float single = (float)largest;
        return new ColumnPrecision(name, largest, MathF.BitIncrement(single) - single, changes.Count == 0 ? 0 : changes[changes.Count / 2]);
    }
}
