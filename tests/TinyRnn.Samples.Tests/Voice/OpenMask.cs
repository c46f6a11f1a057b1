namespace TinyRnn.Samples.Tests.Voice;

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
