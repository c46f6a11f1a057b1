using System.Globalization;

namespace TinyRnn.Tool.Data;

/// <summary>Reads the numbers of a CSV file, which have one decimal sign and no separators of thousands.</summary>
/// <param name="Decimal">The decimal sign, '.' or ','.</param>
internal readonly record struct CsvNumbers(char Decimal)
{
    /// <summary>Reads a field; a value that is not finite is not a number.</summary>
    public bool TryParse(string field, out double number)
    {
        number = 0;
        char other = Decimal == '.' ? ',' : '.';
        return !field.Contains(other)
            && double.TryParse(Decimal == '.' ? field : field.Replace(Decimal, '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    /// <summary>Whether a field is a number with either decimal sign.</summary>
    public static bool IsNumber(string field) => new CsvNumbers('.').TryParse(field, out _) || new CsvNumbers(',').TryParse(field, out _);

    /// <summary>Whether a comma in a field could separate thousands: 1,234 but not 0,234 or 1,2.</summary>
    public static bool MayBeThousands(string field)
    {
        string[] groups = field.TrimStart('+', '-').Split(',');
        return groups.Length > 1 && groups[0] is [>= '1' and <= '9', ..] && groups[0].Length <= 3
            && groups.All(group => group.All(char.IsAsciiDigit)) && groups.Skip(1).All(group => group.Length == 3);
    }
}
