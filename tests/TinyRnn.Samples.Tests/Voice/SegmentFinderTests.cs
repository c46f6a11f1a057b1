using VoiceActivity.Speech;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>Segments of probabilities, by hand and beside a plain form over the whole.</summary>
public class SegmentFinderTests
{
    // Of 512 samples a chunk; 30 ms of padding are 480 samples, 100 ms of silence 1600, seen in the fifth quiet chunk, and 250 ms of speech 4000.
    [Theory]
    [InlineData("", "")]
    [InlineData("..........", "")]
    [InlineData("..########.....", "544-5600")]
    [InlineData("########.....", "0-4576")]
    [InlineData("..########", "544-5120")]
    [InlineData("..########....", "544-7168")]
    [InlineData("..#######.....", "")]
    [InlineData("..####...####.....", "544-7136")]
    [InlineData("..########.....########", "544-5600 7200-11776")]
    // What is between the thresholds holds speech, and begins none.
    [InlineData("..####----####.....", "544-7648")]
    [InlineData("..--------.....", "")]
    [InlineData("..#-------.....", "544-5600")]
    [InlineData("..########.--.--.....", "544-5600")]
    public void Are_as_expected(string probabilities, string expected) =>
        Assert.Equal(expected, Text(Find(new SegmentOptions(), Probabilities(probabilities))));

    [Fact]
    public void The_options_count()
    {
        float[] probabilities = Probabilities("..##..##....########......#....");
        Assert.Equal("544-10720", Text(Find(new SegmentOptions(), probabilities)));
        Assert.Equal("544-2528 2592-4576 5664-10720 12832-14304", Text(Find(new SegmentOptions { MinimumSpeech = 0, MinimumSilence = 32 }, probabilities)));
        Assert.Equal("1024-10240 13312-15872", Text(Find(new SegmentOptions { MinimumSpeech = 100, Padding = 0 }, probabilities)));
        Assert.Equal("0-11776 11776-15872", Text(Find(new SegmentOptions { MinimumSpeech = 100, Padding = 96 }, probabilities)));
        Assert.Equal("544-15872", Text(Find(new SegmentOptions { MinimumSilence = 250 }, probabilities)));
        Assert.Equal("", Text(Find(new SegmentOptions { Threshold = 0.95 }, probabilities)));
        Assert.Equal("544-15872", Text(Find(new SegmentOptions { ExitThreshold = 0.05 }, probabilities)));
    }

    [Fact]
    public void A_segment_comes_when_it_is_certain()
    {
        List<(int Chunk, Segment Segment)> found = [];
        int chunk = 0;
        SegmentFinder finder = new(new SegmentOptions { Padding = 96 }, segment => found.Add((chunk, segment)));
        foreach (float probability in Probabilities("..########.....########------########........"))
        {
            finder.Add(probability);
            chunk++;
        }

        // The first waits for the second to be long enough, and not for its end; the second for twice the padding.
        Assert.Equal([(23, new Segment(0, 6400)), (43, new Segment(6400, 20480))], found);
    }

    [Fact]
    public void Are_those_of_the_whole()
    {
        Random random = new(5);
        for (int trial = 0; trial < 3000; trial++)
        {
            SegmentOptions options = new()
            {
                Threshold = 0.3 + (random.NextDouble() * 0.6),
                MinimumSpeech = random.Next(6) * 80,
                MinimumSilence = random.Next(6) * 50,
                Padding = random.Next(8) * 37,
            };
            float[] probabilities = new float[random.Next(150)];
            float stay = random.NextSingle();
            for (int i = 0; i < probabilities.Length; i++)
            {
                probabilities[i] = i > 0 && random.NextSingle() < stay ? probabilities[i - 1] : random.NextSingle();
            }

            int length = Math.Max((probabilities.Length * 512) - random.Next(512), 0);
            Assert.Equal(OfWhole(options, probabilities, length), Find(options, probabilities, length));
        }
    }

    private static List<Segment> Find(SegmentOptions options, float[] probabilities, int? length = null)
    {
        List<Segment> found = [];
        SegmentFinder finder = new(options, found.Add);
        foreach (float probability in probabilities)
        {
            finder.Add(probability);
        }

        finder.Finish(length ?? probabilities.Length * 512);
        return found;
    }

    // Speech without padding first, and what each end may take of the silence beside it then.
    private static List<Segment> OfWhole(SegmentOptions options, float[] probabilities, int length)
    {
        List<Segment> bare = [];
        for (int start = 0; start < probabilities.Length; start++)
        {
            if (probabilities[start] < options.Threshold)
            {
                continue;
            }

            int next = start + 1;
            int silence = -1;
            for (; next < probabilities.Length; next++)
            {
                bool isLoud = probabilities[next] >= options.Threshold;
                silence = isLoud ? -1 : silence < 0 && probabilities[next] < options.Exit ? next : silence;
                if (silence >= 0 && probabilities[next] < options.Exit && (next - silence) * 512 >= options.MinimumSilence * 16)
                {
                    break;
                }
            }

            long end = next < probabilities.Length ? silence * 512 : length;
            if (end - (start * 512) > options.MinimumSpeech * 16)
            {
                bare.Add(new Segment(start * 512, end));
            }

            start = next;
        }

        long padding = options.Padding * 16;
        return [.. bare.Select((segment, i) => new Segment(
            Math.Max(segment.Start - (i == 0 ? padding : Math.Min(padding, (segment.Start - bare[i - 1].End) / 2)), 0),
            Math.Min(segment.End + (i == bare.Count - 1 ? padding : Math.Min(padding, (bare[i + 1].Start - segment.End) / 2)), length)))];
    }

    private static float[] Probabilities(string text) => [.. text.Select(c => c switch { '#' => 0.9f, '-' => 0.4f, _ => 0.1f })];

    private static string Text(IEnumerable<Segment> segments) => string.Join(' ', segments.Select(segment => $"{segment.Start}-{segment.End}"));
}
