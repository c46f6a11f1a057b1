using System.Globalization;

namespace TinyRnn.Tool.Output;

/// <summary>Formats metrics in their usual units.</summary>
internal static class Measures
{
    private const string Accuracy = "accuracy";
    private const string Perplexity = "perplexity";
    private const string Nats = "nats";
    private const string Bits = "bits";
    private const string Exponential = "0.###e0";

    /// <summary>Numbers from this size on are written with an exponent.</summary>
    public const double Huge = 1e15;

    /// <summary>The units of a metric: itself, and for a perplexity also nats and bits per character.</summary>
    public static IReadOnlyList<(string Name, double Value)> Of(string metric, double value) => metric == Perplexity
        ? [(Perplexity, value), (Nats, Math.Log(value)), (Bits, Math.Log2(value))]
        : [(metric, value)];

    /// <summary>Formats a value without the metric's name.</summary>
    public static string Format(string metric, double value) => metric switch
    {
        Accuracy => FormattableString.Invariant($"{value * 100:0.0} %"),
        Perplexity or Nats or Bits => Fixed(value, "0.000"),
        _ => FourDigits(value),
    };

    /// <summary>Formats a value for a table, in which an accuracy is a share.</summary>
    public static string InTable(string metric, double value) =>
        metric is Accuracy or Perplexity or Nats or Bits ? Fixed(value, "0.0000") : FourDigits(value);

    /// <summary>Formats a number in the unit of the data with four digits, or with all digits before the point if there are more.</summary>
    public static string FourDigits(double value)
    {
        double size = Math.Abs(value);
        int whole = size > 0 && double.IsFinite(size) ? (int)Math.Floor(Math.Log10(size)) + 1 : 1;
        return size is > 0 and < 1e-6 ? value.ToString(Exponential, CultureInfo.InvariantCulture)
            : Fixed(value, FormattableString.Invariant($"F{Math.Clamp(4 - whole, 0, 9)}"));
    }

    /// <summary>Describes a metric in all its units.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isOfTest">Whether it was measured on test examples, not on validation examples.</param>
    public static string Describe(string metric, double value, bool isOfTest) => metric switch
    {
        Accuracy => $"{(isOfTest ? "test" : "validation")} accuracy {Format(metric, value)}",
        Perplexity => $"validation {Format(Nats, Math.Log(value))} nats, {Format(Bits, Math.Log2(value))} bits, perplexity {Format(metric, value)}",
        _ => $"validation {metric} {Format(metric, value)}",
    };

    private static string Fixed(double value, string format) =>
        value.ToString(Math.Abs(value) >= Huge ? Exponential : format, CultureInfo.InvariantCulture);
}
