using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using NoiseSuppression.Suppression;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>The program that takes noise off: published with the first part alone, and built with both.</summary>
public class NoiseSuppressionTests(PublishedSamples samples)
{
    private const string Note = "noise-suppression: built without model_2.onnx, so only the first of DTLN's two parts runs";

    // One unit of 16 bits, by which a value at a half may go the other way.
    private const float Unit = 1.01f / 32768f;

    [Fact]
    public void The_first_part_alone_gives_what_its_model_file_gives()
    {
        using TemporaryFolder folder = new();
        float[] noisy = Noisy();
        string input = WriteTo(folder, "noisy.wav", OfFloats(noisy));
        string output = Path.Combine(folder.Path, "clean.wav");
        using Process process = ChildProcess.StartProgram(Program(), input, output);
        (string nothing, string errors) = ChildProcess.End(process, 0);
        Assert.Empty(nothing);
        string[] lines = errors.TrimEnd().Split('\n');
        Assert.Equal(Note, lines[0]);
        Assert.Matches(
            @"^1\.0 s of sound, [0-9.]+ s of processor time: real-time factor [0-9]+\.[0-9]{5}; 1 of 2 parts; 0 bytes allocated$", Assert.Single(lines[1..]));
        float[] clean = WavBytes.Read(File.ReadAllBytes(output));
        AssertNear(Expected(noisy, hasSecond: false), clean);

        // The same from a pipe to a pipe, and of two channels.
        Assert.Equal(WavBytes.Raw(clean), Piped(Program(), OfFloats(noisy)));
        string stereo = WriteTo(folder, "stereo.wav", WavBytes.OfInt16(noisy, SoundBlock.Rate, channels: 2));
        ChildProcess.Finish(ChildProcess.StartProgram(Program(), stereo, output));
        Assert.Equal(WavBytes.Raw(WavBytes.Read(File.ReadAllBytes(output))), Piped(Program(), WavBytes.Raw(noisy)));
    }

    [Fact]
    public void With_the_second_part_both_run()
    {
        using TemporaryFolder folder = new();
        DtlnWeights.CopyTo(folder.Path);
        File.WriteAllBytes(Path.Combine(folder.Path, DtlnWeights.Second), RandomSecondPart.File);
        string program = Path.Combine(samples.Build("NoiseSuppression", $"-p:DtlnFolder={folder.Path}/"), "noise-suppression");
        float[] noisy = Noisy();
        string input = WriteTo(folder, "noisy.wav", OfFloats(noisy));
        string output = Path.Combine(folder.Path, "clean.wav");
        using Process process = ChildProcess.StartProgram(program, input, output, "--json");
        using JsonDocument figures = JsonDocument.Parse(ChildProcess.End(process, 0).Errors);
        Assert.Equal(2, figures.RootElement.GetProperty("parts").GetInt32());
        Assert.Equal(1.0, figures.RootElement.GetProperty("seconds").GetDouble());
        Assert.InRange(figures.RootElement.GetProperty("realTimeFactor").GetDouble(), 0.0, double.MaxValue);
        AssertNear(Expected(noisy, hasSecond: true), WavBytes.Read(File.ReadAllBytes(output)));
    }

    [Fact]
    public void Sound_at_another_rate_keeps_its_length_and_pictures_are_drawn()
    {
        using TemporaryFolder folder = new();
        string input = WriteTo(folder, "speech.wav", WavBytes.OfInt16([.. Enumerable.Range(0, 44_100).Select(i => 0.3f * MathF.Sin(i * 0.05f))], 44_100));
        string output = Path.Combine(folder.Path, "clean.wav");
        string svg = Path.Combine(folder.Path, "picture.svg");
        string png = Path.Combine(folder.Path, "picture.PNG");
        using Process process = ChildProcess.StartProgram(Program(), input, output, "--spectrogram", svg, "--json");
        using JsonDocument figures = JsonDocument.Parse(ChildProcess.End(process, 0).Errors);
        Assert.Equal(1, figures.RootElement.GetProperty("parts").GetInt32());
        Assert.Equal(0, figures.RootElement.GetProperty("allocatedBytes").GetInt64());
        Assert.Equal(16_000, WavBytes.Read(File.ReadAllBytes(output)).Length);
        Assert.Equal("svg", XDocument.Load(svg).Root!.Name.LocalName);
        ChildProcess.Finish(ChildProcess.StartProgram(Program(), input, output, "--spectrogram", png));
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(png)[1..4]);
    }

    [Theory]
    [InlineData(2, "there is no file; the name of a WAV file, or - for standard input, was expected")]
    [InlineData(2, "there is one file, 'a.wav'; a second for the clean sound, or - for standard output, was expected", "a.wav")]
    [InlineData(2, "'c.wav' is a third file after 'a.wav' and 'b.wav'; two were expected", "a.wav", "b.wav", "c.wav")]
    [InlineData(2, "there is no option '--loud'; --help lists them", "a.wav", "b.wav", "--loud")]
    [InlineData(2, "a file is named twice; the sounds and the picture need different files", "a.wav", "./a.wav")]
    [InlineData(2, "--spectrogram is 'c.gif'; the name of an .svg or a .png file was expected", "a.wav", "b.wav", "--spectrogram", "c.gif")]
    [InlineData(2, "--spectrogram is ''; the name of an .svg or a .png file was expected", "a.wav", "b.wav", "--spectrogram")]
    [InlineData(1, "a.wav: there is no such file", "a.wav", "b.wav")]
    [InlineData(1, "no-folder/a.wav: there is no such file", "no-folder/a.wav", "b.wav")]
    [InlineData(1, "/bin/sh: is not a WAV file: it begins with '.ELF........'; RIFF, a size and WAVE were expected", "/bin/sh", "b.wav")]
    public void What_is_wrong_is_told_in_a_line(int exitCode, string message, params string[] arguments)
    {
        using Process process = ChildProcess.StartProgram(Program(), arguments);
        Assert.Equal($"noise-suppression: {message}\n", ChildProcess.End(process, exitCode).Errors);
    }

    [Fact]
    public void Files_that_cannot_be_read_or_written_leave_the_others_as_they_are()
    {
        using TemporaryFolder folder = new();
        byte[] whole = WavBytes.OfInt16(new float[16_000], 16_000);
        string output = WriteTo(folder, "clean.wav", [1, 2, 3]);
        Assert.Equal("ends within the chunk 'fmt ', before its sound", Failed(WriteTo(folder, "short.wav", whole[..30])));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(output));

        // What is there of a file that is cut off is written, as long as it is.
        string cut = WriteTo(folder, "cut.wav", whole[..20_000]);
        Assert.Equal($"ends {whole.Length - 20_000} bytes before its header says; the existing part was read", Failed(cut));
        Assert.Equal((20_000 - 44) / 2, WavBytes.Read(File.ReadAllBytes(output)).Length);

        string nowhere = Path.Combine(folder.Path, "none", "clean.wav");
        using Process process = ChildProcess.StartProgram(Program(), WriteTo(folder, "whole.wav", whole), nowhere);
        Assert.Equal($"noise-suppression: {nowhere}: there is no such folder\n", ChildProcess.End(process, 1).Errors);

        string Failed(string input)
        {
            using Process process = ChildProcess.StartProgram(Program(), input, output);
            string last = ChildProcess.End(process, 1).Errors.TrimEnd().Split('\n')[^1];
            string start = $"noise-suppression: {input}: ";
            Assert.StartsWith(start, last, StringComparison.Ordinal);
            return last[start.Length..];
        }
    }

    private static float[] Noisy()
    {
        Random random = new(4);
        return [.. Enumerable.Range(0, 16_000).Select(i => ((random.NextSingle() - 0.5f) * 0.1f) + (0.3f * MathF.Sin(i * i * 1e-5f) * MathF.Sin(i * 3e-4f)))];
    }

    private static byte[] OfFloats(float[] sound) =>
        WavBytes.File(WavBytes.Format(WavBytes.Floats, 1, SoundBlock.Rate, 32), WavBytes.Chunk("data", WavBytes.RawFloats(sound)));

    private static float[] Expected(float[] noisy, bool hasSecond) =>
        WavBytes.ReadAll(new SuppressedSamples(new GivenSamples(SoundBlock.Rate, noisy), NoisySpeech.Stages(hasSecond)));

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(actual, (sample, i) => Assert.Equal(expected[i], sample, Unit));
        Assert.Contains(actual, sample => MathF.Abs(sample) > 0.05f);
    }

    private static byte[] Piped(string program, byte[] sound)
    {
        using Process process = ChildProcess.StartProgram(program, "-");
        using MemoryStream clean = new();
        Task read = process.StandardOutput.BaseStream.CopyToAsync(clean, TestContext.Current.CancellationToken);
        process.StandardInput.BaseStream.Write(sound);
        process.StandardInput.Close();
        Assert.True(read.Wait(Patience.Longest, TestContext.Current.CancellationToken));
        ChildProcess.Finish(process);
        return clean.ToArray();
    }

    private static string WriteTo(TemporaryFolder folder, string name, byte[] content)
    {
        folder.Write(name, content);
        return Path.Combine(folder.Path, name);
    }

    private string Program() => Path.Combine(samples.Publish("NoiseSuppression"), "noise-suppression");
}
