using System.Text;
using System.Text.Json;
using VoiceActivity.Output;
using VoiceActivity.Speech;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>Segments as text, JSON and subtitles.</summary>
public class SegmentWriterTests
{
    private static readonly Segment[] Segments =
        [new(544, 5600), new(16_000 * 3599, 16_000 * 3661), new(16_000L * 3600 * 100, (16_000L * 3600 * 100) + 15_999)];

    [Theory]
    [InlineData(nameof(SegmentFormat.Text), "0:00:00.034 - 0:00:00.350\n0:59:59.000 - 1:01:01.000\n100:00:00.000 - 100:00:00.999\n")]
    [InlineData(
        nameof(SegmentFormat.Json),
        "[\n  {\"start\": 0.034, \"end\": 0.350},\n  {\"start\": 3599.000, \"end\": 3661.000},\n  {\"start\": 360000.000, \"end\": 360000.999}\n]\n")]
    [InlineData(
        nameof(SegmentFormat.Srt),
        "1\n00:00:00,034 --> 00:00:00,350\n[speech]\n\n2\n00:59:59,000 --> 01:01:01,000\n[speech]\n\n3\n100:00:00,000 --> 100:00:00,999\n[speech]\n\n")]
    public void Are_written_as_the_format_says(string format, string expected) => Assert.Equal(expected, Write(Enum.Parse<SegmentFormat>(format), Segments));

    [Theory]
    [InlineData(nameof(SegmentFormat.Text), "")]
    [InlineData(nameof(SegmentFormat.Json), "[]\n")]
    [InlineData(nameof(SegmentFormat.Srt), "")]
    public void May_be_none(string format, string expected) => Assert.Equal(expected, Write(Enum.Parse<SegmentFormat>(format), []));

    [Fact]
    public void Json_is_read_back()
    {
        using JsonDocument document = JsonDocument.Parse(Write(SegmentFormat.Json, Segments));
        Assert.Equal([0.034, 3599.0, 360000.0], document.RootElement.EnumerateArray().Select(one => one.GetProperty("start").GetDouble()));
        Assert.Equal([0.35, 3661.0, 360000.999], document.RootElement.EnumerateArray().Select(one => one.GetProperty("end").GetDouble()));
    }

    private static string Write(SegmentFormat format, Segment[] segments)
    {
        using MemoryStream output = new();
        SegmentWriter writer = new(output, format);
        foreach (Segment segment in segments)
        {
            writer.Write(segment);
        }

        writer.Finish();
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
