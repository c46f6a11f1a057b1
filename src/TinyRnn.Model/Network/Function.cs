namespace TinyRnn.Model;

/// <summary>Elementwise functions that are not activations of a layer.</summary>
public enum Function
{
    /// <summary>|x|.</summary>
    Abs,

    /// <summary>The square root; NaN below 0.</summary>
    Sqrt,

    /// <summary>x^2.</summary>
    Square,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>The natural logarithm; NaN below 0.</summary>
    Log,

    /// <summary>x limited to a range; NaN stays NaN.</summary>
    Clip,

    /// <summary>x^e with a constant e; NaN below 0, but where e is a whole number.</summary>
    Power,
}

/// <summary>f(x) in double precision; the result is then rounded to single precision.</summary>
/// <param name="x">The value, a float.</param>
/// <param name="layer">The layer, which has the function's parameters.</param>
internal delegate double FunctionValue(double x, FunctionLayer layer);

/// <summary>A row of the table of functions, <see cref="Functions"/>.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Word">Its word in a model file.</param>
/// <param name="Onnx">The name of ONNX's operator; null if there is none.</param>
/// <param name="Value">f of a value.</param>
internal sealed record FunctionFacts(Function Kind, string Word, string? Onnx, FunctionValue Value);

/// <summary>
/// The table of the functions. One row holds everything that readers, interpreter, importers and exporters know about a function. Only its vector
/// form, in the generator, and its value and slope, in the trainer, are elsewhere.
/// </summary>
internal static class Functions
{
    /// <summary>All functions, in the order in which messages list their words.</summary>
    public static IReadOnlyList<FunctionFacts> All { get; } =
    [
        new(Function.Abs, "abs", "Abs", (x, _) => Math.Abs(x)),
        new(Function.Sqrt, "sqrt", "Sqrt", (x, _) => Math.Sqrt(x)),
        new(Function.Square, "square", null, (x, _) => x * x),
        new(Function.Reciprocal, "reciprocal", "Reciprocal", (x, _) => 1 / x),
        new(Function.Exp, "exp", "Exp", (x, _) => Math.Exp(x)),
        new(Function.Log, "log", "Log", (x, _) => Math.Log(x)),
        new(Function.Clip, "clip", "Clip", (x, layer) => x < layer.Low ? layer.Low : x > layer.High ? layer.High : x),
        new(Function.Power, "power", null, (x, layer) => Math.Pow(x, layer.Exponent)),
    ];

    private static readonly Dictionary<Function, FunctionFacts> ByKind = All.ToDictionary(facts => facts.Kind);

    /// <summary>The row of a function.</summary>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    public static FunctionFacts Of(Function function) =>
        ByKind.TryGetValue(function, out FunctionFacts? facts) ? facts : throw new ArgumentException($"there is no function {function}", nameof(function));
}
