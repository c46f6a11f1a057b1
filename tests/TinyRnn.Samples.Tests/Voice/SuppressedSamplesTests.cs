using NoiseSuppression.Suppression;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>The way of a stream through overlapping blocks and back.</summary>
public class SuppressedSamplesTests
{
    [Fact]
    public void Overlapping_blocks_are_added_up()
    {
        OverlapAdd overlap = new();
        float[] finished = new float[SoundBlock.Shift];
        float[] block = new float[SoundBlock.Size];
        for (int number = 1; number <= 10; number++)
        {
            Array.Fill(block, number);
            overlap.Add(block, 0.5f, finished);

            // Of what this block begins with, the three before it have a part, as far as there were any.
            int expected = Enumerable.Range(Math.Max(number - 3, 1), Math.Min(number, 4)).Sum();
            Assert.All(finished, sample => Assert.Equal(0.5f * expected, sample));
        }
    }

    // Lengths around a block and its shift; a sound of none is none.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(384)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(16_001)]
    public void With_a_mask_of_ones_sound_is_what_it_was_at_its_time(int length)
    {
        float[] sound = Networks.RandomInput(length, 1);
        SuppressedSamples samples = new(new GivenSamples(SoundBlock.Rate, sound), new SpectralStage<OpenMask, int>());
        float[] actual = WavBytes.ReadAll(samples);
        Assert.Equal(length, actual.Length);
        Assert.Equal(length, samples.Length);
        Assert.All(actual, (sample, i) => Assert.Equal(sound[i], sample, 2e-7f));
    }

    [Fact]
    public void A_sample_is_given_when_the_last_of_its_blocks_is_there()
    {
        // The source gives a shift at a time; the first sum is complete with the fourth.
        int read = 0;
        Watched source = new(new GivenSamples(SoundBlock.Rate, new float[4_000], SoundBlock.Shift), count => read += count);
        SuppressedSamples samples = new(source, new SpectralStage<OpenMask, int>());
        float[] some = new float[SoundBlock.Shift];
        for (int given = SoundBlock.Shift; given <= 1_280; given += SoundBlock.Shift)
        {
            Assert.Equal(SoundBlock.Shift, samples.Read(some));
            Assert.Equal(given + SoundBlock.Size - SoundBlock.Shift, read);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1000)]
    [InlineData(127, 129)]
    [InlineData(333, 3)]
    [InlineData(5000, 512)]
    public void The_same_comes_of_any_pieces(int size, int block)
    {
        float[] sound = Networks.RandomInput(5_003, 2);
        Assert.Equal(
            WavBytes.ReadAll(new SuppressedSamples(new GivenSamples(SoundBlock.Rate, sound), new FadingStage()), 10_000),
            WavBytes.ReadAll(new SuppressedSamples(new GivenSamples(SoundBlock.Rate, sound, size), new FadingStage()), block));
    }

    [Fact]
    public void Sound_at_another_rate_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SuppressedSamples(new GivenSamples(8_000, []), new FadingStage()));

    [Fact]
    public void A_block_allocates_nothing()
    {
        SuppressedSamples samples = new(new GivenSamples(SoundBlock.Rate, Networks.RandomInput(200_000, 5)), new SpectralStage<OpenMask, int>());
        float[] some = new float[1024];
        samples.Read(some);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int read = 0;
        for (int count = samples.Read(some); count > 0; count = samples.Read(some))
        {
            read += count;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(200_000 - SoundBlock.Shift, read);
    }

    // Each block otherwise than the one before, so that a block too many or too few is seen.
    private sealed class FadingStage : IBlockStage
    {
        private int _count;

        public float Scale => 0.25f;

        public void Process(Span<float> block)
        {
            float factor = 1f / (1 + (_count++ % 7));
            foreach (ref float sample in block)
            {
                sample *= factor;
            }
        }
    }

    private sealed class Watched(GivenSamples source, Action<int> read) : VoiceActivity.Audio.ISamples
    {
        public int Rate => source.Rate;

        public int Read(Span<float> samples)
        {
            int count = source.Read(samples);
            read(count);
            return count;
        }
    }
}
