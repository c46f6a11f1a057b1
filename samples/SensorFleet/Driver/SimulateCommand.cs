using System.CommandLine;

namespace SensorFleet.Driver;

/// <summary><c>SensorFleet simulate</c>: writes training data: readings, without faults, of devices that are not in any fleet.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        Option<int> devices = Options.Number("--devices", "Devices.", 40, 1, 10_000);
        Option<int> count = Options.Number("--count", "Readings of each device.", 600, 1, 1_000_000);
        Command command = new("simulate", "Writes readings of simulated devices as CSV, with an empty line between devices.") { devices, count };
        command.SetAction(arguments =>
        {
            Console.WriteLine("temperature");
            for (int d = 1; d <= arguments.GetValue(devices); d++)
            {
                if (d > 1)
                {
                    Console.WriteLine();
                }

                SimulatedDevice device = new(-d);
                for (int i = 0; i < arguments.GetValue(count); i++)
                {
                    Console.WriteLine(FormattableString.Invariant($"{device.Normal(i):0.00}"));
                }
            }
        });
        return command;
    }
}
