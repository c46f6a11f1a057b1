using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>
/// The mean or the maximum of the steps so far, or the last and the first step. The state is the pooled values, then the number of steps.
/// </summary>
internal sealed class PoolingInterpreter(PoolingLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        Span<float> pooled = state[..^1];
        float steps = ++state[^1];
        input.CopyTo(output);
        if (layer.Mode == PoolingMode.Final)
        {
            Span<float> fromFirst = output[pooled.Length..];
            if (steps == 1)
            {
                fromFirst.CopyTo(pooled);
            }

            pooled.CopyTo(fromFirst);
            return;
        }

        if (steps == 1)
        {
            output.CopyTo(pooled);
        }
        else if (layer.Mode == PoolingMode.Max)
        {
            TensorPrimitives.Max(pooled, output, pooled);
        }
        else
        {
            // A running mean, not a sum divided at the end: over a long stream the sum would grow until small values no longer change it.
            for (int i = 0; i < pooled.Length; i++)
            {
                pooled[i] += (output[i] - pooled[i]) / steps;
            }
        }

        pooled.CopyTo(output);
    }
}
