using Microsoft.Extensions.DependencyInjection;
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
    public static async Task<FleetCluster> Start(FleetStore store, FleetOptions? options = null, short silos = 1)
    {
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddFleet(options ?? new FleetOptions { WriteInterval = TimeSpan.FromMinutes(10) });
            silo.Services.AddKeyedSingleton<IGrainStorage>(DeviceGrain.StorageName, store);
        });
        builder.ConfigureSilo((_, silo) => silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = TimeSpan.FromSeconds(1)));
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(3)));
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
