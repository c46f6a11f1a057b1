namespace TinyRnn.Model;

/// <summary>What a pruning did.</summary>
/// <param name="Sparsity">The share of blocks that were to be zero.</param>
/// <param name="Data">What the errors were measured on, in words.</param>
/// <param name="Matrices">Each matrix that was pruned.</param>
/// <param name="BytesBefore">Bytes of all tensors before, as a file has them, without base64.</param>
/// <param name="BytesAfter">The same after.</param>
/// <param name="LargestError">Largest absolute difference of an output.</param>
/// <param name="MeanError">Mean absolute difference of the outputs.</param>
/// <param name="RelativeError">Root mean square of the difference divided by the outputs' standard deviation.</param>
public sealed record PruningReport(
    double Sparsity,
    string Data,
    IReadOnlyList<MatrixPruning> Matrices,
    long BytesBefore,
    long BytesAfter,
    double LargestError,
    double MeanError,
    double RelativeError);

/// <summary>What became of one matrix.</summary>
/// <param name="Tensor">Full name.</param>
/// <param name="Blocks">Its blocks: 16 units of a gate by one input; fewer units at the end of a gate.</param>
/// <param name="ZerosBefore">Blocks that were zero before.</param>
/// <param name="ZerosAfter">Blocks that are zero after.</param>
/// <param name="RelativeError">
/// Root mean square of the change that this matrix alone makes in the outputs, divided by their standard deviation; 0 where it was sparse enough before.
/// </param>
public sealed record MatrixPruning(string Tensor, long Blocks, long ZerosBefore, long ZerosAfter, double RelativeError);

/// <summary>A network with fewer weights.</summary>
/// <param name="Network">The network; its test vectors are recorded anew.</param>
/// <param name="Report">What was done.</param>
public sealed record PrunedModel(Network Network, PruningReport Report);
