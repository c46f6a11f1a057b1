namespace TinyRnn;

/// <summary>
/// A compiled model that reads whole sequences of rows only, because a layer reads them from the end. The members are static: a model has no
/// instance and keeps no state, so it can be called from every thread.
/// </summary>
public interface IVectorSequenceModel
{
    /// <summary>Number of values that one step reads.</summary>
    static abstract int InputSize { get; }

    /// <summary>Number of values that one step gives.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Runs a whole sequence and gives the outputs that count.</summary>
    static abstract void Run(ReadOnlySpan<float> sequence, Span<float> output);

    /// <summary>Runs the test vectors that the model file holds and compares with the outputs recorded there.</summary>
    /// <param name="largestError">The largest |output - recorded| / max(1, |recorded|).</param>
    /// <returns>Whether it is at most 1e-4; also true where the file holds no test vector.</returns>
    static abstract bool SelfTest(out float largestError);
}

/// <summary>
/// A compiled model that reads whole sequences of tokens only, because a layer reads them from the end. The members are static: a model has no
/// instance and keeps no state, so it can be called from every thread.
/// </summary>
public interface ITokenSequenceModel
{
    /// <summary>Number of tokens; they are 0 to below it.</summary>
    static abstract int VocabularySize { get; }

    /// <summary>Number of values that one step gives.</summary>
    static abstract int OutputSize { get; }

    /// <summary>What the output values are.</summary>
    static abstract OutputForm OutputForm { get; }

    /// <summary>Runs a whole sequence and gives the outputs that count.</summary>
    static abstract void Run(ReadOnlySpan<int> tokens, Span<float> output);

    /// <summary>Runs the test vectors that the model file holds and compares with the outputs recorded there.</summary>
    /// <param name="largestError">The largest |output - recorded| / max(1, |recorded|).</param>
    /// <returns>Whether it is at most 1e-4; also true where the file holds no test vector.</returns>
    static abstract bool SelfTest(out float largestError);
}
