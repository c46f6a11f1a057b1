using System.Globalization;
using System.Text;

namespace TinyRnn.Generator.Emit;

/// <summary>Constants as C# text.</summary>
internal static class Literals
{
    public static string Of(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    /// <summary>A double with all its digits: on .NET Framework, "R" may lose the last one.</summary>
    public static string Of(double value) => value.ToString("G17", CultureInfo.InvariantCulture) + "d";

    /// <summary>A string literal; everything outside printable ASCII is escaped, so that no editor can damage it.</summary>
    public static string Of(string value)
    {
        StringBuilder text = new("\"");
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c is >= ' ' and <= '~')
            {
                text.Append(c);
            }
            else
            {
                text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('"').ToString();
    }

    /// <summary>The bits of a float; BitConverter.SingleToUInt32Bits is missing from netstandard2.0, where the generator runs.</summary>
    public static uint BitsOf(float value) => BitConverter.ToUInt32(BitConverter.GetBytes(value), 0);

    /// <summary>A number with what it counts: "1 value", "2 values".</summary>
    public static string Count(long count, string what) => Grouped(count) + " " + what + (count == 1 ? "" : "s");

    /// <summary>A number as it is written in C# and in names.</summary>
    public static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with thousands separators, for comments.</summary>
    public static string Grouped(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
