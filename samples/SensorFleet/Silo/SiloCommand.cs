using System.CommandLine;
using System.Net;
using Orleans.Runtime;

namespace SensorFleet.Silo;

/// <summary><c>SensorFleet silo</c>: runs a silo of a cluster on Redis until it is stopped.</summary>
internal static class SiloCommand
{
    public static Command Create()
    {
        Option<string> redis = Options.Redis();
        Option<IPAddress> address = new("--address")
        {
            Description = "The address at which other silos and drivers reach this one.",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = result =>
            {
                if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address))
                {
                    return address;
                }

                result.AddError($"--address must be an IP address, not '{result.Tokens[0].Value}'");
                return null;
            },
        };
        Option<int> metricsPort = Options.Number("--metrics-port", "Port of the metrics on this machine, at /metrics; 0 for any free one.", 0, 0, 65535);
        Option<int> probe = Options.Number(
            "--probe-seconds", "Seconds between checks of other silos. A silo that fails to answer three times is taken for dead.", 5, 1, 60);
        SiloOptions options = new();
        Command command = new(
            "silo", "Runs a silo of a cluster on Redis, until Ctrl+C or SIGTERM, at which it writes all states.") { redis, address, metricsPort, probe };
        options.AddTo(command);
        command.SetAction(async (arguments, stop) =>
        {
            SiloSettings settings = new(
                arguments.GetRequiredValue(redis), arguments.GetRequiredValue(address), arguments.GetValue(metricsPort),
                TimeSpan.FromSeconds(arguments.GetValue(probe)));
            await RedisServer.Check(arguments.GetRequiredValue(redis));
            await using WebApplication silo = SiloHost.Build(settings, options.Read(arguments), LogLevel.Warning);
            await silo.StartAsync(stop);
            Console.WriteLine(
                $"silo {silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint} is ready, metrics at {silo.Urls.First()}/metrics");
            await silo.WaitForShutdownAsync(stop);
            SiloTotalsLine(silo);
        });
        return command;
    }

    private static void SiloTotalsLine(WebApplication silo)
    {
        Devices.SiloTotals totals = silo.Services.GetRequiredService<FleetMetrics>().Totals(0);
        Console.WriteLine(
            FormattableString.Invariant($"{totals.Readings} readings in {totals.Passes} passes, {totals.ModelSeconds:0.0} s in the model of ")
                + FormattableString.Invariant($"{totals.ProcessorSeconds:0.0} s of the processor"));
    }
}
