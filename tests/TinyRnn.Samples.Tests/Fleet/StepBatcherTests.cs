using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SensorFleet.Devices;
using SensorFleet.Silo;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>Streams that are advanced together.</summary>
public class StepBatcherTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(64, 2)]
    [InlineData(1000, 20)]
    public async Task Gives_the_bits_of_single_steps(int streams, int delay)
    {
        using FleetMetrics metrics = CreateMetrics();
        using StepBatcher batcher = new(
            Options.Create(new FleetOptions { BatchStreams = streams, BatchDelay = TimeSpan.FromMilliseconds(delay), QueueLimit = 1_000_000 }), metrics,
            TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            float[] readings = PlainLoop.Readings(200, i);
            float[] expected = PlainLoop.Forecasts(readings);
            Random lengths = new(i);
            DeviceStream stream = new() { State = FleetModel.InitialState };
            for (int next = 0; next < readings.Length;)
            {
                int count = Math.Min(lengths.Next(1, 20), readings.Length - next);
                Assert.True(batcher.TryAdvance(stream, readings[next..(next + count)], out ValueTask advanced, out _));
                await advanced;
                Assert.Equal(expected[next..(next + count)], stream.Forecasts);
                next += count;
            }
        })));
        SiloTotals totals = metrics.Totals(0);
        Assert.True(totals.Passes > 0 && totals.ModelSeconds > 0);
    }

    [Fact]
    public async Task A_reading_waits_for_others_until_the_bound_and_no_longer()
    {
        using FleetMetrics metrics = CreateMetrics();
        StoppedClock clock = new();
        TimeSpan bound = TimeSpan.FromMilliseconds(5);
        using StepBatcher batcher = new(Options.Create(new FleetOptions { BatchStreams = 1000, BatchDelay = bound }), metrics, clock);
        DeviceStream stream = new() { State = FleetModel.InitialState };
        for (int i = 0; i < 20; i++)
        {
            Assert.True(batcher.TryAdvance(stream, [70f], out ValueTask advanced, out _));
            Task task = advanced.AsTask();
            clock.Advance(bound - TimeSpan.FromMilliseconds(1));

            // The thread looks at the clock again and again meanwhile.
            await Task.Delay(2 * bound, TestContext.Current.CancellationToken);
            Assert.False(task.IsCompleted);
            Assert.Equal(i, metrics.Totals(0).Passes);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await task.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_full_pass_waits_for_nobody()
    {
        using FleetMetrics metrics = CreateMetrics();
        using StepBatcher batcher = new(
            Options.Create(new FleetOptions { BatchStreams = 4, BatchDelay = TimeSpan.FromMinutes(1) }), metrics, new StoppedClock());
        DeviceStream[] streams = [.. Enumerable.Range(0, 4).Select(_ => new DeviceStream { State = FleetModel.InitialState })];
        Task[] tasks = [.. streams.Select(stream => batcher.TryAdvance(stream, [70f], out ValueTask advanced, out _) ? advanced.AsTask() : Task.CompletedTask)];
        await Task.WhenAll(tasks).WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        Assert.Equal(1, metrics.Totals(0).Passes);
    }

    private static FleetMetrics CreateMetrics() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), NullLogger<FleetMetrics>.Instance);
}
