using System.Buffers.Text;

namespace SensorNode;

/// <summary>Reads lines of time and value from a CSV stream through one fixed buffer.</summary>
internal sealed class SensorStream(Stream stream)
{
    /// <summary>Largest length of a line in bytes.</summary>
    public const int LongestLine = 4096;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _start;
    private int _end;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next line. Lines that are empty, or have words in place of a value, are skipped.</summary>
    /// <param name="time">The text before the comma, valid until the next call; empty without a comma.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there was a line.</returns>
    /// <exception cref="InvalidDataException">A line is longer than 4,096 bytes.</exception>
    public bool TryRead(out ReadOnlySpan<byte> time, out float value)
    {
        while (TryReadLine(out ReadOnlySpan<byte> line))
        {
            int comma = line.LastIndexOf((byte)',');
            ReadOnlySpan<byte> number = line[(comma + 1)..].Trim(" \r\t"u8);
            if (number.Length > 0 && Utf8Parser.TryParse(number, out value, out int length) && length == number.Length && float.IsFinite(value))
            {
                time = line[..Math.Max(comma, 0)];
                return true;
            }
        }

        time = default;
        value = 0f;
        return false;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                Line++;
                return true;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            if (_end == _buffer.Length)
            {
                throw new InvalidDataException($"line {Line + 1} is longer than {LongestLine} bytes");
            }

            int read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                line = _buffer.AsSpan(0, _end);
                bool isLine = _end > 0;
                _end = 0;
                Line += isLine ? 1 : 0;
                return isLine;
            }

            _end += read;
        }
    }
}
