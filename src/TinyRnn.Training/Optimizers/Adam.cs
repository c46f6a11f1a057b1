using System.Numerics;
using System.Runtime.InteropServices;

namespace TinyRnn.Training;

/// <summary>
/// Adam (Kingma and Ba 2015): m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
/// p -= rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon), with PyTorch's defaults
/// (https://pytorch.org/docs/stable/generated/torch.optim.Adam.html). With a weight decay, decay p is first added to g; or, decoupled from the
/// gradient, p -= rate decay p: AdamW (Loshchilov and Hutter 2019).
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Adam<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly bool _isDecoupled;
    private readonly T[][] _mean;
    private readonly T[][] _square;
    private long _updates;
    private T _rate;
    private T _rootCorrection;

    /// <summary>Makes an optimiser for these parameters.</summary>
    /// <param name="parameters">The parameters to change.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="beta1">Share of the old mean that is kept, in [0, 1).</param>
    /// <param name="beta2">Share of the old mean square that is kept, in [0, 1).</param>
    /// <param name="epsilon">Added to the root, above 0.</param>
    /// <param name="weightDecay">Share of each weight that is added to its gradient; if decoupled, share of each weight, times the rate, that is subtracted
    /// at each step. At least 0.</param>
    /// <param name="isDecoupled">Whether the weight decay is decoupled from the gradient: AdamW.</param>
    public Adam(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool isDecoupled = false)
        : base(parameters, learningRate)
    {
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _isDecoupled = isDecoupled;
        _mean = [.. parameters.Select(parameter => new T[parameter.Value.Length])];
        _square = [.. parameters.Select(parameter => new T[parameter.Value.Length])];
    }

    private protected override IReadOnlyList<T[][]> States => [_mean, _square];

    internal override void StartUpdate()
    {
        _updates++;
        _rate = T.CreateChecked(-LearningRate / (1 - Math.Pow(_beta1, _updates)));
        _rootCorrection = T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(_beta2, _updates)));
    }

    private protected override void Transfer(CheckpointTransfer transfer)
    {
        _updates = transfer.Value(_updates);
        transfer.Values(_mean);
        transfer.Values(_square);
    }

    private protected override void Update(int parameter, Range elements, T scale)
    {
        Span<T> value = Parameters[parameter].Value.AsSpan(elements), gradients = Parameters[parameter].Gradient.AsSpan(elements);
        Span<T> mean = _mean[parameter].AsSpan(elements), square = _square[parameter].AsSpan(elements);
        T rate = _rate, rootCorrection = _rootCorrection;
        T beta1 = T.CreateChecked(_beta1), rest1 = T.CreateChecked(1 - _beta1);
        T beta2 = T.CreateChecked(_beta2), rest2 = T.CreateChecked(1 - _beta2);
        T epsilon = T.CreateChecked(_epsilon);
        T kept = T.CreateChecked(_isDecoupled ? 1 - (LearningRate * _weightDecay) : 1), added = T.CreateChecked(_isDecoupled ? 0 : _weightDecay);
        Span<Vector<T>> p = MemoryMarshal.Cast<T, Vector<T>>(value);
        Span<Vector<T>> g = MemoryMarshal.Cast<T, Vector<T>>(gradients);
        Span<Vector<T>> m = MemoryMarshal.Cast<T, Vector<T>>(mean);
        Span<Vector<T>> v = MemoryMarshal.Cast<T, Vector<T>>(square);
        Vector<T> epsilons = new(epsilon);
        for (int i = 0; i < p.Length; i++)
        {
            Vector<T> gradient = (g[i] * scale) + (p[i] * added);
            m[i] = (m[i] * beta1) + (gradient * rest1);
            v[i] = (v[i] * beta2) + (gradient * gradient * rest2);
            p[i] = (p[i] * kept) + (m[i] * rate / ((Vector.SquareRoot(v[i]) * rootCorrection) + epsilons));
        }

        for (int i = p.Length * Vector<T>.Count; i < mean.Length; i++)
        {
            T gradient = (gradients[i] * scale) + (value[i] * added);
            mean[i] = (mean[i] * beta1) + (gradient * rest1);
            square[i] = (square[i] * beta2) + (gradient * gradient * rest2);
            value[i] = (value[i] * kept) + (mean[i] * rate / ((T.Sqrt(square[i]) * rootCorrection) + epsilon));
        }
    }
}
