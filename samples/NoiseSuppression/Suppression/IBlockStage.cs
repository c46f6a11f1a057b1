namespace NoiseSuppression.Suppression;

/// <summary>One stage of the way from noisy blocks to clean ones, with what it remembers of earlier blocks.</summary>
internal interface IBlockStage
{
    /// <summary>What blocks are multiplied by before the overlapping ones are added up, if this stage is the last.</summary>
    float Scale { get; }

    /// <summary>Cleans the next block, in place.</summary>
    /// <param name="block"><see cref="SoundBlock.Size"/> samples, of which all but <see cref="SoundBlock.Shift"/> were in the block before.</param>
    void Process(Span<float> block);
}
