using Spectre.Console;
using Spectre.Console.Rendering;

namespace SensorFleet.Driver;

/// <summary>Shows a run: as a live view in a terminal, else as one line per second.</summary>
internal sealed class FleetView(DriverSettings settings, DriverFigures figures, FleetDriver driver)
{
    private const int SparkSeconds = 48;
    private const int BarWidth = 24;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly List<double> _rates = [];

    /// <summary>Shows figures until a run ends.</summary>
    public async Task Show(IAnsiConsole console, Task run)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
        {
            while (await Task.WhenAny(run, Task.Delay(Period)) != run)
            {
                if (figures.IsSending)
                {
                    await console.Profile.Out.Writer.WriteLineAsync(Line(figures.NextInterval()));
                }
            }

            return;
        }

        await console.Live(Render(default)).StartAsync(async live =>
        {
            while (await Task.WhenAny(run, Task.Delay(Period)) != run)
            {
                if (figures.IsSending)
                {
                    live.UpdateTarget(Render(figures.NextInterval()));
                }
            }
        });
    }

    /// <summary>The figures as a picture for the terminal.</summary>
    public IRenderable Render(Interval interval)
    {
        _rates.Add(interval.Rate);
        Grid numbers = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn(new GridColumn().NoWrap());
        numbers.AddRow("[grey]readings a second[/]", $"[bold]{Number(interval.Rate)}[/]  [green]{Sparkline(_rates)}[/]");
        numbers.AddRow("[grey]delay[/]", $"p50 [bold]{Milliseconds(interval.Median)}[/]   p99 [bold]{Milliseconds(interval.Tail)}[/]");
        numbers.AddRow("[grey]anomalies[/]", $"[yellow]{figures.Anomalies:N0}[/] in {figures.Readings:N0} readings");
        numbers.AddRow(
            "[grey]calls[/]",
            $"{driver.InFlight:N0} of {settings.InFlight:N0} under way, {figures.BusyAnswers:N0} busy, {Warning(figures.Failures)} failed, "
                + $"{Warning(figures.Again)} readings sent again");

        KeyValuePair<int, int>[] silos = [.. driver.DevicesBySilo];
        Table devices = new Table().Border(TableBorder.Simple).AddColumn("silo").AddColumn(new TableColumn("devices").RightAligned()).AddColumn("");
        foreach ((int port, int count) in silos)
        {
            devices.AddRow($"{port}", $"{count:N0}", $"[blue]{new string('━', Math.Max(1, BarWidth * count / settings.Devices))}[/]");
        }

        Table anomalies = new Table().Border(TableBorder.Simple).AddColumn("device").AddColumn(new TableColumn("reading").RightAligned())
            .AddColumn(new TableColumn("degrees").RightAligned()).AddColumn(new TableColumn("forecast").RightAligned());
        foreach (Anomaly anomaly in figures.Latest.Reverse())
        {
            anomalies.AddRow(
                $"{anomaly.Device}", $"{anomaly.Index}", FormattableString.Invariant($"[yellow]{anomaly.Reading:0.0}[/]"),
                FormattableString.Invariant($"{anomaly.Forecast:0.0}"));
        }

        string time = settings.Duration is TimeSpan duration ? $"{figures.Elapsed:m\\:ss} of {duration:m\\:ss}" : $"{figures.Elapsed:m\\:ss}, Ctrl+C ends";
        return new Panel(new Rows(numbers, new Columns(devices, anomalies)))
            .Header($" {settings.Devices:N0} devices on {silos.Length} silo{(silos.Length == 1 ? "" : "s")}, {time} ")
            .BorderColor(Color.Grey)
            .Padding(2, 1);
    }

    private string Line(Interval interval) =>
        $"{figures.Elapsed.TotalSeconds:0} s: {Number(interval.Rate)} readings/s, delay p50 {Milliseconds(interval.Median)} p99 "
            + $"{Milliseconds(interval.Tail)}, {figures.Anomalies:N0} anomalies, {figures.BusyAnswers:N0} busy, {figures.Failures:N0} failed, "
            + $"{figures.Again:N0} sent again, {string.Join(" + ", driver.DevicesBySilo.Select(silo => $"{silo.Value:N0}"))} devices";

    private static string Sparkline(List<double> rates)
    {
        double largest = Math.Max(1, rates.TakeLast(SparkSeconds).Max());
        return string.Concat(rates.TakeLast(SparkSeconds).Select(rate => "▁▂▃▄▅▆▇█"[Math.Clamp((int)(rate / largest * 8), 0, 7)]));
    }

    private static string Warning(long count) => count == 0 ? "0" : $"[red]{count:N0}[/]";

    private static string Number(double value) => FormattableString.Invariant($"{value:N0}");

    private static string Milliseconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0.0} ms");
}
