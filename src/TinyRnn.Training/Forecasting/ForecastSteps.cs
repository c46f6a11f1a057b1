using TinyRnn.Model;

namespace TinyRnn.Training;

/// <summary>The forecasts of several steps after a window.</summary>
public static class ForecastSteps
{
    /// <summary>Computes forecasts one after another: each becomes the newest row for the next one, with the values that are known ahead.</summary>
    /// <param name="interpreter">Of a forecast model; one that gives the steps one after another, if there are several.</param>
    /// <param name="window">The window.</param>
    /// <param name="count">Number of steps.</param>
    /// <param name="known">Gives the values of the known columns at a step, from 0.</param>
    public static double[] After(Interpreter interpreter, ReadOnlySpan<double> window, int count, Func<int, double[]> known)
    {
        ForecastShape shape = interpreter.Network.Forecast!;
        if (shape.CanFeedBack)
        {
            return interpreter.Forecast(window, count);
        }

        double[] rows = window.ToArray();
        double[] forecasts = new double[count];
        for (int step = 0; step < count; step++)
        {
            if (step > 0)
            {
                rows.AsSpan(shape.Columns).CopyTo(rows);
                Span<double> newest = rows.AsSpan(rows.Length - shape.Columns);
                double[] values = known(step);
                for (int i = 0; i < values.Length; i++)
                {
                    newest[shape.Known[i]] = values[i];
                }

                if (shape.Target is int target)
                {
                    newest[target] = forecasts[step - 1];
                }
            }

            forecasts[step] = interpreter.Forecast(rows);
        }

        return forecasts;
    }
}
