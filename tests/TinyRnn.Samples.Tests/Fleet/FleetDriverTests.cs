using Orleans.TestingHost;
using SensorFleet.Devices;
using SensorFleet.Driver;
using SensorFleet.Silo;
using Spectre.Console;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>The driver of the simulated fleet.</summary>
public class FleetDriverTests
{
    private static readonly FleetOptions Options = new() { WriteInterval = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task A_run_takes_every_reading_and_checks_every_forecast()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), Options);
        DriverSettings settings = Settings(devices: 50, rate: 40, readingsPerCall: 2, inFlight: 1000);
        Run run = new(cluster, settings);
        DriverResult result = await run.Until(() => run.Figures.Readings >= 50 * 40);
        Assert.True(result.IsRight, Text(result));
        Assert.Equal((0, 0, 0), (result.Unequal, result.Unanswered, result.Lost));

        // No faster than agreed on, however late the driver is: a device has no more than the readings of its time and of one call.
        Assert.InRange(result.Equal, 50 * 40, 50 * (2 + (40 * run.Figures.Elapsed.TotalSeconds)));

        // A second run goes on where the first one ended.
        Run second = new(cluster, settings with { Rate = 0, InFlight = 20 });
        DriverResult after = await second.Until(() => second.Figures.Readings >= 1000);
        Assert.True(after.IsRight, Text(after));
        Assert.True(after.Equal >= 1000);
    }

    [Fact]
    public async Task A_lost_silo_loses_no_device()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), Options, silos: 3, callTimeout: TimeSpan.FromSeconds(3));
        Run run = new(cluster, Settings(devices: 90, rate: 20, readingsPerCall: 1, inFlight: 1000));
        await Events.Until(() => run.Driver.DevicesBySilo.Sum(silo => silo.Value) == 90 && run.Figures.Readings >= 90 * 20);

        // Any silo with devices: one that came late may have none.
        int port = run.Driver.DevicesBySilo.Last().Key;
        InProcessSiloHandle lost = cluster.Cluster.Silos.Single(silo => silo.SiloAddress.Endpoint.Port == port);
        await cluster.Cluster.KillSiloAsync(lost, TestContext.Current.CancellationToken);
        DriverResult result = await run.Until(() => run.Driver.DevicesBySilo.All(silo => silo.Key != port));
        Assert.True(result.IsRight, Text(result));
        Assert.NotEmpty(result.Resumptions);
        Assert.True(result.EqualResumed > 0);
    }

    [Fact]
    public void A_silo_is_counted_when_it_had_devices_at_both_ends()
    {
        DeviceReport[] before = [Report(new SiloTotals(1, 100, 10, 1, 20)), Report(new SiloTotals(2, 100, 10, 1, 20))];
        DeviceReport[] after = [Report(new SiloTotals(1, 500, 110, 2, 30)), Report(new SiloTotals(3, 700, 70, 7, 70))];
        string text = Text(new DriverResult(new DriverFigures(), [], before, after));
        Assert.Contains("10.0 % of the time of silo and driver (1.00 of 10.0 s), 4.0 readings a pass", text, StringComparison.Ordinal);

        static DeviceReport Report(SiloTotals silo) => new(0, 0, 0, 0, silo);
    }

    [Fact]
    public async Task A_wrong_forecast_is_found()
    {
        FleetStore store = new();
        await using FleetCluster cluster = await FleetCluster.Start(store, Options);
        IDeviceGrain device = cluster.Device(3);
        DriverSettings settings = Settings(devices: 5, rate: 0, readingsPerCall: 1, inFlight: 5);
        Run first = new(cluster, settings);
        await first.Until(() => first.Figures.Readings >= 100);
        await cluster.Cluster.DeactivateAsync(device);
        DeviceForm.Read(store[device], out _, out DeviceProgress progress);
        store[device] = DeviceForm.Write(FleetModel.InitialState, progress);
        Run second = new(cluster, settings);
        DriverResult result = await second.Until(() => second.Figures.Readings >= 100);
        Assert.False(result.IsRight);
        Assert.True(result.Unequal > 0);
    }

    [Fact]
    public async Task More_than_a_silo_takes_comes_to_its_end_all_the_same()
    {
        FleetOptions options = new() { WriteInterval = TimeSpan.FromSeconds(10), BatchDelay = TimeSpan.FromMilliseconds(20), QueueLimit = 60 };
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), options);
        Run run = new(cluster, Settings(devices: 200, rate: 0, readingsPerCall: 4, inFlight: 200));
        DriverResult result = await run.Until(() => run.Figures.BusyAnswers > 0 && run.Figures.Readings > 0);
        Assert.True(result.IsRight, Text(result));
        Assert.True(result.Equal > 0);
    }

    [Fact]
    public async Task The_view_shows_the_figures()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), Options);
        DriverSettings settings = Settings(devices: 20, rate: 50, readingsPerCall: 1, inFlight: 1000);
        Run run = new(cluster, settings);
        await run.Until(() => run.Figures.Readings >= 1000);
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 120;
        console.Write(new FleetView(settings, run.Figures, run.Driver).Render(run.Figures.NextInterval()));
        Assert.Contains("20 devices on 1 silo, ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains($"in {run.Figures.Readings:N0} readings", text.ToString(), StringComparison.Ordinal);
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

    private static DriverSettings Settings(int devices, double rate, int readingsPerCall, int inFlight) =>
        new(devices, rate, readingsPerCall, null, inFlight) { Patience = Patience.Longest };

    private static string Text(DriverResult result)
    {
        StringWriter text = new();
        result.Report(text, isEmbedded: true);
        return text.ToString();
    }

    /// <summary>A run that ends when enough has happened.</summary>
    private sealed class Run
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private readonly Task<DriverResult> _result;

        public Run(FleetCluster cluster, DriverSettings settings)
        {
            Driver = new FleetDriver(cluster.Cluster.Client, settings, Figures);
            _result = Task.Run(() => Driver.Run(_stop.Token));
        }

        public DriverFigures Figures { get; } = new();

        public FleetDriver Driver { get; }

        public async Task<DriverResult> Until(Func<bool> isEnough)
        {
            await Events.Until(() => _result.IsCompleted || isEnough());
            await _stop.CancelAsync();
            DriverResult result = await _result;
            Assert.True(isEnough());
            Driver.Dispose();
            _stop.Dispose();
            return result;
        }
    }
}
