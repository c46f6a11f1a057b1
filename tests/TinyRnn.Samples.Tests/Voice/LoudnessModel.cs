namespace TinyRnn.Samples.Tests.Voice;

/// <summary>Says that someone speaks where it is loud; the first sample of the context is its state, to be looked at.</summary>
internal readonly struct LoudnessModel : IVectorModel<float>
{
    public const float Loud = 0.1f;

    [ThreadStatic]
    public static float FirstSample;

    public static int InputSize => 576;

    public static int OutputSize => 1;

    public static float InitialState => 0f;

    public static ulong Fingerprint => 0;

    public static ReadOnlySpan<int> StateParts => [];

    public static void Step(ref float state, ReadOnlySpan<float> input, Span<float> output)
    {
        FirstSample = input[0];
        float sum = 0f;
        foreach (float sample in input[64..])
        {
            sum += MathF.Abs(sample);
        }

        output[0] = sum / 512f > Loud ? 0.9f : 0.1f;
    }

    public static void Advance(ref float state, ReadOnlySpan<float> input) => throw new NotSupportedException();

    public static void Step(Span<float> states, ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    public static void Run(ref float state, ReadOnlySpan<float> sequence, Span<float> output) => throw new NotSupportedException();

    public static bool SelfTest(out float largestError) => throw new NotSupportedException();
}
