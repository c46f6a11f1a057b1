namespace TinyRnn;

/// <summary>
/// A compiled model that reads whole sequences of rows only, because a layer reads them from the end. The members are static: a model has no
/// instance and keeps no state, so it can be called from every thread.
/// </summary>
public interface IVectorSequenceModel
{
    /// <summary>Number of input values in a step.</summary>
    static abstract int InputSize { get; }

    /// <summary>Number of output values in a step.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Runs a whole sequence and writes the outputs: of the last step or of every step, as the model says.</summary>
    static abstract void Run(ReadOnlySpan<float> sequence, Span<float> output);

    /// <summary>Runs the test vectors of the model file and compares the results with the recorded outputs.</summary>
    /// <param name="largestError">The largest |output - recorded| / max(1, |recorded|).</param>
    /// <returns>Whether the largest error is at most 1e-4; also true if the file has no test vectors.</returns>
    static abstract bool SelfTest(out float largestError);
}

/// <summary>
/// A compiled model that reads whole sequences of tokens only, because a layer reads them from the end. The members are static: a model has no
/// instance and keeps no state, so it can be called from every thread.
/// </summary>
public interface ITokenSequenceModel
{
    /// <summary>Number of tokens. A token is from 0 to this number less one.</summary>
    static abstract int VocabularySize { get; }

    /// <summary>Number of output values in a step.</summary>
    static abstract int OutputSize { get; }

    /// <summary>The meaning of the output values.</summary>
    static abstract OutputForm OutputForm { get; }

    /// <summary>Runs a whole sequence and writes the outputs: of the last step or of every step, as the model says.</summary>
    static abstract void Run(ReadOnlySpan<int> tokens, Span<float> output);

    /// <summary>Runs the test vectors of the model file and compares the results with the recorded outputs.</summary>
    /// <param name="largestError">The largest |output - recorded| / max(1, |recorded|).</param>
    /// <returns>Whether the largest error is at most 1e-4; also true if the file has no test vectors.</returns>
    static abstract bool SelfTest(out float largestError);
}
