namespace TinyRnn.Model;

/// <summary>The result of pruning.</summary>
/// <param name="Sparsity">The share of blocks that was asked for.</param>
/// <param name="Data">The data that errors were measured on, in words.</param>
/// <param name="Matrices">Each matrix that was pruned.</param>
/// <param name="BytesBefore">Size of all tensors before, as a file stores them, without base64, in bytes.</param>
/// <param name="BytesAfter">The same size after.</param>
/// <param name="LargestError">Largest absolute difference of an output.</param>
/// <param name="MeanError">Mean absolute difference of the outputs.</param>
/// <param name="RelativeError">Root mean square of the difference, divided by the outputs' standard deviation.</param>
public sealed record PruningReport(
    double Sparsity,
    string Data,
    IReadOnlyList<MatrixPruning> Matrices,
    long BytesBefore,
    long BytesAfter,
    double LargestError,
    double MeanError,
    double RelativeError);

/// <summary>The result for one matrix.</summary>
/// <param name="Tensor">Full name.</param>
/// <param name="Blocks">Its blocks: 16 units of a gate by one input; fewer units at the end of a gate.</param>
/// <param name="ZerosBefore">Zero blocks before.</param>
/// <param name="ZerosAfter">Zero blocks after.</param>
/// <param name="RelativeError">
/// Root mean square of the change in the outputs that pruning only this matrix causes, divided by their standard deviation; 0 if the matrix was
/// sparse enough before.
/// </param>
public sealed record MatrixPruning(string Tensor, long Blocks, long ZerosBefore, long ZerosAfter, double RelativeError);

/// <summary>A pruned network.</summary>
/// <param name="Network">The network; its test vectors are recorded anew.</param>
/// <param name="Report">What pruning did.</param>
public sealed record PrunedModel(Network Network, PruningReport Report);
