namespace TinyRnn.Tool.Output;

/// <summary>A measure in words.</summary>
internal static class MetricText
{
    public static string Of(string name, double value) => name == "accuracy"
        ? FormattableString.Invariant($"test accuracy {value * 100:0.0} %")
        : FormattableString.Invariant($"validation {name} {value:0.000}");
}
