namespace TinyRnn;

/// <summary>A label with its probability.</summary>
/// <typeparam name="TLabel">The model's enumeration of labels.</typeparam>
/// <param name="Label">The label.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
public readonly record struct Prediction<TLabel>(TLabel Label, float Probability)
    where TLabel : struct, Enum;
