using SensorFleet.Devices;
using SensorFleet.Driver;
using SensorFleet.Silo;
using Spectre.Console;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>The driver of the simulated fleet.</summary>
public class FleetDriverTests
{
    private static readonly FleetOptions Options = new() { WriteInterval = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task A_run_takes_every_reading_and_checks_every_forecast()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), Options);
        DriverSettings settings = new(50, 40, 2, TimeSpan.FromSeconds(2), 1000);
        DriverResult result = await Run(cluster, settings);
        Assert.True(result.IsRight, Text(result));
        Assert.InRange(result.Equal, 50 * 40, 50 * 40 * 3);
        Assert.Equal((0, 0, 0), (result.Unequal, result.Unanswered, result.Lost));

        // A second run goes on where the first one ended.
        DriverResult second = await Run(cluster, settings with { Rate = 0, InFlight = 20 });
        Assert.True(second.IsRight, Text(second));
        Assert.True(second.Equal > 0);
    }

    [Fact]
    public async Task A_lost_silo_loses_no_device()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), Options, silos: 3);
        Task<DriverResult> run = Run(cluster, new DriverSettings(90, 20, 1, TimeSpan.FromSeconds(5), 1000));
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[1], TestContext.Current.CancellationToken);
        DriverResult result = await run;
        Assert.True(result.IsRight, Text(result));
        Assert.NotEmpty(result.Resumptions);
        Assert.True(result.EqualResumed > 0);
    }

    [Fact]
    public async Task A_wrong_forecast_is_found()
    {
        FleetStore store = new();
        await using FleetCluster cluster = await FleetCluster.Start(store, Options);
        IDeviceGrain device = cluster.Device(3);
        DriverSettings settings = new(5, 0, 1, TimeSpan.FromMilliseconds(300), 5);
        await Run(cluster, settings);
        await cluster.Cluster.DeactivateAsync(device);
        DeviceForm.Read(store[device], out _, out DeviceProgress progress);
        store[device] = DeviceForm.Write(FleetModel.InitialState, progress);
        DriverResult result = await Run(cluster, settings);
        Assert.False(result.IsRight);
        Assert.True(result.Unequal > 0);
    }

    [Fact]
    public async Task More_than_a_silo_takes_comes_to_its_end_all_the_same()
    {
        FleetOptions options = new() { WriteInterval = TimeSpan.FromSeconds(10), BatchDelay = TimeSpan.FromMilliseconds(20), QueueLimit = 60 };
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), options);
        DriverFigures figures = new();
        DriverSettings settings = new(200, 0, 4, TimeSpan.FromSeconds(2), 200);
        using FleetDriver driver = new(cluster.Cluster.Client, settings, figures);
        DriverResult result = await driver.Run(TestContext.Current.CancellationToken);
        Assert.True(result.IsRight, Text(result));
        Assert.True(figures.BusyAnswers > 0);
        Assert.True(result.Equal > 0);
    }

    [Fact]
    public async Task The_view_shows_the_figures()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), Options);
        DriverFigures figures = new();
        DriverSettings settings = new(20, 50, 1, TimeSpan.FromSeconds(2), 1000);
        using FleetDriver driver = new(cluster.Cluster.Client, settings, figures);
        await driver.Run(TestContext.Current.CancellationToken);
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 120;
        console.Write(new FleetView(settings, figures, driver).Render(figures.NextInterval()));
        Assert.Contains("20 devices on 1 silo, ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains($"in {figures.Readings:N0} readings", text.ToString(), StringComparison.Ordinal);
        Assert.Matches("p50 [0-9.]+ ms   p99 [0-9.]+ ms", text.ToString());
    }

    [Fact]
    public void Readings_of_a_device_are_the_same_in_any_order()
    {
        SimulatedDevice device = new(12);
        float[] forwards = [.. Enumerable.Range(0, 2000).Select(i => device.Reading(i))];
        Assert.All(Enumerable.Range(0, 2000).Reverse(), i => Assert.Equal(forwards[i], new SimulatedDevice(12).Reading(i)));
        Assert.All(forwards, reading => Assert.InRange(reading, 30f, 130f));
        Assert.NotEqual(forwards[..50], [.. Enumerable.Range(0, 50).Select(i => new SimulatedDevice(13).Reading(i))]);
    }

    private static async Task<DriverResult> Run(FleetCluster cluster, DriverSettings settings)
    {
        using FleetDriver driver = new(cluster.Cluster.Client, settings, new DriverFigures());
        return await driver.Run(TestContext.Current.CancellationToken);
    }

    private static string Text(DriverResult result)
    {
        StringWriter text = new();
        result.Report(text, isEmbedded: true);
        return text.ToString();
    }
}
