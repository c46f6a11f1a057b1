using System.CommandLine;

namespace SensorFleet.Driver;

/// <summary>The options of a driver.</summary>
internal sealed class DriverOptions
{
    private readonly Option<int> _devices = Options.Number("--devices", "Devices.", 1000, 1, 10_000_000);
    private readonly Option<int> _readingsPerCall = Options.Number("--readings-per-call", "Readings that a device sends at once.", 1, 1, 128);
    private readonly Option<int> _seconds = Options.Number("--seconds", "Duration in seconds; 0 to run until Ctrl+C.", 20, 0, 86_400);
    private readonly Option<int> _inFlight = Options.Number("--in-flight", "Limit of open calls, which wait for an answer.", 4096, 1, 1_000_000);
    private readonly Option<double> _rate =
        new("--rate") { Description = "Readings per second of each device; 0 for as many as the silos accept.", DefaultValueFactory = _ => 10 };

    public DriverOptions() => _rate.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double>() is not (>= 0 and <= 100_000))
        {
            result.AddError("--rate must be 0 to 100000 readings per second");
        }
    });

    public void AddTo(Command command)
    {
        command.Add(_devices);
        command.Add(_rate);
        command.Add(_readingsPerCall);
        command.Add(_seconds);
        command.Add(_inFlight);
    }

    public DriverSettings Read(ParseResult arguments) => new(
        arguments.GetValue(_devices),
        arguments.GetValue(_rate),
        arguments.GetValue(_readingsPerCall),
        arguments.GetValue(_seconds) is > 0 and int seconds ? TimeSpan.FromSeconds(seconds) : null,
        arguments.GetValue(_inFlight));
}
