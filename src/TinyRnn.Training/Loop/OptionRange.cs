namespace TinyRnn.Training;

/// <summary>Checks of options, with messages that name the option and its range.</summary>
internal static class OptionRange
{
    public static int Int32(int value, int minimum, int maximum, string name) => value >= minimum && value <= maximum
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {minimum} to {maximum}");

    public static double Positive(double value, double maximum, string name) => value > 0 && value <= maximum
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, $"{name} must be above 0" + (maximum < float.MaxValue ? FormattableString.Invariant($" and at most {maximum}") : ""));

    public static double Fraction(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1");

    public static TEnum Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}");
}
