namespace VoiceActivity.Speech;

/// <summary>The rules for speech: the options of Silero's <c>get_speech_timestamps</c>, with its defaults.</summary>
internal sealed record SegmentOptions
{
    private const int SamplesOfMillisecond = VoiceChunk.Rate / 1000;

    /// <summary>Speech starts with a chunk of at least this probability, from 0.01 to 0.99.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Speech ends when probabilities fall below this; null for the threshold less 0.15, but at least 0.01.</summary>
    public double? ExitThreshold { get; init; }

    /// <summary>Speech that is not longer than this, in milliseconds, is left out.</summary>
    public int MinimumSpeech { get; init; } = 250;

    /// <summary>A silence shorter than this, in milliseconds, does not end speech.</summary>
    public int MinimumSilence { get; init; } = 100;

    /// <summary>The time that is added before and after speech, in milliseconds. Two segments share a silence that is too short for both.</summary>
    public int Padding { get; init; } = 30;

    /// <summary>The threshold at the end of speech.</summary>
    public double Exit => ExitThreshold ?? Math.Max(Threshold - 0.15, 0.01);

    /// <summary><see cref="MinimumSpeech"/> in samples.</summary>
    public long SpeechSamples => (long)MinimumSpeech * SamplesOfMillisecond;

    /// <summary><see cref="MinimumSilence"/> in samples.</summary>
    public long SilenceSamples => (long)MinimumSilence * SamplesOfMillisecond;

    /// <summary><see cref="Padding"/> in samples.</summary>
    public long PaddingSamples => (long)Padding * SamplesOfMillisecond;
}
