using TinyRnn.Model;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>A network of a sample.</summary>
internal interface ISampleNetwork
{
    /// <summary>Values that a step reads.</summary>
    static abstract int InputSize { get; }

    /// <summary>Values that it gives.</summary>
    static abstract int OutputSize { get; }

    /// <summary>The network.</summary>
    static abstract Network Import();
}

/// <summary>A network of a sample in the interpreter, for tests of what surrounds a compiled model.</summary>
internal readonly struct InterpretedModel<TNetwork> : IVectorModel<InterpretedModel<TNetwork>.State>
    where TNetwork : ISampleNetwork
{
    private static readonly Lazy<Interpreter> Model = new(() => new Interpreter(TNetwork.Import()), LazyThreadSafetyMode.PublicationOnly);

    public static int InputSize => TNetwork.InputSize;

    public static int OutputSize => TNetwork.OutputSize;

    public static State InitialState => default;

    public static ulong Fingerprint => 0;

    public static ReadOnlySpan<int> StateParts => [];

    public static void Step(ref State state, ReadOnlySpan<float> input, Span<float> output) =>
        Model.Value.Step(state.Inner ??= Model.Value.CreateState(), input, output);

    public static void Advance(ref State state, ReadOnlySpan<float> input) => throw new NotSupportedException();

    public static void Step(Span<State> states, ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    public static void Run(ref State state, ReadOnlySpan<float> sequence, Span<float> output) => throw new NotSupportedException();

    public static bool SelfTest(out float largestError) => throw new NotSupportedException();

    internal struct State
    {
        public InterpreterState? Inner;
    }
}
