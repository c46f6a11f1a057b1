using System.Globalization;
using CsvHelper;

namespace TinyRnn.Tool.Data;

/// <summary>The signs of a CSV file. A file that is made from another one has the same signs, so that the same program opens both.</summary>
/// <param name="Delimiter">The character between fields.</param>
/// <param name="Decimal">The decimal sign, '.' or ','.</param>
internal readonly record struct CsvSigns(char Delimiter, char Decimal)
{
    /// <summary>Commas between fields, and decimal points.</summary>
    public static CsvSigns Default { get; } = new(',', '.');

    /// <summary>Creates a writer. A field that has the delimiter in it gets quotes; lines end with a line feed.</summary>
    /// <param name="stream">The stream to write to; it stays open.</param>
    public CsvWriter Writer(Stream stream) => CsvWriter.Create(stream, CsvWriterOptions.Default with { Separator = Delimiter, NewLine = "\n" }, true);

    /// <summary>Formats a number with as many digits as it needs to be read back.</summary>
    /// <param name="number">The number.</param>
    /// <param name="isDouble">Whether it has double precision. Otherwise it gets the digits of single precision.</param>
    public string Format(double number, bool isDouble) =>
        Localize(isDouble ? number.ToString("R", CultureInfo.InvariantCulture) : ((float)number).ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Formats a probability, 0 to 1.</summary>
    public string FormatProbability(float probability) => Localize(probability.ToString("0.0000", CultureInfo.InvariantCulture));

    private string Localize(string number) => number.Replace('.', Decimal);
}
