namespace TinyRnn.Training;

/// <summary>What single precision leaves of the changes of a column: nothing where its steps are as large as they.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Largest">Largest magnitude of a value.</param>
/// <param name="Step">From that value to the next one in single precision.</param>
/// <param name="Change">Median magnitude of the changes from one value to the next, which single jumps do not move; those of 0 are left out.</param>
public sealed record ColumnPrecision(string Column, double Largest, double Step, double Change)
{
    // Rounding then moves a change by a fiftieth of its size at most: what is finer is as good as exact.
    private const double FinestShare = 1.0 / 16;

    /// <summary>Whether single precision cannot tell neighbours apart well enough.</summary>
    public bool IsTooCoarse => Change > 0 && Step > Change * FinestShare;

    /// <summary>Measures a column of rows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values in the order of time.</param>
    /// <param name="follows">Whether the value of an index follows the one before it, so that their difference is a change; null for always.</param>
    /// <param name="origin">What is taken from each value before.</param>
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
