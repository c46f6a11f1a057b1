using TinyRnn;

namespace NoiseSuppression.Suppression;

/// <summary>The second stage: a network from samples to samples.</summary>
/// <typeparam name="TModel">The compiled model: <see cref="SoundBlock.Size"/> samples to as many.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
internal sealed class WaveformStage<TModel, TState> : IBlockStage
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private readonly float[] _cleaned = new float[SoundBlock.Size];
    private TState _state = TModel.InitialState;

    /// <inheritdoc/>
    /// <remarks>The network was trained on the sum of overlapping blocks, so each block already has its share.</remarks>
    public float Scale => 1f;

    /// <inheritdoc/>
    public void Process(Span<float> block)
    {
        TModel.Step(ref _state, block, _cleaned);
        _cleaned.CopyTo(block);
    }
}
