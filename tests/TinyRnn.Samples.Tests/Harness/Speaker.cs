using System.Diagnostics;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Samples.Tests.Voice;
using VoiceActivity.Audio;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>Speech that espeak-ng makes.</summary>
internal static class Speaker
{
    public const string Program = "/usr/bin/espeak-ng";

    /// <summary>The rate of what is spoken.</summary>
    public const int Rate = 22_050;

    /// <summary>Speaks; the test is skipped where espeak-ng is not there.</summary>
    public static float[] Say(string text)
    {
        Assert.SkipUnless(File.Exists(Program), "needs espeak-ng, which speaks");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "speech.wav");
        using Process process = ChildProcess.StartProgram(Program, "-w", path, text);
        ChildProcess.Finish(process);
        return WavBytes.Read(File.ReadAllBytes(path));
    }

    /// <summary>Sound of <see cref="Rate"/> at the rate of a microphone.</summary>
    public static float[] AtMicrophone(float[] samples) => WavBytes.ReadAll(new Resampler(new GivenSamples(Rate, samples), 16_000));

    /// <summary>Nobody speaks.</summary>
    public static float[] Silence(double seconds) => new float[(int)(Rate * seconds)];
}
