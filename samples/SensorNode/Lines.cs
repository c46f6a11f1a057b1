using System.Globalization;
using System.Text.Unicode;

namespace SensorNode;

/// <summary>Writes lines from one buffer, at once: someone may be waiting for them.</summary>
internal sealed class Lines
{
    private readonly byte[] _buffer = new byte[SensorStream.LongestLine + 256];
    private readonly Stream _output;
    private readonly Stream _alarms;

    /// <summary>Writes forecasts to one stream and alarms to another, or the same.</summary>
    public Lines(Stream output, Stream alarms)
    {
        _output = output;
        _alarms = alarms;

        // What the runtime makes once, for numbers and streams, is made before the first value comes.
        Utf8.TryWrite(_buffer, CultureInfo.InvariantCulture, $"{0.5f}{0.5f:0.00}", out _);
        output.Write(_buffer, 0, 0);
        alarms.Write(_buffer, 0, 0);
    }

    /// <summary>A value with the forecast made before it, as CSV; what is not there yet stays empty.</summary>
    public void WriteForecast(ReadOnlySpan<byte> time, float value, float forecast, float score)
    {
        int start = Copy(time);
        int written;
        _ = float.IsNaN(forecast)
            ? Utf8.TryWrite(_buffer.AsSpan(start), CultureInfo.InvariantCulture, $",{value},,\n", out written)
            : Utf8.TryWrite(_buffer.AsSpan(start), CultureInfo.InvariantCulture, $",{value},{forecast:0.00},{score:0.00}\n", out written);
        _output.Write(_buffer, 0, start + written);
    }

    /// <summary>An alarm, as a sentence.</summary>
    public void WriteAlarm(ReadOnlySpan<byte> time, float value, float forecast, float score)
    {
        int start = Copy(time);
        Utf8.TryWrite(
            _buffer.AsSpan(start), CultureInfo.InvariantCulture, $" value {value:0.0}, forecast {forecast:0.0}: off by {score:0.0} times the usual\n",
            out int written);
        _alarms.Write(_buffer, 0, start + written);
    }

    private int Copy(ReadOnlySpan<byte> time)
    {
        time.CopyTo(_buffer);
        return time.Length;
    }
}
