using System.Numerics.Tensors;

namespace NoiseSuppression.Suppression;

/// <summary>Adds up overlapping blocks, each <see cref="SoundBlock.Shift"/> samples after the one before.</summary>
internal sealed class OverlapAdd
{
    private readonly float[] _sum = new float[SoundBlock.Size];

    /// <summary>Adds a block.</summary>
    /// <param name="block">Its <see cref="SoundBlock.Size"/> samples.</param>
    /// <param name="scale">The factor of the samples.</param>
    /// <param name="finished">Receives the first <see cref="SoundBlock.Shift"/> samples of the sum, to which no later block adds.</param>
    public void Add(ReadOnlySpan<float> block, float scale, Span<float> finished)
    {
        TensorPrimitives.MultiplyAdd(block, scale, _sum, _sum);
        _sum.AsSpan(0, SoundBlock.Shift).CopyTo(finished);
        _sum.AsSpan(SoundBlock.Shift).CopyTo(_sum);
        _sum.AsSpan(SoundBlock.Size - SoundBlock.Shift).Clear();
    }
}
