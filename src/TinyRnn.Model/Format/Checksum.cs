using System.Security.Cryptography;
using System.Text;

namespace TinyRnn.Model;

/// <summary>
/// SHA-256 over the UTF-8 bytes before the checksum field, carriage returns left out, so that a version-control
/// system which changes line ends does not break the file.
/// </summary>
internal static class Checksum
{
    public const string Field = "checksum";
    private const string Prefix = "sha256:";

    public static string Of(string text, int length) => Prefix + DigitsOf(text, length);

    /// <summary>The hash alone, 64 hexadecimal digits.</summary>
    public static string DigitsOf(string text, int length)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        char[] chars = new char[4096];
        byte[] bytes = new byte[4096 * 3];
        Encoder encoder = Encoding.UTF8.GetEncoder();
        int filled = 0;
        for (int i = 0; i < length; i++)
        {
            if (text[i] != '\r')
            {
                chars[filled++] = text[i];
            }

            if (filled == chars.Length || i + 1 == length)
            {
                int count = encoder.GetBytes(chars, 0, filled, bytes, 0, i + 1 == length);
                hash.AppendData(bytes, 0, count);
                filled = 0;
            }
        }

        StringBuilder hex = new(64);
        foreach (byte b in hash.GetHashAndReset())
        {
            hex.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
        }

        return hex.ToString();
    }
}
