using SensorFleet.Devices;
using SensorFleet.Silo;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>A device of the fleet in a silo.</summary>
public class DeviceTests
{
    private static readonly float[] Values = PlainLoop.Readings(100, 1);
    private static readonly float[] Expected = PlainLoop.Forecasts(Values);

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public async Task Forecasts_are_those_of_a_plain_loop_however_readings_are_cut(int streams)
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), new FleetOptions { BatchStreams = streams });
        IDeviceGrain device = cluster.Device(1);
        List<float> forecasts = [];
        foreach (Range part in new[] { 0..1, 1..30, 30..31, 31..100 })
        {
            ReadingsReply reply = await device.Take(new Readings(part.Start.Value, Values[part]));
            Assert.Equal(ReadingsStatus.Accepted, reply.Status);
            Assert.Equal(part.End.Value, reply.Next);
            forecasts.AddRange(reply.Forecasts);
        }

        Assert.Equal(Expected, forecasts);
        Assert.Equal(Expected[^1], (await device.Report()).Forecast);
    }

    [Fact]
    public async Task Readings_are_taken_once_and_in_order()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore());
        IDeviceGrain device = cluster.Device(1);
        await device.Take(new Readings(0, Values[..10]));
        ReadingsReply again = await device.Take(new Readings(0, Values[..10]));
        Assert.Equal((ReadingsStatus.Accepted, 10), (again.Status, again.Next));
        Assert.Empty(again.Forecasts);
        ReadingsReply gap = await device.Take(new Readings(11, Values[11..20]));
        Assert.Equal((ReadingsStatus.Gap, 10), (gap.Status, gap.Next));
        ReadingsReply overlap = await device.Take(new Readings(5, Values[5..20]));
        Assert.Equal((ReadingsStatus.Accepted, 20), (overlap.Status, overlap.Next));
        Assert.Equal(Expected[10..20], overlap.Forecasts);
    }

    [Fact]
    public async Task A_device_goes_on_after_deactivation_as_if_nothing_had_been()
    {
        FleetStore store = new();
        await using FleetCluster cluster = await FleetCluster.Start(store);
        IDeviceGrain device = cluster.Device(1);
        ReadingsReply before = await device.Take(new Readings(0, Values[..60]));
        Assert.Equal(-1, store.Next(device));
        await cluster.Cluster.DeactivateAsync(device);
        Assert.Equal(60, store.Next(device));
        ReadingsReply after = await device.Take(new Readings(60, Values[60..]));
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal((60, 60), (after.ResumedAt, after.Written));
        Assert.Equal(Expected[60..], after.Forecasts);
    }

    [Fact]
    public async Task State_is_written_at_intervals_and_again_after_a_failure()
    {
        FleetStore store = new() { IsDown = true };
        await using FleetCluster cluster = await FleetCluster.Start(store, new FleetOptions { WriteInterval = TimeSpan.FromMilliseconds(100) });
        IDeviceGrain device = cluster.Device(1);
        await device.Take(new Readings(0, Values[..60]));
        await Events.Until(() => store.FailedWrites >= 2);
        Assert.Equal((60, 0), ((await device.Report()).Next, (await device.Report()).Written));
        store.IsDown = false;
        await Events.Until(async () => (await device.Report()).Written == 60);
        Assert.Equal(60, store.Next(device));
    }

    [Fact]
    public async Task The_end_of_a_silo_writes_all_states()
    {
        FleetStore store = new();
        IDeviceGrain[] devices;
        await using (FleetCluster cluster = await FleetCluster.Start(store))
        {
            devices = [.. Enumerable.Range(0, 50).Select(number => cluster.Device(number))];
            await Task.WhenAll(devices.Select(device => device.Take(new Readings(0, Values[..40])).AsTask()));
            Assert.All(devices, device => Assert.Equal(-1, store.Next(device)));
            await cluster.Cluster.StopAllSilosAsync(TestContext.Current.CancellationToken);
        }

        Assert.All(devices, device => Assert.Equal(40, store.Next(device)));
        await using FleetCluster second = await FleetCluster.Start(store);
        Assert.Equal(Expected[40..], (await second.Device(49).Take(new Readings(40, Values[40..]))).Forecasts);
    }

    [Fact]
    public async Task The_state_of_another_model_is_refused_and_left_as_it_is()
    {
        FleetStore store = new();
        await using FleetCluster cluster = await FleetCluster.Start(store);
        IDeviceGrain device = cluster.Device(17);
        byte[] other = new byte[StateForm.GetSize<OtherModel, OtherModel.State>()];
        StateForm.Write<OtherModel, OtherModel.State>(OtherModel.InitialState, other);
        byte[] form = DeviceForm.Compose(new DeviceProgress { Next = 5 }, other);
        store[device] = form;
        InvalidDataException error = await Assert.ThrowsAnyAsync<InvalidDataException>(() => device.Take(new Readings(5, [70f])).AsTask());
        Assert.Contains("device 17 cannot continue from its written state", error.Message, StringComparison.Ordinal);
        Assert.Contains("another model", error.Message, StringComparison.Ordinal);
        Assert.Same(form, store[device]);
    }

    [Theory]
    [InlineData(0, new[] { 70f, float.NaN }, "reading 1 is NaN")]
    [InlineData(3, new[] { float.PositiveInfinity }, "reading 3 is Infinity")]
    [InlineData(0, new[] { -300f }, "reading 0 is -300; a reading must be -273.15 to 10000 degrees")]
    [InlineData(-1, new[] { 70f }, "must be 0 or more, not -1")]
    [InlineData(0, new float[0], "1 to 1024 readings, not 0")]
    public async Task Bad_readings_are_told_in_one_sentence(long index, float[] values, string expected)
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore());
        ReadingsReply reply = await cluster.Device(9).Take(new Readings(index, values));
        Assert.Equal((ReadingsStatus.Refused, 0), (reply.Status, reply.Next));
        Assert.StartsWith("device 9: ", reply.Problem, StringComparison.Ordinal);
        Assert.Contains(expected, reply.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_jump_is_an_anomaly_once()
    {
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore());
        float[] values = PlainLoop.Readings(100, 3);
        for (int i = 80; i < 90; i++)
        {
            values[i] += 30f;
        }

        ReadingsReply reply = await cluster.Device(1).Take(new Readings(0, values));
        Assert.Equal([80], reply.Anomalies);
        Assert.Equal(1, (await cluster.Device(1).Report()).Anomalies);
    }

    [Fact]
    public async Task A_busy_silo_says_so_and_loses_nothing()
    {
        // The pass waits for others until the clock goes on, so that the queue fills.
        StoppedClock clock = new();
        TimeSpan bound = TimeSpan.FromMilliseconds(10);
        FleetOptions options = new() { BatchDelay = bound, BatchStreams = 1000, QueueLimit = 400 };
        await using FleetCluster cluster = await FleetCluster.Start(new FleetStore(), options, clock: clock);
        IDeviceGrain[] devices = [.. Enumerable.Range(0, 40).Select(number => cluster.Device(number))];
        int busy = 0;
        Task all = Task.WhenAll(devices.Select(async device =>
        {
            ReadingsReply reply;
            while ((reply = await device.Take(new Readings(0, Values[..50]))).Status == ReadingsStatus.Busy)
            {
                Interlocked.Increment(ref busy);
                Assert.InRange(reply.RetryAfter, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
                Assert.Equal(0, reply.Next);
                await Task.Delay(reply.RetryAfter);
            }

            Assert.Equal(Expected[..50], reply.Forecasts);
        }));

        // It can take 8 of 40 calls at once.
        await Events.Until(() => all.IsCompleted || Volatile.Read(ref busy) >= 32);
        Assert.False(all.IsCompleted);
        await Events.Until(() =>
        {
            clock.Advance(bound);
            return all.IsCompleted;
        });
        await all;
    }
}
