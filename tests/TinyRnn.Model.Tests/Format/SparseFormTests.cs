namespace TinyRnn.Model.Tests.Format;

/// <summary>When blocks of zeros are left out of a file, and what that saves, compared with counting.</summary>
public class SparseFormTests
{
    [Fact]
    public void Blocks_are_those_of_a_gate()
    {
        GruLayer gru = new("l", 5, 20);
        Assert.Equal((60, 5, 20, 6), Of(SparseForm.GridOf(gru, gru.Tensors[0])!));
        Assert.Equal((60, 20, 20, 6), Of(SparseForm.GridOf(gru, gru.Tensors[1])!));
        DenseLayer dense = new("l", 5, 60);
        Assert.Equal((60, 5, 60, 4), Of(SparseForm.GridOf(dense, dense.Tensors[0])!));
        Assert.Null(SparseForm.GridOf(dense, dense.Tensors[1]));

        // The projection of an lstm has no gates.
        LstmLayer lstm = new("l", 5, 20, 8);
        TensorSpec projection = lstm.Tensors.Single(tensor => tensor.Shape[0] == 8);
        Assert.Equal((8, 20, 8, 1), Of(SparseForm.GridOf(lstm, projection)!));

        static (int, int, int, int) Of(BlockGrid grid) => (grid.Rows, grid.Columns, grid.GroupRows, grid.Bands);
    }

    [Fact]
    public void Blocks_are_left_out_if_that_saves_a_quarter_and_half_a_kilobyte()
    {
        // 32 rows: two blocks a column, of 64 bytes each. A bit for each block takes a byte for four columns.
        foreach (int columns in (int[])[3, 4, 5, 12, 33, 64])
        {
            BlockGrid grid = new(32, columns, 32);
            for (int zeros = 0; zeros <= 2 * columns; zeros++)
            {
                long all = 128 * columns;
                long saved = (64 * zeros) - ((2 * columns + 7) / 8);
                Tensor tensor = WithZeros(grid, zeros);
                bool[]? blocks = SparseForm.FindBlocks(tensor, grid);
                Assert.Equal(saved >= 512 && saved >= all / 4, blocks is not null);
                Assert.Equal(Enumerable.Range(0, 2 * columns).Select(i => i >= zeros), blocks ?? SparseForm.Present(tensor, grid));
            }
        }
    }

    [Fact]
    public void A_negative_zero_is_not_left_out()
    {
        BlockGrid grid = new(32, 12, 32);
        Tensor tensor = WithZeros(grid, 20);
        tensor.Values[0] = -0f;
        Assert.True(SparseForm.FindBlocks(tensor, grid)![0]);
    }

    [Fact]
    public void The_size_of_a_file_is_that_of_its_data()
    {
        DenseLayer[] layers = [new("a", 12, 32), new("b", 32, 3)];
        Tensor[] tensors =
        [
            WithZeros(new BlockGrid(32, 12, 32), 20, "a.weight"), new("a.bias", [32], new float[32]), new("b.weight", [3, 32], new float[96]),
            new("b.bias", [3], new float[3]),
        ];
        Network network = new(new NetworkDefinition
        {
            Name = "",
            Task = NetworkTask.Raw,
            Input = new VectorInput(12),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = tensors,
        });

        // Four blocks of 16 values and 24 bits; the second matrix is too small to gain anything.
        Assert.Equal((4 * 16 * 4) + 3 + (4 * (32 + 96 + 3)), SparseForm.StoredBytes(network));
    }

    // The first blocks are zero; blocks are numbered band by band, and each other value is 1.
    private static Tensor WithZeros(BlockGrid grid, int zeros, string name = "t") => new(
        name,
        [grid.Rows, grid.Columns],
        [.. Enumerable.Range(0, grid.Rows * grid.Columns).Select(i => (i / grid.Columns / 16 * grid.Columns) + (i % grid.Columns) < zeros ? 0f : 1f)]);
}
