namespace TinyRnn.Tool.Output;

/// <summary>A metric in the units in which it is usually given.</summary>
internal static class Measures
{
    private const string Perplexity = "perplexity";

    /// <summary>The metric itself, and for a perplexity its logarithms: nats and bits a character.</summary>
    public static IReadOnlyList<(string Name, double Value)> Of(string metric, double value) => metric == Perplexity
        ? [(Perplexity, value), ("nats", Math.Log(value)), ("bits", Math.Log2(value))]
        : [(metric, value)];

    /// <summary>One of them without its name.</summary>
    public static string Format(string metric, double value) =>
        metric == "accuracy" ? FormattableString.Invariant($"{value * 100:0.0} %") : FormattableString.Invariant($"{value:0.000}");

    /// <summary>All of them in words.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isOfTest">Whether it is of the examples that test, and else of those that only choose the weights.</param>
    public static string Describe(string metric, double value, bool isOfTest) => metric switch
    {
        "accuracy" => FormattableString.Invariant($"{(isOfTest ? "test" : "validation")} accuracy {value * 100:0.0} %"),
        Perplexity => FormattableString.Invariant($"validation {Math.Log(value):0.000} nats, {Math.Log2(value):0.000} bits, perplexity {value:0.000}"),
        _ => FormattableString.Invariant($"validation {metric} {value:0.000}"),
    };
}
