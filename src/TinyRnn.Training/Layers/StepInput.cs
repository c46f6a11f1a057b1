using System.Numerics;

namespace TinyRnn.Training;

/// <summary>What a layer reads: a dense row a step, or a token a step, which stands for a one-hot row that is never made.</summary>
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

    /// <summary>Dense rows [rows, inputSize] in the order of a <see cref="PackedLayout"/>; else empty.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>Tokens [rows], each below the layer's input size; else empty.</summary>
    public ReadOnlySpan<int> Tokens { get; }

    /// <summary>Whether there are tokens and no dense rows.</summary>
    public bool IsTokens { get; }
}
