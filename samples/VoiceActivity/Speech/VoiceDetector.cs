using TinyRnn;

namespace VoiceActivity.Speech;

/// <summary>Computes the probability of speech in each chunk of sound, with a model like Silero VAD v6.</summary>
/// <typeparam name="TModel">The compiled model: <see cref="VoiceChunk.ContextSize"/> and <see cref="VoiceChunk.Size"/> samples to one probability.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
internal sealed class VoiceDetector<TModel, TState>
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private readonly float[] _window = new float[VoiceChunk.ContextSize + VoiceChunk.Size];
    private readonly float[] _probability = new float[1];
    private TState _state = TModel.InitialState;

    /// <summary>
    /// The samples before the next chunk, which the model also reads: the end of the last chunk, zeros at first. They are part of the stream's state.
    /// </summary>
    public Span<float> Context => _window.AsSpan(0, VoiceChunk.ContextSize);

    /// <summary>Reads a chunk.</summary>
    /// <param name="chunk"><see cref="VoiceChunk.Size"/> samples.</param>
    /// <returns>The probability that someone speaks in it.</returns>
    public float Next(ReadOnlySpan<float> chunk)
    {
        chunk.CopyTo(_window.AsSpan(VoiceChunk.ContextSize));
        TModel.Step(ref _state, _window, _probability);
        _window.AsSpan(VoiceChunk.Size).CopyTo(Context);
        return _probability[0];
    }
}

/// <summary>The sizes of a chunk of sound.</summary>
internal static class VoiceChunk
{
    /// <summary>Samples per second.</summary>
    public const int Rate = 16_000;

    /// <summary>New samples in a step: 32 ms.</summary>
    public const int Size = 512;

    /// <summary>Earlier samples that a step also reads.</summary>
    public const int ContextSize = 64;
}
