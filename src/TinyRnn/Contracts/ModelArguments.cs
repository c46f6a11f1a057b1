using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TinyRnn;

/// <summary>Checks arguments for all compiled models, so that each model stays small.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelArguments
{
    /// <summary>Throws if a span does not have the length that a step needs.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            ThrowLength(length, expected, name);
        }
    }

    /// <summary>Throws if a token is not in the vocabulary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The token is below 0 or not below the size.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckToken(int token, int vocabularySize)
    {
        if ((uint)token >= (uint)vocabularySize)
        {
            ThrowToken(token, vocabularySize);
        }
    }

    /// <summary>Throws if one of several tokens is not in the vocabulary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is below 0 or not below the size.</exception>
    public static void CheckTokens(ReadOnlySpan<int> tokens, int vocabularySize)
    {
        foreach (int token in tokens)
        {
            CheckToken(token, vocabularySize);
        }
    }

    /// <summary>Throws if an output is too short for a row of each step.</summary>
    /// <exception cref="ArgumentException">The output is too short.</exception>
    public static void CheckRoom(int length, int steps, int size)
    {
        if (length / size < steps)
        {
            ThrowRoom(length, length / size, size, "output");
        }
    }

    /// <summary>The number of whole rows in a sequence.</summary>
    /// <exception cref="ArgumentException">The sequence is not one or more whole rows.</exception>
    public static int CountSteps(int length, int inputSize)
    {
        int steps = length / inputSize;
        if (steps == 0 || steps * inputSize != length)
        {
            throw new ArgumentException($"a sequence of {length} values is not one or more whole rows of {inputSize} values");
        }

        return steps;
    }

    /// <summary>Throws if a history is shorter than a forecast's window.</summary>
    /// <exception cref="ArgumentException">The history is too short, or not a whole number of rows.</exception>
    public static void CheckHistory(int length, int window, int columns)
    {
        if (length < window * columns || length % columns != 0)
        {
            throw new ArgumentException($"a history of {length} values is not {window} or more whole rows of {columns} values");
        }
    }

    /// <summary>Throws if a sequence of tokens is empty.</summary>
    /// <exception cref="ArgumentException">The sequence is empty.</exception>
    public static void CheckNotEmpty(int length, string name)
    {
        if (length == 0)
        {
            throw new ArgumentException("a sequence needs at least one token", name);
        }
    }

    /// <summary>The place of the next row in an output that receives one row for each step.</summary>
    /// <exception cref="ArgumentException">The output is full.</exception>
    public static Span<float> NextRow(Span<float> output, int step, int size)
    {
        if (output.Length / size <= step)
        {
            ThrowRoom(output.Length, step, size, nameof(output));
        }

        return output.Slice(step * size, size);
    }

    /// <summary>Throws for a text without a character that the model reads.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowNoCharacter() =>
        throw new ArgumentException("the text holds no character of the model's vocabulary");

    /// <summary>Throws for a text without a word that the model reads.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowNoWord() =>
        throw new ArgumentException("the text holds no word of the model's vocabulary");

    /// <summary>Throws for a character outside the vocabulary.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static int ThrowUnknown(int codePoint) =>
        throw new ArgumentException($"U+{codePoint:X4} is not in the model's vocabulary");

    [DoesNotReturn]
    private static void ThrowLength(int length, int expected, string name) =>
        throw new ArgumentException($"{length} values where {expected} are needed", name);

    [DoesNotReturn]
    private static void ThrowRoom(int length, int step, int size, string name) =>
        throw new ArgumentException($"{length} values have room for {step} steps of {size} values, but the text has more", name);

    [DoesNotReturn]
    private static void ThrowToken(int token, int vocabularySize) =>
        throw new ArgumentOutOfRangeException(nameof(token), token, $"a token is from 0 to {vocabularySize - 1}");
}
