using System.Security.Cryptography;
using System.Text;

namespace TinyRnn.Model;

/// <summary>
/// SHA-256 over the UTF-8 bytes of a text that comes in parts. Carriage returns are skipped, so that a version-control system that changes line ends
/// does not invalidate a file.
/// </summary>
internal sealed class TextHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly char[] _characters = new char[4096];
    private readonly byte[] _bytes = new byte[4096 * 3];

    /// <summary>Adds a whole text, or a part of one.</summary>
    public void Add(string part) => Add(part, part.Length);

    /// <summary>Adds the first characters of a text.</summary>
    public void Add(TextSource text, int length)
    {
        for (int start = 0; start < length; start += _characters.Length)
        {
            int count = Math.Min(_characters.Length, length - start);
            text.CopyTo(start, _characters, count);
            Encode(WithoutReturns(_characters, count), isEnd: false);
        }
    }

    /// <summary>The hash of everything that was added, as 64 hexadecimal digits.</summary>
    public string Finish()
    {
        Encode(0, isEnd: true);
        StringBuilder digits = new(64);
        foreach (byte b in _hash.GetHashAndReset())
        {
            digits.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
        }

        return digits.ToString();
    }

    public void Dispose() => _hash.Dispose();

    private static int WithoutReturns(char[] characters, int count)
    {
        int kept = Array.IndexOf(characters, '\r', 0, count);
        if (kept < 0)
        {
            return count;
        }

        for (int i = kept; i < count; i++)
        {
            if (characters[i] != '\r')
            {
                characters[kept++] = characters[i];
            }
        }

        return kept;
    }

    private void Encode(int count, bool isEnd)
    {
        int bytes = _encoder.GetBytes(_characters, 0, count, _bytes, 0, isEnd);
        _hash.AppendData(_bytes, 0, bytes);
    }
}
