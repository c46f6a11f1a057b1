namespace TinyRnn.Model;

/// <summary>
/// Prunes a trained network in one go: sets the blocks of the smallest magnitude in the matrices of recurrent layers to zero. A block is 16 units of
/// a gate by one input. Compiled code skips the products of zero blocks. Pruning gradually during training loses far less accuracy at the same
/// sparsity.
/// </summary>
public static class Pruner
{
    /// <summary>Prunes a network of F32 tensors.</summary>
    /// <param name="network">The network.</param>
    /// <param name="sparsity">The share of each matrix's blocks that are zero afterwards, above 0 and below 1. Blocks that are zero already
    /// count.</param>
    /// <param name="data">Sequences like those that the network will read, to measure errors on. If there are none, its test vectors are used, or
    /// random input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sparsity is not above 0 and below 1.</exception>
    /// <exception cref="ArgumentException">The network is quantised, has no matrix to prune, or a sequence does not fit it.</exception>
    public static PrunedModel Prune(Network network, double sparsity, IReadOnlyList<ModelSequence>? data = null)
    {
        if (!(sparsity > 0 && sparsity < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "the share of zeros must be above 0 and below 1");
        }

        if (network.Tensors.Values.FirstOrDefault(tensor => tensor.Type != TensorType.F32) is Tensor quantized)
        {
            throw new ArgumentException($"the network is quantised already: tensor '{quantized.Name}' is {Words.Of(quantized.Type)}", nameof(network));
        }

        IReadOnlyList<PrunableMatrix> matrices = PrunableMatrix.Of(network.Layers, network.Input);
        if (matrices.Count == 0)
        {
            throw new ArgumentException("there is nothing to prune: the network has no layer of kind rnn, gru or lstm", nameof(network));
        }

        ErrorData measured = new(network, data ?? []);
        OutputErrors errors = new(network, measured.Sequences);
        Dictionary<string, Tensor> tensors = network.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value);
        List<MatrixPruning> reports = [];
        foreach (PrunableMatrix matrix in matrices)
        {
            Tensor before = network.Tensors[matrix.Tensor];
            bool[] isZero = [.. SparseForm.Present(before, matrix.Grid).Select(isPresent => !isPresent)];
            int zeros = isZero.Count(zero => zero);
            double error = 0;
            if (new BlockMagnitudes(matrix.Grid).Choose<float>(before.Values, isZero, (int)Math.Round(sparsity * isZero.Length)))
            {
                tensors[before.Name] = Cut(before, matrix.Grid, isZero);
                error = errors.Of(network.WithTensors(network.Tensors.Values.Select(tensor => tensor == before ? tensors[before.Name] : tensor))).Relative;
            }

            reports.Add(new MatrixPruning(matrix.Tensor, matrix.Grid.Count, zeros, isZero.Count(zero => zero), error));
        }

        Network result = Quantizer.Record(network.WithTensors(tensors.Values));
        (double largest, double mean, double relative) = errors.Of(result);
        return new PrunedModel(result, new PruningReport(
            sparsity, measured.Description, reports, SparseForm.StoredBytes(network), SparseForm.StoredBytes(result), largest, mean, relative));
    }

    private static Tensor Cut(Tensor tensor, BlockGrid grid, bool[] isZero)
    {
        float[] values = [.. tensor.Values];
        for (int block = 0; block < isZero.Length; block++)
        {
            int first = (grid.FirstRow(block / grid.Columns) * grid.Columns) + (block % grid.Columns);
            for (int row = 0; isZero[block] && row < grid.RowsOf(block / grid.Columns); row++)
            {
                values[first + (row * grid.Columns)] = 0;
            }
        }

        return new Tensor(tensor.Name, [.. tensor.Shape], values);
    }
}
