using System.Globalization;
using System.Text.Unicode;
using VoiceActivity.Speech;

namespace VoiceActivity.Output;

/// <summary>Writes each segment without delay, from one buffer.</summary>
internal sealed class SegmentWriter
{
    private const int SamplesOfMillisecond = VoiceChunk.Rate / 1000;

    private readonly byte[] _buffer = new byte[256];
    private readonly Stream _output;
    private readonly SegmentFormat _format;

    /// <summary>Makes a new instance.</summary>
    public SegmentWriter(Stream output, SegmentFormat format)
    {
        _output = output;
        _format = format;

        // Warms up: the runtime's one-time allocations for numbers and streams happen before the first segment.
        Format(default);
        WriteProbability(0, 0.5f, Stream.Null);
        output.Write(format == SegmentFormat.Json ? "["u8 : default);
        output.Flush();
    }

    /// <summary>The number of segments written.</summary>
    public int Count { get; private set; }

    /// <summary>Writes a segment.</summary>
    public void Write(Segment segment)
    {
        Count++;
        _output.Write(_buffer, 0, Format(segment));
        _output.Flush();
    }

    /// <summary>Writes the end of a chunk in seconds and its probability of speech.</summary>
    public void WriteProbability(long end, float probability) => WriteProbability(end, probability, _output);

    /// <summary>Writes the end of the output, after the last segment.</summary>
    public void Finish()
    {
        _output.Write(_format != SegmentFormat.Json ? default : Count == 0 ? "]\n"u8 : "\n]\n"u8);
        _output.Flush();
    }

    private void WriteProbability(long end, float probability, Stream output)
    {
        Utf8.TryWrite(_buffer, CultureInfo.InvariantCulture, $"{(double)end / VoiceChunk.Rate:0.000},{probability}\n", out int written);
        output.Write(_buffer, 0, written);
    }

    private int Format(Segment segment)
    {
        Time start = new(segment.Start / SamplesOfMillisecond);
        Time end = new(segment.End / SamplesOfMillisecond);
        int written;
        _ = _format switch
        {
            SegmentFormat.Json => Utf8.TryWrite(
                _buffer,
                CultureInfo.InvariantCulture,
                $"{(Count > 1 ? "," : "")}\n  {{\"start\": {start.TotalSeconds:0.000}, \"end\": {end.TotalSeconds:0.000}}}",
                out written),
            SegmentFormat.Srt => Utf8.TryWrite(
                _buffer,
                CultureInfo.InvariantCulture,
                $"{Count}\n{start.Hours:00}:{start.Minutes:00}:{start.Seconds:00},{start.Milliseconds:000}"
                + $" --> {end.Hours:00}:{end.Minutes:00}:{end.Seconds:00},{end.Milliseconds:000}\n[speech]\n\n",
                out written),
            _ => Utf8.TryWrite(
                _buffer,
                CultureInfo.InvariantCulture,
                $"{start.Hours}:{start.Minutes:00}:{start.Seconds:00}.{start.Milliseconds:000}"
                + $" - {end.Hours}:{end.Minutes:00}:{end.Seconds:00}.{end.Milliseconds:000}\n",
                out written),
        };
        return written;
    }

    // Splits a time into its parts.
    private readonly record struct Time(long Total)
    {
        public double TotalSeconds => Total / 1000.0;

        public long Hours => Total / 3_600_000;

        public long Minutes => Total / 60_000 % 60;

        public long Seconds => Total / 1000 % 60;

        public long Milliseconds => Total % 1000;
    }
}
