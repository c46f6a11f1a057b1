namespace VoiceActivity.Audio;

/// <summary>Samples of one channel, one after another, about from -1 to 1.</summary>
internal interface ISamples
{
    /// <summary>Samples a second.</summary>
    int Rate { get; }

    /// <summary>Reads the next samples, without waiting for more than are there.</summary>
    /// <param name="samples">Where they go; at least one.</param>
    /// <returns>How many were read, 0 at the end alone.</returns>
    int Read(Span<float> samples);
}
