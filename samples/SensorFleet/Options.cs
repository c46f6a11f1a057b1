using System.CommandLine;

namespace SensorFleet;

/// <summary>Options that several commands share, and their checks.</summary>
internal static class Options
{
    /// <summary>Makes an option for a whole number within bounds.</summary>
    public static Option<int> Number(string name, string description, int otherwise, int minimum, int maximum)
    {
        Option<int> option = new(name) { Description = $"{description} {minimum} to {maximum}.", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is int value && (value < minimum || value > maximum))
            {
                result.AddError($"{name} must be {minimum} to {maximum}, not {value}");
            }
        });
        return option;
    }

    /// <summary>The Redis server.</summary>
    public static Option<string> Redis() => new("--redis") { Description = "The Redis server, host:port.", Required = true };
}

/// <summary>The options of a silo.</summary>
internal sealed class SiloOptions
{
    private readonly Option<int> _write = Options.Number("--write-seconds", "Seconds between writes of a device's state, if it changed.", 5, 1, 3600);
    private readonly Option<int> _streams = Options.Number(
        "--batch-streams", "Largest number of streams advanced together; 1 advances each by itself.", 256, 1, 65536);
    private readonly Option<int> _delay = Options.Number(
        "--batch-delay", "Longest time in milliseconds that a reading waits for others; with 0 it waits only for the current pass.", 1, 0, 1000);
    private readonly Option<int> _queue = Options.Number(
        "--queue-limit", "Number of readings and calls that may wait in a silo before it answers 'busy'.", 8192, 1, 10_000_000);

    public void AddTo(Command command)
    {
        command.Add(_write);
        command.Add(_streams);
        command.Add(_delay);
        command.Add(_queue);
    }

    public Silo.FleetOptions Read(ParseResult arguments) => new()
    {
        WriteInterval = TimeSpan.FromSeconds(arguments.GetValue(_write)),
        BatchStreams = arguments.GetValue(_streams),
        BatchDelay = TimeSpan.FromMilliseconds(arguments.GetValue(_delay)),
        QueueLimit = arguments.GetValue(_queue),
    };
}
