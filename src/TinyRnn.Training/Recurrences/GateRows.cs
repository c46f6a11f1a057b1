namespace TinyRnn.Training;

/// <summary>Checks lengths before a pass over gates uses pointers.</summary>
internal static class GateRows
{
    /// <summary>The number of rows.</summary>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">Number of gates.</param>
    /// <param name="length">Values of all gates.</param>
    /// <param name="others">Lengths of the arrays with one value for each unit, which may have more rows.</param>
    /// <exception cref="ArgumentException">An array is too short.</exception>
    public static int Count(int units, int gates, int length, params ReadOnlySpan<int> others)
    {
        int rows = length / (gates * units);
        if (length != rows * gates * units)
        {
            throw new ArgumentException($"{length} values are not whole rows of {gates} gates of {units} units");
        }

        foreach (int other in others)
        {
            if (other < rows * units)
            {
                throw new ArgumentException($"{rows} rows of {units} units need {rows * units} values, not {other}");
            }
        }

        return rows;
    }
}
