using Spectre.Console;
using TinyRnn.Model;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>The errors of a forecast model and of the baselines, on the same targets.</summary>
internal sealed class ForecastTable
{
    private readonly List<(string Name, ForecastErrors Errors)> _rows = [];

    private (string Name, double[] Forecasts, double Rmse)? _best;

    /// <param name="network">The model.</param>
    /// <param name="name">Its name in the table.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="targets">Target rows, at least one.</param>
    /// <param name="baselines">The baselines to compare it with.</param>
    public ForecastTable(Network network, string name, ForecastWindows windows, IReadOnlyList<int> targets, ForecastBaselines baselines)
    {
        Measured = [.. targets.Select(target => windows.Series.Target[target])];
        Forecasts = windows.Forecast(network, targets);
        _rows.Add((name, ForecastErrors.Of(Forecasts, Measured)));
        foreach ((string baseline, double[] forecasts) in baselines.Forecast(windows, targets))
        {
            ForecastErrors errors = ForecastErrors.Of(forecasts, Measured);
            _rows.Add((baseline, errors));
            if (_best is null || errors.Rmse < _best.Value.Rmse)
            {
                _best = (baseline, forecasts, errors.Rmse);
            }
        }
    }

    /// <summary>The measured values.</summary>
    public double[] Measured { get; }

    /// <summary>The model's forecasts.</summary>
    public double[] Forecasts { get; }

    /// <summary>The rows of the table, the model first.</summary>
    public IReadOnlyList<(string Name, ForecastErrors Errors)> Rows => _rows;

    /// <summary>The measured values, the best baseline's forecasts and the model's, for a picture.</summary>
    public IReadOnlyList<ForecastLine> Lines()
    {
        ForecastLine measured = new("measured", Measured, SvgColors.Blue);
        ForecastLine forecast = new($"forecast (RMSE {Measures.FourDigits(_rows[0].Errors.Rmse)})", Forecasts, SvgColors.Orange);
        return _best is (string name, double[] forecasts, double rmse)
            ? [measured, new ForecastLine($"{name} (RMSE {Measures.FourDigits(rmse)})", forecasts, SvgColors.Green, IsDashed: true), forecast]
            : [measured, forecast];
    }

    public void Print()
    {
        int width = Math.Max(10, _rows.Max(row => row.Name.Length));
        string[][] cells = [.. _rows.Select(row => new[] { Measures.FourDigits(row.Errors.Rmse), Measures.FourDigits(row.Errors.Mae) })];
        int number = Math.Max(8, cells.Max(row => row.Max(cell => cell.Length)));
        AnsiConsole.WriteLine($"{"".PadRight(width)} {"RMSE".PadLeft(number)} {"MAE".PadLeft(number)}");
        for (int i = 0; i < cells.Length; i++)
        {
            AnsiConsole.WriteLine($"{_rows[i].Name.PadRight(width)} {cells[i][0].PadLeft(number)} {cells[i][1].PadLeft(number)}");
        }
    }
}
