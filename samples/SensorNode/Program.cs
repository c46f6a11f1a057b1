using SensorNode;

const int Quiet = 144;

if (Options.Read(args) is not Options options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

string source = options.File ?? "standard input";
try
{
    using Stream input = options.File is string file
        ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
        : Console.OpenStandardInput();
    Failures? failures = options.FailuresFile is string path ? new Failures(path) : null;
    Stream output = Console.OpenStandardOutput();
    Lines lines = new(output, options.ShowsForecasts ? Console.OpenStandardError() : output);
    SensorStream stream = new(input);
    Watch watch = new();
    long values = 0;
    long forecasts = 0;
    long alarms = 0;
    double squares = 0;
    double naiveSquares = 0;
    float last = float.NaN;
    int quiet = 0;
    long before = GC.GetAllocatedBytesForCurrentThread();
    while (stream.TryRead(out ReadOnlySpan<byte> time, out float value))
    {
        float forecast = watch.Forecast;
        float score = watch.Read(value);
        values++;
        if (!float.IsNaN(forecast))
        {
            forecasts++;
            squares += ((double)value - forecast) * (value - forecast);
            naiveSquares += ((double)value - last) * (value - last);
        }

        last = value;
        if (options.ShowsForecasts)
        {
            lines.WriteForecast(time, value, forecast, score);
        }

        // One alarm for each failure: the next comes only after half a day without one.
        bool isOff = score > options.Threshold;
        if (isOff && quiet == 0)
        {
            failures?.Note(time);
            lines.WriteAlarm(time, value, forecast, score);
            alarms++;
        }

        quiet = isOff ? Quiet : Math.Max(0, quiet - 1);
    }

    long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    if (values == 0)
    {
        Console.Error.WriteLine($"{source}: no line has a value; lines of time,value were expected");
        return 1;
    }

    failures?.Report(options.ShowsForecasts ? Console.Error : Console.Out);
    if (options.ShowsFigures)
    {
        Console.Error.WriteLine(
            FormattableString.Invariant($"{values} values, {alarms} alarms; RMSE of the forecasts {Math.Sqrt(squares / forecasts):0.000}, of 'as before' ")
                + FormattableString.Invariant($"{Math.Sqrt(naiveSquares / forecasts):0.000}; {allocated} bytes allocated"));
    }

    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"{source}: {e.Message}");
    return 1;
}
