using System.ComponentModel;

namespace TinyRnn;

/// <summary>
/// What every compiled model has. The members are static: a model has no instance and keeps no state, so it can be
/// called from every thread; generic code takes the model as a type argument.
/// </summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface IRecurrentModel<TState>
    where TState : struct
{
    /// <summary>Number of values that one step gives.</summary>
    static abstract int OutputSize { get; }

    /// <summary>The state before the first step: the default value, unless the model holds another.</summary>
    static abstract TState InitialState { get; }

    /// <summary>
    /// Identifies what gives the outputs: input, layers, weights and scaling, not names and labels. The same for every build of a model file;
    /// a state means something to a model of the same fingerprint alone.
    /// </summary>
    static abstract ulong Fingerprint { get; }

    /// <summary>
    /// Where a state holds values, for <see cref="StateForm"/>: pairs of the index of the first float and the number of floats. What lies between
    /// changes no output.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract ReadOnlySpan<int> StateParts { get; }

    /// <summary>Runs the test vectors that the model file holds and compares with the outputs recorded there.</summary>
    /// <param name="largestError">The largest |output - recorded| / max(1, |recorded|).</param>
    /// <returns>Whether it is at most 1e-4; also true where the file holds no test vector.</returns>
    static abstract bool SelfTest(out float largestError);
}

/// <summary>A compiled model that reads a row of numbers a step.</summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface IVectorModel<TState> : IRecurrentModel<TState>
    where TState : struct
{
    /// <summary>Number of values that one step reads.</summary>
    static abstract int InputSize { get; }

    /// <summary>Advances the state by one step and gives its output.</summary>
    static abstract void Step(ref TState state, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Advances the state by one step without its output.</summary>
    static abstract void Advance(ref TState state, ReadOnlySpan<float> input);

    /// <summary>
    /// Advances several independent states by one step each, rows one after another: the same bits as one step of each, with large
    /// weights read once for many states.
    /// </summary>
    static abstract void Step(Span<TState> states, ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Advances the state over a whole sequence and gives the outputs that count.</summary>
    static abstract void Run(ref TState state, ReadOnlySpan<float> sequence, Span<float> output);
}

/// <summary>A compiled model that reads one token a step: the index of a character or of a word, or a number of the caller's own vocabulary.</summary>
/// <typeparam name="TState">The state that the caller owns.</typeparam>
public interface ITokenModel<TState> : IRecurrentModel<TState>
    where TState : struct
{
    /// <summary>Number of tokens; they are 0 to below it.</summary>
    static abstract int VocabularySize { get; }

    /// <summary>What the output values are.</summary>
    static abstract OutputForm OutputForm { get; }

    /// <summary>Advances the state by one token and gives its output.</summary>
    static abstract void Step(ref TState state, int token, Span<float> output);

    /// <summary>Advances the state by one token without its output.</summary>
    static abstract void Advance(ref TState state, int token);

    /// <summary>
    /// Advances several independent states by one token each, outputs one row after another: the same bits as one step of
    /// each, with large weights read once for many states.
    /// </summary>
    static abstract void Step(Span<TState> states, ReadOnlySpan<int> tokens, Span<float> outputs);

    /// <summary>Advances the state over a whole sequence and gives the outputs that count.</summary>
    static abstract void Run(ref TState state, ReadOnlySpan<int> tokens, Span<float> output);
}
