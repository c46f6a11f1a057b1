namespace NoiseSuppression.Suppression;

/// <summary>A stage from noisy blocks to clean ones, with its state.</summary>
internal interface IBlockStage
{
    /// <summary>The factor for overlapping blocks before they are added up, if this stage is the last.</summary>
    float Scale { get; }

    /// <summary>Cleans the next block, in place.</summary>
    /// <param name="block"><see cref="SoundBlock.Size"/> samples, of which all but <see cref="SoundBlock.Shift"/> were in the block before.</param>
    void Process(Span<float> block);
}
