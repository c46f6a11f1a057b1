using System.Text;

namespace TinyRnn.Tool.Data;

/// <summary>The format of a CSV file as far as the user gives it. Values that are null are found in the file.</summary>
/// <param name="Delimiter">The character between fields, or null.</param>
/// <param name="Decimal">The decimal sign, '.' or ',', or null.</param>
/// <param name="Encoding">The encoding of its text, or null.</param>
internal sealed record CsvForm(char? Delimiter, char? Decimal, Encoding? Encoding = null)
{
    /// <summary>The format of the file that the model was trained on. It is used if this file can be read with it; null where it is unknown.</summary>
    public CsvForm? Remembered { get; init; }

    /// <summary>A form in which the user gives nothing.</summary>
    public static CsvForm Any { get; } = new(null, null);
}
