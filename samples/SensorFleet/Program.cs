using System.CommandLine;
using System.Text;
using SensorFleet;
using SensorFleet.Driver;
using SensorFleet.Silo;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
RootCommand root = new("A fleet of devices on Microsoft Orleans: each holds the state of a compiled model, forecasts its readings and finds anomalies.")
{
    DemoCommand.Create(),
    SiloCommand.Create(),
    DriveCommand.Create(),
    SimulateCommand.Create(),
};
ParseResult arguments = root.Parse(args.Length == 0 ? ["demo"] : args);
if (arguments.Errors.Count > 0)
{
    await Console.Error.WriteLineAsync($"SensorFleet: {arguments.Errors[0].Message} ('--help' lists commands and options)");
    return 2;
}

try
{
    return await arguments.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception e)
{
    await Console.Error.WriteLineAsync($"SensorFleet: {e.Message.ReplaceLineEndings(" ")}");
    return 1;
}
