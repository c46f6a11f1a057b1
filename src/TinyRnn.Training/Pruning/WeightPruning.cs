using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Prunes the matrices of a network during training: more and more of the blocks of the smallest magnitude become zero and stay zero.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class WeightPruning<T> : ICheckpointed
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PruningSchedule _schedule;
    private readonly PrunedMatrix<T>[] _matrices;

    /// <summary>Starts pruning. Blocks that are already zero stay zero.</summary>
    /// <param name="network">The network, with its initial weights.</param>
    /// <param name="matrices">The matrices to prune.</param>
    /// <param name="schedule">The share of zeros over time.</param>
    public WeightPruning(TrainableNetwork<T> network, IReadOnlyList<PrunableMatrix> matrices, PruningSchedule schedule)
    {
        _schedule = schedule;
        _matrices = [.. matrices.Select(matrix => new PrunedMatrix<T>(network.Parameters.Single(parameter => parameter.Name == matrix.Tensor), matrix.Grid))];
        foreach (PrunedMatrix<T> matrix in _matrices)
        {
            matrix.KeepZeros();
        }
    }

    /// <summary>Whether all cuts are done.</summary>
    public bool IsOver(int done) => _schedule.IsOver(done);

    /// <summary>Called after each update of the weights.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="optimizer">The optimiser, which clears its values for cut weights.</param>
    /// <returns>Whether blocks were cut.</returns>
    public bool Prune(int done, Optimizer<T> optimizer)
    {
        if (!_schedule.IsDue(done))
        {
            return false;
        }

        double share = _schedule.At(done);
        bool isChanged = false;
        foreach (PrunedMatrix<T> matrix in _matrices)
        {
            isChanged |= matrix.Prune(share);
        }

        if (isChanged)
        {
            optimizer.ForgetMasked();
        }

        return isChanged;
    }

    public void Transfer(CheckpointTransfer transfer)
    {
        foreach (PrunedMatrix<T> matrix in _matrices)
        {
            matrix.Transfer(transfer);
        }
    }
}
