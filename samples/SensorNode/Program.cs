using System.Globalization;
using System.Text;
using SensorNode;

const int Quiet = 144;

if (Options.Read(args) is not Options options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

string? file = options.File;
try
{
    using Stream input = file is null ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    Failures? failures = options.FailuresFile is string path ? new Failures(path) : null;
    SensorStream stream = new(input);
    Watch watch = new();
    long values = 0;
    long alarms = 0;
    double squares = 0;
    double naiveSquares = 0;
    float last = float.NaN;
    int quiet = 0;
    long before = GC.GetAllocatedBytesForCurrentThread();
    long allocatedByAlarms = 0;
    while (stream.TryRead(out ReadOnlySpan<byte> time, out float value))
    {
        float forecast = watch.Forecast;
        float score = watch.Read(value);
        values++;
        if (values > 1)
        {
            squares += ((double)value - forecast) * (value - forecast);
            naiveSquares += ((double)value - last) * (value - last);
        }

        last = value;
        if (score > options.Threshold)
        {
            // One alarm for one failure: the next only after half a day without.
            if (quiet == 0)
            {
                long start = GC.GetAllocatedBytesForCurrentThread();
                string when = Encoding.UTF8.GetString(time);
                failures?.Note(when);
                Console.WriteLine(FormattableString.Invariant($"{when} value {value:0.0}, forecast {forecast:0.0}: off by {score:0.0} times the usual"));
                alarms++;
                allocatedByAlarms += GC.GetAllocatedBytesForCurrentThread() - start;
            }

            quiet = Quiet;
        }
        else
        {
            quiet = Math.Max(0, quiet - 1);
        }
    }

    long allocated = GC.GetAllocatedBytesForCurrentThread() - before - allocatedByAlarms;
    if (values == 0)
    {
        Console.Error.WriteLine($"{file ?? "standard input"}: no line holds a value; expected time,value");
        return 1;
    }

    failures?.Report(Console.Out);
    if (options.ShowsFigures)
    {
        Console.Error.WriteLine(FormattableString.Invariant($"{values} values, {alarms} alarms; RMSE of the forecasts {Math.Sqrt(squares / (values - 1)):0.000}, of 'as before' {Math.Sqrt(naiveSquares / (values - 1)):0.000}; {allocated} bytes allocated"));
    }

    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"{file ?? "standard input"}: {e.Message}");
    return 1;
}
