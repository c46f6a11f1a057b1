using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Stochastic gradient descent: p -= rate g; with momentum mu, v = mu v + g (v = g at the first step) and p -= rate v. With a weight
/// decay, decay p is added to g first (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _momentum;
    private readonly double _weightDecay;
    private readonly T[][] _velocity;

    /// <summary>Makes an optimiser for these parameters.</summary>
    /// <param name="parameters">The parameters to change.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="momentum">mu, in [0, 1); 0 for none.</param>
    /// <param name="weightDecay">Share of each weight that is added to its gradient, at least 0.</param>
    public Sgd(IReadOnlyList<Parameter<T>> parameters, double learningRate, double momentum = 0, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        _momentum = T.CreateChecked(momentum);
        _weightDecay = weightDecay;
        _velocity = momentum == 0 ? [] : [.. parameters.Select(parameter => new T[parameter.Value.Length])];
    }

    private protected override IReadOnlyList<T[][]> States => [_velocity];

    private protected override void Update(int parameter, Range elements, T scale)
    {
        T rate = T.CreateChecked(-LearningRate);
        T decay = T.CreateChecked(_weightDecay), kept = T.CreateChecked(1 - (LearningRate * _weightDecay));
        Span<T> value = Parameters[parameter].Value.AsSpan(elements), gradient = Parameters[parameter].Gradient.AsSpan(elements);
        if (_velocity.Length == 0)
        {
            if (_weightDecay > 0)
            {
                TensorPrimitives.Multiply(value, kept, value);
            }

            TensorPrimitives.MultiplyAdd(gradient, rate * scale, value, value);
            return;
        }

        // v starts at zero, so mu v + g is g at the first step.
        Span<T> velocity = _velocity[parameter].AsSpan(elements);
        TensorPrimitives.Multiply(velocity, _momentum, velocity);
        TensorPrimitives.MultiplyAdd(gradient, scale, velocity, velocity);
        if (_weightDecay > 0)
        {
            TensorPrimitives.MultiplyAdd(value, decay, velocity, velocity);
        }

        TensorPrimitives.MultiplyAdd(velocity, rate, value, value);
    }

    private protected override void Transfer(CheckpointTransfer transfer) => transfer.Values(_velocity);
}
