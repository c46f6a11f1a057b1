using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using SensorFleet.Devices;
using StackExchange.Redis;

namespace SensorFleet.Silo;

/// <summary>The addresses of a silo.</summary>
/// <param name="Redis">The Redis server that clusters and stores, host:port; null for a single silo that keeps everything in memory.</param>
/// <param name="Address">The address at which other silos and drivers reach it.</param>
/// <param name="MetricsPort">Port of the metrics on this machine; 0 for any free one.</param>
/// <param name="ProbeInterval">The time between checks of other silos. A silo that does not answer three times is taken for dead.</param>
internal sealed record SiloSettings(string? Redis, IPAddress Address, int MetricsPort, TimeSpan ProbeInterval);

/// <summary>A silo with its metrics at <c>/metrics</c>.</summary>
internal static class SiloHost
{
    public const string ClusterId = "fleet";
    public const string ServiceId = "SensorFleet";

    /// <summary>Builds a silo on free ports.</summary>
    public static WebApplication Build(SiloSettings settings, FleetOptions options, LogLevel logLevel)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(logLevel);
        builder.WebHost.UseUrls($"http://127.0.0.1:{settings.MetricsPort}");
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceId))
            .WithMetrics(metrics => metrics.AddMeter(FleetMetrics.MeterName, "Microsoft.Orleans", "System.Runtime").AddPrometheusExporter());
        builder.UseOrleans(silo =>
        {
            (int siloPort, int gatewayPort) = FreePorts(settings.Address);
            silo.AddFleet(options);
            if (settings.Redis is string redis)
            {
                silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (ClusterId, ServiceId));
                silo.ConfigureEndpoints(settings.Address, siloPort, gatewayPort);
                silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis));
                silo.AddRedisGrainStorage(DeviceGrain.StorageName, storage => storage.Configure<Serializer>((storage, serializer) =>
                {
                    storage.ConfigurationOptions = ConfigurationOptions.Parse(redis);
                    storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
                }));
                silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = settings.ProbeInterval);
            }
            else
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: ServiceId, clusterId: ClusterId);
                silo.AddMemoryGrainStorage(DeviceGrain.StorageName);
            }
        });
        WebApplication app = builder.Build();
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    /// <summary>Adds the services of devices, except storage.</summary>
    public static void AddFleet(this ISiloBuilder silo, FleetOptions options)
    {
        silo.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        silo.Services.AddMetrics();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<FleetMetrics>();
        silo.Services.TryAddSingleton<StepBatcher>();
    }

    private static (int Silo, int Gateway) FreePorts(IPAddress address)
    {
        using TcpListener silo = new(address, 0);
        using TcpListener gateway = new(address, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }
}
