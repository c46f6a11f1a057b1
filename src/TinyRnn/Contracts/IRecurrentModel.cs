using System.ComponentModel;

namespace TinyRnn;

/// <summary>
/// The members of every compiled model. They are static: a model has no instance and no state, so it can be
/// called from every thread. Generic code takes the model as a type argument.
/// </summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface IRecurrentModel<TState>
    where TState : struct
{
    /// <summary>Number of output values in a step.</summary>
    static abstract int OutputSize { get; }

    /// <summary>The state before the first step: the default value, unless the model stores another one.</summary>
    static abstract TState InitialState { get; }

    /// <summary>
    /// Identifies everything that determines the outputs: input, layers, weights and scaling, but not names and labels. It is the same for every
    /// build of a model file. A state is valid only for models with the same fingerprint.
    /// </summary>
    static abstract ulong Fingerprint { get; }

    /// <summary>
    /// The places of values in a state, for <see cref="StateForm"/>, as pairs of the index of the first float and the number of floats. Bytes between
    /// these places do not affect outputs.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract ReadOnlySpan<int> StateParts { get; }

    /// <summary>Runs the test vectors of the model file and compares the results with the recorded outputs.</summary>
    /// <param name="largestError">The largest |output - recorded| / max(1, |recorded|).</param>
    /// <returns>Whether the largest error is at most 1e-4; also true if the file has no test vectors.</returns>
    static abstract bool SelfTest(out float largestError);
}

/// <summary>A compiled model that reads one row of numbers in each step.</summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface IVectorModel<TState> : IRecurrentModel<TState>
    where TState : struct
{
    /// <summary>Number of input values in a step.</summary>
    static abstract int InputSize { get; }

    /// <summary>Advances the state by one step and computes the output.</summary>
    static abstract void Step(ref TState state, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Advances the state by one step without computing the output.</summary>
    static abstract void Advance(ref TState state, ReadOnlySpan<float> input);

    /// <summary>
    /// Advances several independent states by one step each, with inputs and outputs one row after another. The results have the same bits as single
    /// steps, but large weights are read once for many states.
    /// </summary>
    static abstract void Step(Span<TState> states, ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Advances the state over a whole sequence and writes the outputs: of the last step or of every step, as the model says.</summary>
    static abstract void Run(ref TState state, ReadOnlySpan<float> sequence, Span<float> output);
}

/// <summary>A compiled model that reads one token in each step: the index of a character or word, or a number from the caller's own vocabulary.</summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface ITokenModel<TState> : IRecurrentModel<TState>
    where TState : struct
{
    /// <summary>Number of tokens. A token is from 0 to this number less one.</summary>
    static abstract int VocabularySize { get; }

    /// <summary>The meaning of the output values.</summary>
    static abstract OutputForm OutputForm { get; }

    /// <summary>Advances the state by one token and computes the output.</summary>
    static abstract void Step(ref TState state, int token, Span<float> output);

    /// <summary>Advances the state by one token without computing the output.</summary>
    static abstract void Advance(ref TState state, int token);

    /// <summary>
    /// Advances several independent states by one token each, with outputs one row after another. The results have the same bits as single
    /// steps, but large weights are read once for many states.
    /// </summary>
    static abstract void Step(Span<TState> states, ReadOnlySpan<int> tokens, Span<float> outputs);

    /// <summary>Advances the state over a whole sequence and writes the outputs: of the last step or of every step, as the model says.</summary>
    static abstract void Run(ref TState state, ReadOnlySpan<int> tokens, Span<float> output);
}
