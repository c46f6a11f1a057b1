using System.Numerics;
using System.Runtime.InteropServices;

namespace TinyRnn.Training;

/// <summary>
/// RMSProp (Tieleman and Hinton 2012): v = decay v + (1 - decay) g^2, p -= rate g / (sqrt(v) + epsilon); with momentum mu,
/// b = mu b + g / (sqrt(v) + epsilon) and p -= rate b. Neither sum is corrected for its start at 0. With a weight decay, decay p is first
/// added to g. Defaults are PyTorch's (https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html).
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class RmsProp<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _squareDecay;
    private readonly double _momentum;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly T[][] _square;
    private readonly T[][] _velocity;

    /// <summary>Makes an optimiser for these parameters.</summary>
    /// <param name="parameters">The parameters to change.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="squareDecay">Share of the old mean square that is kept, in [0, 1).</param>
    /// <param name="momentum">mu, in [0, 1); 0 for none.</param>
    /// <param name="epsilon">Added to the root, above 0.</param>
    /// <param name="weightDecay">Share of each weight that is added to its gradient, at least 0.</param>
    public RmsProp(
        IReadOnlyList<Parameter<T>> parameters, double learningRate = 1e-2, double squareDecay = 0.99, double momentum = 0, double epsilon = 1e-8,
        double weightDecay = 0)
        : base(parameters, learningRate)
    {
        _squareDecay = squareDecay;
        _momentum = momentum;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _square = [.. parameters.Select(parameter => new T[parameter.Value.Length])];
        _velocity = [.. parameters.Select(parameter => new T[parameter.Value.Length])];
    }

    private protected override IReadOnlyList<T[][]> States => [_square, _velocity];

    private protected override void Transfer(CheckpointTransfer transfer)
    {
        transfer.Values(_square);
        transfer.Values(_velocity);
    }

    // Without momentum the velocity is only the last step.
    private protected override void Update(int parameter, Range elements, T scale)
    {
        Span<T> value = Parameters[parameter].Value.AsSpan(elements), gradients = Parameters[parameter].Gradient.AsSpan(elements);
        Span<T> square = _square[parameter].AsSpan(elements), velocity = _velocity[parameter].AsSpan(elements);
        T rate = T.CreateChecked(LearningRate), momentum = T.CreateChecked(_momentum), epsilon = T.CreateChecked(_epsilon);
        T weightDecay = T.CreateChecked(_weightDecay), decay = T.CreateChecked(_squareDecay), rest = T.CreateChecked(1 - _squareDecay);
        Span<Vector<T>> p = MemoryMarshal.Cast<T, Vector<T>>(value);
        Span<Vector<T>> g = MemoryMarshal.Cast<T, Vector<T>>(gradients);
        Span<Vector<T>> v = MemoryMarshal.Cast<T, Vector<T>>(square);
        Span<Vector<T>> b = MemoryMarshal.Cast<T, Vector<T>>(velocity);
        Vector<T> epsilons = new(epsilon);
        for (int i = 0; i < p.Length; i++)
        {
            Vector<T> gradient = (g[i] * scale) + (p[i] * weightDecay);
            v[i] = (v[i] * decay) + (gradient * gradient * rest);
            b[i] = (b[i] * momentum) + (gradient / (Vector.SquareRoot(v[i]) + epsilons));
            p[i] -= b[i] * rate;
        }

        for (int i = p.Length * Vector<T>.Count; i < square.Length; i++)
        {
            T gradient = (gradients[i] * scale) + (value[i] * weightDecay);
            square[i] = (square[i] * decay) + (gradient * gradient * rest);
            velocity[i] = (velocity[i] * momentum) + (gradient / (T.Sqrt(square[i]) + epsilon));
            value[i] -= velocity[i] * rate;
        }
    }
}
