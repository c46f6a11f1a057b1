namespace NoiseSuppression.Suppression;

/// <summary>The sizes of sound blocks. DTLN was trained on these only.</summary>
internal static class SoundBlock
{
    /// <summary>Samples per second.</summary>
    public const int Rate = 16_000;

    /// <summary>Samples of a block: 32 ms.</summary>
    public const int Size = 512;

    /// <summary>Samples from the start of one block to the next: 8 ms.</summary>
    public const int Shift = 128;

    /// <summary>Frequencies of a block, from 0 to half of <see cref="Rate"/>.</summary>
    public const int Bins = (Size / 2) + 1;

    /// <summary>Blocks that a sample is part of.</summary>
    public const int Overlap = Size / Shift;
}
