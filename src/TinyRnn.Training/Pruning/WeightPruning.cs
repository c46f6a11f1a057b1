using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Prunes the matrices of a network while it learns: the blocks of the smallest magnitude become zero, more and more of them, and stay so.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class WeightPruning<T> : ICheckpointed
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PruningSchedule _schedule;
    private readonly PrunedMatrix<T>[] _matrices;

    /// <summary>Blocks that are zero in the weights now stay so.</summary>
    /// <param name="network">Its weights are those that the run begins with.</param>
    /// <param name="matrices">What is pruned.</param>
    /// <param name="schedule">How much when.</param>
    public WeightPruning(TrainableNetwork<T> network, IReadOnlyList<PrunableMatrix> matrices, PruningSchedule schedule)
    {
        _schedule = schedule;
        _matrices = [.. matrices.Select(matrix => new PrunedMatrix<T>(network.Parameters.Single(parameter => parameter.Name == matrix.Tensor), matrix.Grid))];
        foreach (PrunedMatrix<T> matrix in _matrices)
        {
            matrix.KeepZeros();
        }
    }

    /// <summary>Whether no block is cut any more.</summary>
    public bool IsOver(int done) => _schedule.IsOver(done);

    /// <summary>After each update of the weights.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="optimizer">Forgets what it knew of weights that are cut.</param>
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
