using Spectre.Console;

namespace SensorFleet.Driver;

/// <summary>A run of the driver with its view and its report.</summary>
internal static class FleetRun
{
    /// <summary>Drives a fleet and shows it.</summary>
    /// <returns>0 if nothing is lost and every forecast is right, else 1.</returns>
    public static async Task<int> Show(IGrainFactory grains, DriverSettings settings, bool isEmbedded, CancellationToken stop)
    {
        DriverFigures figures = new();
        using FleetDriver driver = new(grains, settings, figures);
        Task<DriverResult> run = Task.Run(() => driver.Run(stop), CancellationToken.None);
        await new FleetView(settings, figures, driver).Show(AnsiConsole.Console, run);
        DriverResult result = await run;
        result.Report(Console.Out, isEmbedded);
        return result.IsRight ? 0 : 1;
    }
}
