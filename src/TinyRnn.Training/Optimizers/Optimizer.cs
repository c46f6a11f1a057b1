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

    /// <summary>Changes every parameter once, as if each gradient were first multiplied by a factor, such as that of clipping.</summary>
    public void Update(double gradientScale)
    {
        StartUpdate();
        Update(gradientScale, 0, 1);
    }

    /// <summary>Called before all parts of an update.</summary>
    internal virtual void StartUpdate()
    {
    }

    /// <summary>Changes a part of each parameter. Several parts may run in parallel.</summary>
    internal void Update(double gradientScale, int part, int parts)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            (int start, int end) = Share.Of(Parameters[i].Value.Length, part, parts);
            Update(i, start..end, T.CreateChecked(gradientScale));
        }
    }

    /// <summary>Clears the optimiser's values for elements that a mask keeps at zero. With a gradient of zero these never change again.</summary>
    internal void ForgetMasked()
    {
        foreach (T[][] state in States)
        {
            for (int i = 0; i < state.Length; i++)
            {
                Parameters[i].ClearMasked(state[i]);
            }
        }
    }

    /// <summary>The optimiser's values for each element of each parameter.</summary>
    private protected abstract IReadOnlyList<T[][]> States { get; }

    /// <summary>Changes some elements of a parameter.</summary>
    private protected abstract void Update(int parameter, Range elements, T scale);

    void ICheckpointed.Transfer(CheckpointTransfer transfer) => Transfer(transfer);

    /// <summary>Writes to a checkpoint, or reads from it, everything that updates change except parameters.</summary>
    private protected abstract void Transfer(CheckpointTransfer transfer);
}
