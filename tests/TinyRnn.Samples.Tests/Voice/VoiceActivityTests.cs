using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Model;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>The program that finds speech, published for x64 and for arm64.</summary>
public partial class VoiceActivityTests(PublishedSamples samples)
{
    private const double Lead = 1.0;
    private const double Pause = 2.0;
    private const string First = "The first sentence is about the weather of tomorrow.";
    private const string Second = "After a pause somebody says something else entirely.";

    [Fact]
    public void Spoken_sentences_are_segments_and_pauses_are_none()
    {
        using TemporaryFolder folder = new();
        (float[] sound, (double Start, double End)[] spoken) = Conversation();
        string text = Run(WriteTo(folder, "mono.wav", WavBytes.OfInt16(sound, Speaker.Rate)));
        (double Start, double End)[] found = Times(text);
        Assert.All(found, segment => Assert.Contains(spoken, one => IsIn(segment, one)));
        Assert.All(spoken, one => Assert.InRange(found.Where(segment => IsIn(segment, one)).Sum(Length), 0.7 * Length(one), Length(one) + 0.6));

        // Other forms of the same sound, and of the same answer.
        Assert.Equal(text, Run(WriteTo(folder, "stereo.wav", WavBytes.OfInt16(sound, Speaker.Rate, channels: 2))));
        using JsonDocument json = JsonDocument.Parse(Run(Path.Combine(folder.Path, "mono.wav"), "--format", "json"));
        Assert.Equal(found, json.RootElement.EnumerateArray().Select(one => (one.GetProperty("start").GetDouble(), one.GetProperty("end").GetDouble())));
        Assert.Equal(found, Times(Run(Path.Combine(folder.Path, "mono.wav"), "--format", "srt").Replace(',', '.')));
        Assert.Empty(Run(Path.Combine(folder.Path, "mono.wav"), "--min-speech", "60000"));

        static bool IsIn((double Start, double End) segment, (double Start, double End) spoken) =>
            segment.Start > spoken.Start - 0.3 && segment.End < spoken.End + 0.3;

        static double Length((double Start, double End) segment) => segment.End - segment.Start;
    }

    [Fact]
    public void Probabilities_are_those_of_the_model_file()
    {
        using TemporaryFolder folder = new();
        Random random = new(4);
        float[] sound =
            [.. Enumerable.Range(0, 16_000).Select(i => ((random.NextSingle() - 0.5f) * 0.1f) + (0.3f * MathF.Sin(i * i * 1e-5f) * MathF.Sin(i * 3e-4f)))];
        byte[] file = WavBytes.File(WavBytes.Format(WavBytes.Floats, 1, 16_000, 32), WavBytes.Chunk("data", WavBytes.RawFloats(sound)));
        string[] lines = Run(WriteTo(folder, "sound.wav", file), "--probabilities").TrimEnd().Split('\n');
        Assert.Equal(32, lines.Length);
        float[] padded = [.. new float[64], .. sound, .. new float[32 * 512]];
        float[] expected = new Interpreter(SileroWeights.Import()).Run(
            [.. Enumerable.Range(0, 32).SelectMany(chunk => padded[(chunk * 512)..((chunk * 512) + 576)])]);
        for (int chunk = 0; chunk < 32; chunk++)
        {
            Assert.StartsWith(FormattableString.Invariant($"{Math.Min((chunk + 1) * 512, 16_000) / 16_000.0:0.000},"), lines[chunk], StringComparison.Ordinal);
            Assert.Equal(expected[chunk], float.Parse(lines[chunk].Split(',')[1], CultureInfo.InvariantCulture), 1e-5f);
        }
    }

    [Fact]
    public async Task A_microphone_is_read_live_and_ends_with_Ctrl_C()
    {
        byte[] sentence = WavBytes.Raw(Speaker.AtMicrophone([.. Speaker.Silence(Lead), .. Speaker.Say(First), .. Speaker.Silence(Lead)]));
        using Process process = ChildProcess.StartProgram(Program(), "-", "--min-silence", "600");
        await process.StandardInput.BaseStream.WriteAsync(sentence, TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);

        // The input is open still.
        Assert.Single(Times(await ReadLine(process)));

        // Someone speaks when the recorder ends: both get the signal, and the input ends.
        await process.StandardInput.BaseStream.WriteAsync(sentence.AsMemory(0, sentence.Length - 40_000), TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
        ChildProcess.Finish(ChildProcess.StartProgram("/bin/kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture)));
        process.StandardInput.Close();
        (double start, double end) = Assert.Single(Times(ChildProcess.Finish(process)));
        double length = sentence.Length / 32_000.0;
        Assert.InRange(start, length + 0.5, length + 1.5);
        Assert.InRange(end, (2 * length) - 1.6, (2 * length) - 1.2);
    }

    [Fact]
    public async Task Memory_stays_as_it_is()
    {
        const int Minute = 60 * 16_000;
        using Process process = ChildProcess.StartProgram(Program(), "-", "--probabilities");
        float[] minute = [.. Enumerable.Range(0, Minute).Select(i => 0.2f * MathF.Sin(i * 0.1f) * MathF.Sin(i * 1e-3f))];
        long[] peaks = new long[2];
        for (int minutes = 1; minutes <= 11; minutes++)
        {
            Task written = process.StandardInput.BaseStream.WriteAsync(WavBytes.Raw(minute), TestContext.Current.CancellationToken).AsTask();
            for (int line = 0; line < Minute / 512; line++)
            {
                await ReadLine(process);
            }

            await written;
            await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
            if (minutes is 1 or 11)
            {
                string peak = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                peaks[minutes / 11] = long.Parse(peak.Split(':', 'k')[1], CultureInfo.InvariantCulture);
            }
        }

        process.StandardInput.Close();
        ChildProcess.Finish(process);
        Assert.InRange(peaks[1], 1, peaks[0] + 256);
    }

    [Fact]
    public void Allocates_nothing_and_tells_the_real_time_factor()
    {
        using TemporaryFolder folder = new();
        float[] sound = Conversation().Sound;
        string path = WriteTo(folder, "sound.wav", WavBytes.OfInt16([.. sound, .. sound, .. sound], Speaker.Rate, channels: 2));
        foreach (string format in new[] { "text", "json", "srt" })
        {
            using Process process = ChildProcess.StartProgram(Program(), path, "--figures", "--format", format);
            Assert.Matches(
                @"^[0-9]+\.[0-9] s of sound, [0-9.]+ s of processor time: real-time factor [0-9]+\.[0-9]{5}; [1-9][0-9]* segments; 0 bytes allocated\n$",
                ChildProcess.End(process, 0).Errors);
        }
    }

    [Fact]
    public void Tells_the_same_on_arm64()
    {
        using TemporaryFolder folder = new();
        string path = WriteTo(folder, "speech.wav", WavBytes.OfInt16(Conversation().Sound, Speaker.Rate));
        string[] command = PublishedSamples.OnArm64(Path.Combine(samples.Publish("VoiceActivity", "linux-arm64"), "voice-activity"));
        Assert.Equal(Run(path), ChildProcess.Finish(ChildProcess.StartProgram(command[0], [.. command[1..], path])));
    }

    [Theory]
    [InlineData(2, "there is no file; the name of a WAV file, or - for standard input, was expected")]
    [InlineData(2, "there is no option '--loud'; --help lists them", "a.wav", "--loud")]
    [InlineData(2, "'b.wav' is a second file after 'a.wav'; one was expected", "a.wav", "b.wav")]
    [InlineData(2, "--threshold is '1.5'; a number from 0.01 to 0.99 was expected", "a.wav", "--threshold", "1.5")]
    [InlineData(2, "--threshold is 'NaN'; a number from 0.01 to 0.99 was expected", "a.wav", "--threshold", "NaN")]
    [InlineData(2, "--exit-threshold is above --threshold; speech would end where it begins", "a.wav", "--exit-threshold", "0.6")]
    [InlineData(2, "--padding is '-3'; milliseconds, a whole number from 0 to 86400000, were expected", "a.wav", "--padding", "-3")]
    [InlineData(2, "--min-speech has no value; --help says what was expected", "a.wav", "--min-speech")]
    [InlineData(2, "--format is 'xml'; text, json or srt was expected", "a.wav", "--format", "xml")]
    [InlineData(1, "a.wav: there is no such file", "a.wav")]
    [InlineData(1, "/bin/sh: is not a WAV file: it begins with '.ELF........'; RIFF, a size and WAVE were expected", "/bin/sh")]
    public void What_is_wrong_is_told_in_a_line(int exitCode, string message, params string[] arguments) =>
        Assert.Equal($"voice-activity: {message}\n", Errors(exitCode, arguments));

    [Fact]
    public void A_file_that_is_cut_off_is_read_and_told()
    {
        using TemporaryFolder folder = new();
        byte[] whole = WavBytes.OfInt16(new float[16_000], 16_000);
        string path = WriteTo(folder, "cut.wav", whole[..20_000]);
        using Process process = ChildProcess.StartProgram(Program(), path, "--format", "json");
        (string output, string errors) = ChildProcess.End(process, 1);
        Assert.Equal("[]\n", output);
        Assert.Equal($"voice-activity: {path}: ends {whole.Length - 20_000} bytes before its header says; the existing part was read\n", errors);
        Assert.Equal($"voice-activity: {path}: ends within the chunk 'fmt ', before its sound\n", Errors(1, WriteTo(folder, "cut.wav", whole[..30])));
    }

    private static (float[] Sound, (double Start, double End)[] Spoken) Conversation()
    {
        float[] first = Speaker.Say(First);
        float[] second = Speaker.Say(Second);
        double firstEnd = Lead + ((double)first.Length / Speaker.Rate);
        return (
            [.. Speaker.Silence(Lead), .. first, .. Speaker.Silence(Pause), .. second, .. Speaker.Silence(Lead)],
            [(Lead, firstEnd), (firstEnd + Pause, firstEnd + Pause + ((double)second.Length / Speaker.Rate))]);
    }

    private static (double Start, double End)[] Times(string text)
    {
        double[] times =
            [.. Time().Matches(text).Select(time => TimeSpan.ParseExact(time.Value, @"h\:mm\:ss\.fff", CultureInfo.InvariantCulture).TotalSeconds)];
        return [.. times.Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    private static string WriteTo(TemporaryFolder folder, string name, byte[] content)
    {
        folder.Write(name, content);
        return Path.Combine(folder.Path, name);
    }

    private static async Task<string> ReadLine(Process process)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string? line = await process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(Patience.Longest, cancellation);
        return line ?? throw new InvalidOperationException("the program ended");
    }

    private string Program() => Path.Combine(samples.Publish("VoiceActivity"), "voice-activity");

    private string Run(params string[] arguments) => ChildProcess.Finish(ChildProcess.StartProgram(Program(), arguments));

    private string Errors(int exitCode, params string[] arguments)
    {
        using Process process = ChildProcess.StartProgram(Program(), arguments);
        return ChildProcess.End(process, exitCode).Errors;
    }

    [GeneratedRegex(@"[0-9]+:[0-9]{2}:[0-9]{2}\.[0-9]{3}")]
    private static partial Regex Time();
}
