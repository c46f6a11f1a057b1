using TinyRnn.Interop;
using TinyRnn.Interop.Tests.Onnx;
using TinyRnn.Model;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>A part of DTLN.</summary>
internal interface IDtlnPart
{
    /// <summary>Values that a step reads, and as many that it gives.</summary>
    static abstract int Size { get; }

    /// <summary>The network.</summary>
    static abstract Network Import();
}

/// <summary>The first part with its real weights; tests are skipped without them.</summary>
internal readonly struct RealFirstPart : IDtlnPart
{
    public static int Size => 257;

    public static Network Import() => DtlnWeights.Import();
}

/// <summary>The second part with random weights.</summary>
internal readonly struct RandomSecondPart : IDtlnPart
{
    public static int Size => 512;

    public static byte[] File => DtlnSecondPart.Deployed.Write(DtlnForm.Keras);

    public static Network Import() => ModelImporters.Import(new ImportSource("model_2.onnx", File)).Network;
}

/// <summary>A part of DTLN in the interpreter, for tests of what surrounds a compiled model.</summary>
internal readonly struct InterpretedPart<TPart> : IVectorModel<InterpretedPart<TPart>.State>
    where TPart : IDtlnPart
{
    private static readonly Lazy<Interpreter> Model = new(() => new Interpreter(TPart.Import()), LazyThreadSafetyMode.PublicationOnly);

    public static int InputSize => TPart.Size;

    public static int OutputSize => TPart.Size;

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

/// <summary>A mask of ones; its state counts blocks.</summary>
internal readonly struct OpenMask : IVectorModel<int>
{
    public static int InputSize => 257;

    public static int OutputSize => 257;

    public static int InitialState => 0;

    public static ulong Fingerprint => 0;

    public static ReadOnlySpan<int> StateParts => [];

    public static void Step(ref int state, ReadOnlySpan<float> input, Span<float> output)
    {
        state++;
        output.Fill(1f);
    }

    public static void Advance(ref int state, ReadOnlySpan<float> input) => throw new NotSupportedException();

    public static void Step(Span<int> states, ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    public static void Run(ref int state, ReadOnlySpan<float> sequence, Span<float> output) => throw new NotSupportedException();

    public static bool SelfTest(out float largestError) => throw new NotSupportedException();
}
