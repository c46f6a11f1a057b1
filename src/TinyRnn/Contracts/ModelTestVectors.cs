using System.ComponentModel;
using System.Runtime.InteropServices;

namespace TinyRnn;

/// <summary>Runs test vectors through a compiled model and compares the outputs. This is the body of <c>SelfTest</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelTestVectors
{
    /// <summary>The largest |output - recorded| / max(1, |recorded|) of a correct model.</summary>
    public const float Tolerance = 1e-4f;

    /// <summary>
    /// The same for a model with 8-bit weights. If a value is halfway between two quantised values, its last bit decides, and the difference of one
    /// affects later results.
    /// </summary>
    public const float Int8Tolerance = 0.02f;

    /// <summary>Runs a text.</summary>
    public static void Check<TModel, TState>(ReadOnlySpan<char> text, ReadOnlySpan<float> recorded, Span<float> output, ref float largestError)
        where TModel : ITextModel<TState>
        where TState : struct
    {
        TState state = TModel.InitialState;
        if (TModel.HasSpaces)
        {
            // A model of words may read only the last words, or padding before them.
            using Workspace workspace = new(recorded.Length, 1);
            Span<float> all = MemoryMarshal.CreateSpan(ref workspace.First, recorded.Length);
            TModel.Run(ref state, text, all);
            Compare(recorded, all, ref largestError);
            return;
        }

        int compared = 0;
        for (int position = 0; position < text.Length;)
        {
            int token = TModel.ReadToken(text, ref position);
            if (token >= 0)
            {
                TModel.Step(ref state, token, output);
                CompareStep(recorded, output, ref compared, ref largestError);
            }
        }

        CompareLast(recorded, output, compared, ref largestError);
    }

    /// <summary>Runs tokens.</summary>
    public static void Check<TModel, TState>(ReadOnlySpan<int> tokens, ReadOnlySpan<float> recorded, Span<float> output, ref float largestError)
        where TModel : ITokenModel<TState>
        where TState : struct
    {
        TState state = TModel.InitialState;
        int compared = 0;
        foreach (int token in tokens)
        {
            TModel.Step(ref state, token, output);
            CompareStep(recorded, output, ref compared, ref largestError);
        }

        CompareLast(recorded, output, compared, ref largestError);
    }

    /// <summary>Runs rows of numbers.</summary>
    public static void Check<TModel, TState>(ReadOnlySpan<float> sequence, ReadOnlySpan<float> recorded, Span<float> output, ref float largestError)
        where TModel : IVectorModel<TState>
        where TState : struct
    {
        TState state = TModel.InitialState;
        int compared = 0;
        for (int start = 0; start < sequence.Length; start += TModel.InputSize)
        {
            TModel.Step(ref state, sequence.Slice(start, TModel.InputSize), output);
            CompareStep(recorded, output, ref compared, ref largestError);
        }

        CompareLast(recorded, output, compared, ref largestError);
    }

    /// <summary>Runs tokens through a model of whole sequences.</summary>
    public static void CheckSequence<TModel>(ReadOnlySpan<int> tokens, ReadOnlySpan<float> recorded, ref float largestError)
        where TModel : ITokenSequenceModel
    {
        using Workspace workspace = new(recorded.Length, 1);
        Span<float> output = MemoryMarshal.CreateSpan(ref workspace.First, recorded.Length);
        TModel.Run(tokens, output);
        Compare(recorded, output, ref largestError);
    }

    /// <summary>Runs a text through a model of whole sequences.</summary>
    public static void CheckSequence<TModel>(ReadOnlySpan<char> text, ReadOnlySpan<float> recorded, ref float largestError)
        where TModel : ITextSequenceModel
    {
        using Workspace workspace = new(recorded.Length, 1);
        Span<float> output = MemoryMarshal.CreateSpan(ref workspace.First, recorded.Length);
        TModel.Run(text, output);
        Compare(recorded, output, ref largestError);
    }

    /// <summary>Runs rows of numbers through a model of whole sequences.</summary>
    public static void CheckSequence<TModel>(ReadOnlySpan<float> sequence, ReadOnlySpan<float> recorded, ref float largestError)
        where TModel : IVectorSequenceModel
    {
        using Workspace workspace = new(recorded.Length, 1);
        Span<float> output = MemoryMarshal.CreateSpan(ref workspace.First, recorded.Length);
        TModel.Run(sequence, output);
        Compare(recorded, output, ref largestError);
    }

    // A single recorded row is that of the last step. Otherwise there is one for each step.
    private static void CompareStep(ReadOnlySpan<float> recorded, ReadOnlySpan<float> output, ref int compared, ref float largestError)
    {
        if (recorded.Length > output.Length)
        {
            Compare(recorded.Slice(compared, output.Length), output, ref largestError);
            compared += output.Length;
        }
    }

    private static void CompareLast(ReadOnlySpan<float> recorded, ReadOnlySpan<float> output, int compared, ref float largestError)
    {
        if (compared == 0)
        {
            Compare(recorded, output, ref largestError);
        }
    }

    private static void Compare(ReadOnlySpan<float> recorded, ReadOnlySpan<float> output, ref float largestError)
    {
        for (int i = 0; i < recorded.Length; i++)
        {
            float error = MathF.Abs(output[i] - recorded[i]) / MathF.Max(1f, MathF.Abs(recorded[i]));

            // Keeps NaN, which comparisons would lose.
            largestError = MathF.Max(largestError, error);
        }
    }
}
