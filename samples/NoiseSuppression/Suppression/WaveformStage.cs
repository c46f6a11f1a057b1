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
    /// <remarks>The sum of overlapping blocks was compared with clean speech when the network was trained: it gives each block its share.</remarks>
    public float Scale => 1f;

    /// <inheritdoc/>
    public void Process(Span<float> block)
    {
        TModel.Step(ref _state, block, _cleaned);
        _cleaned.CopyTo(block);
    }
}
