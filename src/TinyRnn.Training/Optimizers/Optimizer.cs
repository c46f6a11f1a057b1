using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Changes parameters by their gradients.</summary>
/// <typeparam name="T">Element type.</typeparam>
public abstract class Optimizer<T> : ICheckpointed
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected Optimizer(IReadOnlyList<Parameter<T>> parameters, double learningRate)
    {
        Parameters = parameters;
        LearningRate = learningRate;
    }

    /// <summary>Step size; may change between updates.</summary>
    public double LearningRate { get; set; }

    private protected IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Changes every parameter once. Gradients are read, not cleared.</summary>
    public void Update() => Update(1);

    /// <summary>Changes every parameter once, as if each gradient were multiplied by a number first, such as that which clips it.</summary>
    public abstract void Update(double gradientScale);

    void ICheckpointed.Transfer(CheckpointTransfer transfer) => Transfer(transfer);

    /// <summary>Takes all that updates change, parameters apart, into a checkpoint or out of one.</summary>
    private protected abstract void Transfer(CheckpointTransfer transfer);
}
