using System.Globalization;

namespace TinyRnn.Tool.Output;

/// <summary>A metric in the units in which it is usually given.</summary>
internal static class Measures
{
    private const string Accuracy = "accuracy";
    private const string Perplexity = "perplexity";
    private const string Nats = "nats";
    private const string Bits = "bits";
    private const string Exponential = "0.###e0";

    /// <summary>From here on a number is written with an exponent.</summary>
    public const double Huge = 1e15;

    /// <summary>The metric itself, and for a perplexity its logarithms: nats and bits a character.</summary>
    public static IReadOnlyList<(string Name, double Value)> Of(string metric, double value) => metric == Perplexity
        ? [(Perplexity, value), (Nats, Math.Log(value)), (Bits, Math.Log2(value))]
        : [(metric, value)];

    /// <summary>One of them without its name.</summary>
    public static string Format(string metric, double value) => metric switch
    {
        Accuracy => FormattableString.Invariant($"{value * 100:0.0} %"),
        Perplexity or Nats or Bits => Fixed(value, "0.000"),
        _ => FourDigits(value),
    };

    /// <summary>One of them as a table has it: an accuracy is a share.</summary>
    public static string InTable(string metric, double value) =>
        metric is Accuracy or Perplexity or Nats or Bits ? Fixed(value, "0.0000") : FourDigits(value);

    /// <summary>A number in the unit of the data, which may be of any size: four digits, or the whole ones of a large number.</summary>
    public static string FourDigits(double value)
    {
        double size = Math.Abs(value);
        int whole = size > 0 && double.IsFinite(size) ? (int)Math.Floor(Math.Log10(size)) + 1 : 1;
        return size is > 0 and < 1e-6 ? value.ToString(Exponential, CultureInfo.InvariantCulture)
            : Fixed(value, FormattableString.Invariant($"F{Math.Clamp(4 - whole, 0, 9)}"));
    }

    /// <summary>All of them in words.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isOfTest">Whether it is of the examples that test, and else of those that only choose the weights.</param>
    public static string Describe(string metric, double value, bool isOfTest) => metric switch
    {
        Accuracy => $"{(isOfTest ? "test" : "validation")} accuracy {Format(metric, value)}",
        Perplexity => $"validation {Format(Nats, Math.Log(value))} nats, {Format(Bits, Math.Log2(value))} bits, perplexity {Format(metric, value)}",
        _ => $"validation {metric} {Format(metric, value)}",
    };

    private static string Fixed(double value, string format) =>
        value.ToString(Math.Abs(value) >= Huge ? Exponential : format, CultureInfo.InvariantCulture);
}
