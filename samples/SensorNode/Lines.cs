using System.Globalization;
using System.Text.Unicode;

namespace SensorNode;

/// <summary>Writes lines from one buffer without delay, because someone may be waiting for them.</summary>
internal sealed class Lines
{
    private readonly byte[] _buffer = new byte[SensorStream.LongestLine + 256];
    private readonly Stream _output;
    private readonly Stream _alarms;

    /// <summary>Makes a writer of forecasts and alarms, which may share a stream.</summary>
    public Lines(Stream output, Stream alarms)
    {
        _output = output;
        _alarms = alarms;

        // Warms up: the runtime's one-time allocations for numbers and streams happen before the first value.
        Utf8.TryWrite(_buffer, CultureInfo.InvariantCulture, $"{0.5f}{0.5f:0.00}", out _);
        output.Write(_buffer, 0, 0);
        alarms.Write(_buffer, 0, 0);
    }

    /// <summary>Writes a value and its forecast as CSV. A missing forecast stays empty.</summary>
    public void WriteForecast(ReadOnlySpan<byte> time, float value, float forecast, float score)
    {
        int start = Copy(time);
        int written;
        _ = float.IsNaN(forecast)
            ? Utf8.TryWrite(_buffer.AsSpan(start), CultureInfo.InvariantCulture, $",{value},,\n", out written)
            : Utf8.TryWrite(_buffer.AsSpan(start), CultureInfo.InvariantCulture, $",{value},{forecast:0.00},{score:0.00}\n", out written);
        _output.Write(_buffer, 0, start + written);
    }

    /// <summary>Writes an alarm as a sentence.</summary>
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
