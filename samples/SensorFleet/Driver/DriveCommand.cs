using System.CommandLine;
using System.Diagnostics;
using Orleans.Configuration;
using SensorFleet.Silo;
using StackExchange.Redis;

namespace SensorFleet.Driver;

/// <summary><c>SensorFleet drive</c>: sends the readings of a simulated fleet to the silos of a cluster.</summary>
internal static class DriveCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        Option<string> redis = Options.Redis();
        DriverOptions options = new();
        Command command = new(
            "drive", "Sends readings of a simulated fleet to the silos of a cluster on Redis, shows the progress, and checks every forecast.") { redis };
        options.AddTo(command);
        command.SetAction(async (arguments, stop) =>
        {
            await RedisServer.Check(arguments.GetRequiredValue(redis));
            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Logging.SetMinimumLevel(LogLevel.Critical);
            long start = Stopwatch.GetTimestamp();
            builder.UseOrleansClient(client =>
            {
                client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (SiloHost.ClusterId, SiloHost.ServiceId));
                client.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(arguments.GetRequiredValue(redis)));
                client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
                client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
                client.UseConnectionRetryFilter(async (_, stop) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), stop);
                    return Stopwatch.GetElapsedTime(start) < Patience;
                });
            });
            using IHost host = builder.Build();
            await host.StartAsync(stop);
            int code = await FleetRun.Show(host.Services.GetRequiredService<IClusterClient>(), options.Read(arguments), isEmbedded: false, stop);
            await host.StopAsync(CancellationToken.None);
            return code;
        });
        return command;
    }
}
