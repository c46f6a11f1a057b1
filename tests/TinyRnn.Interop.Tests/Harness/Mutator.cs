namespace TinyRnn.Interop.Tests.Harness;

/// <summary>Breaks files in the same way in every run: flips, cuts, copies, telling numbers, words of the format at other places.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Telling =
    [
        [0x00], [0xff], [0x7f], [0x80], [0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [.. "\""u8], [.. "["u8], [.. "]"u8], [.. "{"u8], [.. "}"u8], [.. ","u8], [.. "null"u8], [.. "-1"u8], [.. "1e999"u8], [.. "2147483647"u8],
        [.. "9223372036854775808"u8],
    ];

    private readonly Random _random = new(seed);

    /// <summary>One to four changes.</summary>
    public byte[] Mutate(byte[] file)
    {
        List<byte> bytes = [.. file];
        int changes = _random.Next(1, 5);
        for (int i = 0; i < changes && bytes.Count > 0; i++)
        {
            // Most of a file is weights; what decides stands at its ends.
            int place = _random.Next(3) switch
            {
                0 => _random.Next(Math.Min(bytes.Count, 512)),
                1 => bytes.Count - 1 - _random.Next(Math.Min(bytes.Count, 512)),
                _ => _random.Next(bytes.Count),
            };
            int length = Math.Min(_random.Next(1, 33), bytes.Count - place);
            switch (_random.Next(7))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes[place] = (byte)_random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(place, length);
                    break;
                case 3:
                    bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(place, length));
                    break;
                case 4:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                default:
                    byte[] word = Telling[_random.Next(Telling.Length)];
                    for (int j = 0; j < word.Length && place + j < bytes.Count; j++)
                    {
                        bytes[place + j] = word[j];
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
