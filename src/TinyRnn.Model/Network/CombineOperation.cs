namespace TinyRnn.Model;

/// <summary>What is made of several values.</summary>
public enum CombineOperation
{
    /// <summary>a + b + ...</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a * b * ..., a gate or a mask.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,

    /// <summary>sqrt(a^2 + b^2), the magnitude of a complex number.</summary>
    Magnitude,
}

/// <summary>A row of the table of operations, <see cref="CombineOperations"/>.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Word">Its word in a model file.</param>
/// <param name="Onnx">The name of ONNX's operator, or null where it has none.</param>
/// <param name="Value">What is made of two floats in double precision, to be rounded; of several from the left to the right.</param>
internal sealed record CombineFacts(CombineOperation Kind, string Word, string? Onnx, Func<double, double, double> Value)
{
    /// <summary>Whether it is made of two inputs, not of several.</summary>
    public bool IsOfTwo { get; init; }

    /// <summary>Whether the result is one of the inputs.</summary>
    public bool KeepsRange { get; init; }
}

/// <summary>
/// The table of the operations: one row has all that readers, interpreter, importers and exporters know about one. Beside it there is the
/// vector form of the generator, and value and slopes in the trainer.
/// </summary>
internal static class CombineOperations
{
    /// <summary>All of them, in the order of the words in messages.</summary>
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

    /// <summary>The row of one.</summary>
    /// <exception cref="ArgumentException">There is no such operation.</exception>
    public static CombineFacts Of(CombineOperation operation) =>
        ByKind.TryGetValue(operation, out CombineFacts? facts) ? facts : throw new ArgumentException($"there is no operation {operation}", nameof(operation));
}
