using System.Numerics.Tensors;

namespace NoiseSuppression.Suppression;

/// <summary>Adds up overlapping blocks, each <see cref="SoundBlock.Shift"/> samples behind the one before.</summary>
internal sealed class OverlapAdd
{
    private readonly float[] _sum = new float[SoundBlock.Size];

    /// <summary>Adds a block.</summary>
    /// <param name="block">Its <see cref="SoundBlock.Size"/> samples.</param>
    /// <param name="scale">What they are multiplied by.</param>
    /// <param name="finished">Takes the <see cref="SoundBlock.Shift"/> first samples of the sum, in which no later block has a part.</param>
    public void Add(ReadOnlySpan<float> block, float scale, Span<float> finished)
    {
        TensorPrimitives.MultiplyAdd(block, scale, _sum, _sum);
        _sum.AsSpan(0, SoundBlock.Shift).CopyTo(finished);
        _sum.AsSpan(SoundBlock.Shift).CopyTo(_sum);
        _sum.AsSpan(SoundBlock.Size - SoundBlock.Shift).Clear();
    }
}
