using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Samples.Tests.Harness;
using VoiceActivity.Output;
using VoiceActivity.Speech;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>What surrounds the model: the context before each chunk, and the way from sound to segments.</summary>
public class VoiceDetectorTests
{
    [Fact]
    public void Probabilities_are_those_that_ONNX_Runtime_recorded()
    {
        (float[] Input, float Output)[] steps = Recorded();
        VoiceDetector<InterpretedModel<RealSilero>, InterpretedModel<RealSilero>.State> detector = new();
        Assert.All(steps, step =>
        {
            // The recorded windows do not overlap, so each one's context comes with it.
            step.Input.AsSpan(0, VoiceChunk.ContextSize).CopyTo(detector.Context);
            Assert.Equal(step.Output, detector.Next(step.Input.AsSpan(VoiceChunk.ContextSize)), 1e-6f);
        });
    }

    [Fact]
    public void Without_the_context_they_are_others()
    {
        VoiceDetector<InterpretedModel<RealSilero>, InterpretedModel<RealSilero>.State> detector = new();
        Assert.All(Recorded(), step =>
        {
            detector.Context.Clear();
            Assert.NotEqual(step.Output, detector.Next(step.Input.AsSpan(VoiceChunk.ContextSize)), 1e-5f);
        });
    }

    [Fact]
    public void Steps_of_the_new_samples_alone_find_no_speech()
    {
        float[] speech = Speaker.AtMicrophone(Speaker.Say("The file imports with steps of 512 samples, too, and nothing fails, but no speech is found."));
        VoiceDetector<InterpretedModel<RealSilero>, InterpretedModel<RealSilero>.State> detector = new();
        Interpreter broken = new(SileroWeights.Import(VoiceChunk.Size));
        InterpreterState state = broken.CreateState();
        float[] probability = new float[1];
        int chunks = speech.Length / VoiceChunk.Size;
        int found = 0;
        int foundWithout = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            ReadOnlySpan<float> samples = speech.AsSpan(chunk * VoiceChunk.Size, VoiceChunk.Size);
            found += detector.Next(samples) >= 0.5f ? 1 : 0;
            broken.Step(state, samples, probability);
            foundWithout += probability[0] >= 0.5f ? 1 : 0;
        }

        Assert.InRange(found, chunks * 7 / 10, chunks);
        Assert.InRange(foundWithout, 0, chunks / 10);
    }

    [Fact]
    public void The_context_is_the_end_of_the_chunk_before()
    {
        float[] samples = [.. Enumerable.Range(1, 3 * VoiceChunk.Size).Select(i => (float)i)];
        VoiceDetector<LoudnessModel, float> detector = new();
        for (int chunk = 0; chunk < 3; chunk++)
        {
            int start = chunk * VoiceChunk.Size;
            Assert.Equal(chunk == 0 ? new float[VoiceChunk.ContextSize] : samples[(start - VoiceChunk.ContextSize)..start], detector.Context);
            detector.Next(samples.AsSpan(start, VoiceChunk.Size));
            Assert.Equal(chunk == 0 ? 0f : start - VoiceChunk.ContextSize + 1f, LoudnessModel.FirstSample);
        }
    }

    [Theory]
    [InlineData(16_000)]
    [InlineData(44_100)]
    [InlineData(8_000)]
    public void Ten_minutes_are_read_without_an_allocation(int rate)
    {
        // Segments are left out: under the JIT their text is written by code that was compiled in haste, which allocates. VoiceActivityTests has them.
        SegmentOptions options = new() { MinimumSpeech = 60_000 };
        Scan(rate, 2, options);
        Assert.Equal((0, 0), Scan(rate, 600, options));
        Assert.Equal(20, Scan(rate, 20, new SegmentOptions()).Segments);
    }

    [Fact]
    public void The_last_chunk_counts_as_long_as_it_is()
    {
        using MemoryStream output = new();
        SegmentWriter writer = new(output, SegmentFormat.Text);
        SpeechScan<LoudnessModel, float> scan = new(new GivenSamples(16_000, [.. Enumerable.Repeat(0.9f, 16_300)]), new SegmentOptions(), writer, false);
        scan.Run();
        Assert.Equal(16_300, scan.Length);
        Assert.Equal("0:00:00.000 - 0:00:01.018\n"u8.ToArray(), output.ToArray());
    }

    // Each second has half a second of noise.
    private static (long Allocated, int Segments) Scan(int rate, int seconds, SegmentOptions options)
    {
        float[] second = [.. Enumerable.Range(0, rate).Select(i => i < rate / 2 ? 0.6f * MathF.Sin(i) : 0f)];
        SegmentWriter writer = new(Stream.Null, SegmentFormat.Text);
        SpeechScan<LoudnessModel, float> scan = new(new Repeated(rate, second, seconds), options, writer, false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        scan.Run();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(seconds * 16_000L, scan.Length);
        return (allocated, writer.Count);
    }

    private static (float[] Input, float Output)[] Recorded()
    {
        using JsonDocument recorded = JsonDocument.Parse(File.ReadAllText(SharedData.Path("deployed", "silero-v5-16k", "io.json")));
        return
        [
            .. recorded.RootElement.GetProperty("steps").EnumerateArray()
                .Select(step => (Floats(step.GetProperty("inputs").GetProperty("input")), Floats(step.GetProperty("outputs").GetProperty("output"))[0])),
        ];
    }

    private static float[] Floats(JsonElement tensor) => [.. tensor.GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];

    // The same second again and again.
    private sealed class Repeated(int rate, float[] samples, int times) : VoiceActivity.Audio.ISamples
    {
        private long _at;

        public int Rate => rate;

        public int Read(Span<float> destination)
        {
            int count = (int)Math.Min(destination.Length, ((long)samples.Length * times) - _at);
            for (int i = 0; i < count; i++, _at++)
            {
                destination[i] = samples[_at % samples.Length];
            }

            return count;
        }
    }
}
