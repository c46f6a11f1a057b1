using System.Text;

namespace TinyRnn.Tool.Data;

/// <summary>How a CSV file is written, as far as the user says so; what is null is found in the file.</summary>
/// <param name="Delimiter">What stands between fields, or null.</param>
/// <param name="Decimal">What stands before the decimals of a number, '.' or ',', or null.</param>
/// <param name="Encoding">How its text is encoded, or null.</param>
internal sealed record CsvForm(char? Delimiter, char? Decimal, Encoding? Encoding = null)
{
    /// <summary>How the file was written that a model was trained on: it holds where this one can be read so; null where nothing is known.</summary>
    public CsvForm? Remembered { get; init; }

    /// <summary>Nothing is said.</summary>
    public static CsvForm Any { get; } = new(null, null);
}
