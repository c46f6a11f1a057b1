namespace TinyRnn.Model;

/// <summary>How several values are combined into one.</summary>
public enum CombineOperation
{
    /// <summary>a + b + ...</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a * b * ..., such as a gate or a mask.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The minimum.</summary>
    Minimum,

    /// <summary>The maximum.</summary>
    Maximum,

    /// <summary>sqrt(a^2 + b^2), the magnitude of a complex number.</summary>
    Magnitude,
}

/// <summary>A row of the table of operations, <see cref="CombineOperations"/>.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Word">Its word in a model file.</param>
/// <param name="Onnx">The name of ONNX's operator; null if there is none.</param>
/// <param name="Value">The result for two floats in double precision, before rounding; more values are combined from left to right.</param>
internal sealed record CombineFacts(CombineOperation Kind, string Word, string? Onnx, Func<double, double, double> Value)
{
    /// <summary>Whether it takes exactly two inputs.</summary>
    public bool IsOfTwo { get; init; }

    /// <summary>Whether the result is always one of the inputs.</summary>
    public bool KeepsRange { get; init; }
}

/// <summary>
/// The table of the operations. One row holds everything that readers, interpreter, importers and exporters know about an operation. Only its vector
/// form, in the generator, and its value and slopes, in the trainer, are elsewhere.
/// </summary>
internal static class CombineOperations
{
    /// <summary>All operations, in the order in which messages list their words.</summary>
    public static IReadOnlyList<CombineFacts> All { get; } =
    [
        new(CombineOperation.Add, "add", "Add", (a, b) => a + b),
        new(CombineOperation.Subtract, "subtract", "Sub", (a, b) => a - b) { IsOfTwo = true },
        new(CombineOperation.Multiply, "multiply", "Mul", (a, b) => a * b),
        new(CombineOperation.Divide, "divide", "Div", (a, b) => a / b) { IsOfTwo = true },
        new(CombineOperation.Minimum, "minimum", "Min", Math.Min) { KeepsRange = true },
        new(CombineOperation.Maximum, "maximum", "Max", Math.Max) { KeepsRange = true },
        new(CombineOperation.Magnitude, "magnitude", null, (a, b) => Math.Sqrt((a * a) + (b * b))) { IsOfTwo = true },
    ];

    private static readonly Dictionary<CombineOperation, CombineFacts> ByKind = All.ToDictionary(facts => facts.Kind);

    /// <summary>The row of an operation.</summary>
    /// <exception cref="ArgumentException">There is no such operation.</exception>
    public static CombineFacts Of(CombineOperation operation) =>
        ByKind.TryGetValue(operation, out CombineFacts? facts) ? facts : throw new ArgumentException($"there is no operation {operation}", nameof(operation));
}
