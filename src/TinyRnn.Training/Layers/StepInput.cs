using System.Numerics;

namespace TinyRnn.Training;

/// <summary>A layer's input: at each step a row of numbers, or a token, which represents a one-hot row that is never stored.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct StepInput<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Dense rows.</summary>
    public StepInput(ReadOnlySpan<T> values) => Values = values;

    /// <summary>Tokens.</summary>
    public StepInput(ReadOnlySpan<int> tokens)
    {
        Tokens = tokens;
        IsTokens = true;
    }

    /// <summary>Rows of numbers [rows, inputSize] in the order of a <see cref="PackedLayout"/>; empty for tokens.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>Tokens [rows], each below the layer's input size; empty for rows of numbers.</summary>
    public ReadOnlySpan<int> Tokens { get; }

    /// <summary>Whether the input is tokens.</summary>
    public bool IsTokens { get; }
}
