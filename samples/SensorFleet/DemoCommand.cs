using System.CommandLine;
using System.Net;
using SensorFleet.Driver;
using SensorFleet.Silo;

namespace SensorFleet;

/// <summary><c>SensorFleet demo</c>: a silo and a driver in one process, all in memory.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        DriverOptions driver = new();
        SiloOptions silo = new();
        Option<int> metricsPort = Options.Number("--metrics-port", "Port of the metrics on this machine, at /metrics; 0 for any free one.", 0, 0, 65535);
        Command command = new("demo", "Runs a silo and a simulated fleet in this process, without any server. This is the default command.") { metricsPort };
        driver.AddTo(command);
        silo.AddTo(command);
        command.SetAction(async (arguments, stop) =>
        {
            SiloSettings settings = new(null, IPAddress.Loopback, arguments.GetValue(metricsPort), TimeSpan.FromSeconds(5));
            await using WebApplication app = SiloHost.Build(settings, silo.Read(arguments), LogLevel.Critical);
            await app.StartAsync(stop);
            int code = await FleetRun.Show(app.Services.GetRequiredService<IGrainFactory>(), driver.Read(arguments), isEmbedded: true, stop);
            await app.StopAsync(CancellationToken.None);
            return code;
        });
        return command;
    }
}
