using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;
using SensorFleet.Devices;
using SensorFleet.Silo;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>Silos in this process.</summary>
internal sealed class FleetCluster : IAsyncDisposable
{
    private FleetCluster(InProcessTestCluster cluster) => Cluster = cluster;

    public InProcessTestCluster Cluster { get; }

    /// <summary>Starts silos on a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">How the silos work; left out, they write no state before their end.</param>
    /// <param name="silos">How many.</param>
    /// <param name="clock">What tells the silos' readings how long they wait for others.</param>
    /// <param name="callTimeout">When a call is given up; left out, a slow machine has all the time that it needs.</param>
    public static async Task<FleetCluster> Start(
        FleetStore store, FleetOptions? options = null, short silos = 1, TimeProvider? clock = null, TimeSpan? callTimeout = null)
    {
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            if (clock is not null)
            {
                silo.Services.AddSingleton<StepBatcher>(
                    services => new(services.GetRequiredService<IOptions<FleetOptions>>(), services.GetRequiredService<FleetMetrics>(), clock));
            }

            silo.AddFleet(options ?? new FleetOptions { WriteInterval = TimeSpan.FromMinutes(10) });
            silo.Services.AddKeyedSingleton<IGrainStorage>(DeviceGrain.StorageName, store);
            silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = TimeSpan.FromSeconds(2));
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = callTimeout ?? Patience.Longest);
        });
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = callTimeout ?? Patience.Longest));
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync(TestContext.Current.CancellationToken);
        return new FleetCluster(cluster);
    }

    public IDeviceGrain Device(long number) => Cluster.Client.GetGrain<IDeviceGrain>(number);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>What a plain loop makes of readings.</summary>
internal static class PlainLoop
{
    /// <summary>Readings that look like a sensor's.</summary>
    public static float[] Readings(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i => 70f + (5f * MathF.Sin(i / 7f)) + random.NextSingle())];
    }

    /// <summary>The forecast after each reading.</summary>
    public static float[] Forecasts(float[] readings)
    {
        FleetModel.State state = FleetModel.InitialState;
        float[] forecasts = new float[readings.Length];
        for (int i = 0; i < readings.Length; i++)
        {
            FleetModel.Step(ref state, readings.AsSpan(i, 1), forecasts.AsSpan(i, 1));
        }

        return forecasts;
    }
}
