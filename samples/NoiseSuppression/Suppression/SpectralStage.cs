using TinyRnn;

namespace NoiseSuppression.Suppression;

/// <summary>The first stage: a network's mask over the magnitudes of a block, and the phases of the noisy block.</summary>
/// <typeparam name="TModel">The compiled model: <see cref="SoundBlock.Bins"/> magnitudes to as many factors.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
internal sealed class SpectralStage<TModel, TState> : IBlockStage
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private readonly BlockSpectrum _spectrum = new();
    private readonly float[] _magnitudes = new float[SoundBlock.Bins];
    private readonly float[] _mask = new float[SoundBlock.Bins];
    private TState _state = TModel.InitialState;

    /// <inheritdoc/>
    /// <remarks>Every block has the full level of its samples, so overlapping blocks are averaged.</remarks>
    public float Scale => 1f / SoundBlock.Overlap;

    /// <inheritdoc/>
    public void Process(Span<float> block)
    {
        _spectrum.Transform(block);
        _spectrum.Magnitudes(_magnitudes);
        TModel.Step(ref _state, _magnitudes, _mask);
        _spectrum.Multiply(_mask);
        _spectrum.Invert(block);
    }
}
