namespace VoiceActivity.Audio;

/// <summary>Samples of one channel, approximately from -1 to 1.</summary>
internal interface ISamples
{
    /// <summary>Samples per second.</summary>
    int Rate { get; }

    /// <summary>Reads the next samples, and returns those that are available.</summary>
    /// <param name="samples">Receives the samples; at least one.</param>
    /// <returns>How many were read; 0 only at the end.</returns>
    int Read(Span<float> samples);
}
