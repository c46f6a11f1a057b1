using SharedNetworks = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Pruning;

public class PrunerTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(35)]
    public void The_smallest_blocks_go_and_the_rest_stays_as_it_is(int units)
    {
        Network network = SharedNetworks.Raw(new VectorInput(20), OutputSteps.Every, 1, new LstmLayer("cell", 20, units), new DenseLayer("head", units, 5));
        PrunedModel model = Pruner.Prune(network, 0.75);
        Assert.Equal(["cell.weight_ih", "cell.weight_hh"], model.Report.Matrices.Select(matrix => matrix.Tensor));
        foreach (MatrixPruning matrix in model.Report.Matrices)
        {
            Tensor before = network.Tensors[matrix.Tensor], after = model.Network.Tensors[matrix.Tensor];
            List<(double Magnitude, bool IsZero)> blocks = [];
            int columns = before.Shape[1];
            for (int gate = 0; gate < 4; gate++)
            {
                for (int unit = 0; unit < units; unit += 16)
                {
                    for (int column = 0; column < columns; column++)
                    {
                        int[] places = [.. Enumerable.Range(unit, Math.Min(16, units - unit)).Select(row => (((gate * units) + row) * columns) + column)];
                        bool isZero = places.All(place => after.Values[place] == 0);
                        Assert.True(isZero || places.All(place => after.Values[place] == before.Values[place]));
                        blocks.Add((places.Average(place => (double)before.Values[place] * before.Values[place]), isZero));
                    }
                }
            }

            Assert.Equal((blocks.Count, 0, (int)Math.Round(0.75 * blocks.Count)), (matrix.Blocks, matrix.ZerosBefore, matrix.ZerosAfter));
            Assert.Equal(matrix.ZerosAfter, blocks.Count(block => block.IsZero));
            double largest = blocks.Where(block => block.IsZero).Max(block => block.Magnitude);
            Assert.True(largest <= blocks.Where(block => !block.IsZero).Min(block => block.Magnitude));
            Assert.True(matrix.RelativeError > 0);
        }

        Assert.True(model.Report.BytesAfter < 0.5 * model.Report.BytesBefore);
        Assert.True(model.Report.LargestError >= model.Report.MeanError && model.Report.MeanError > 0);
        Assert.Equal(network.Tensors["head.weight"].Values, model.Network.Tensors["head.weight"].Values);
    }

    [Fact]
    public void What_is_zero_counts_and_a_smaller_share_changes_nothing()
    {
        Network once = Pruner.Prune(SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("cell", 2, 32)), 0.8).Network;
        PrunedModel again = Pruner.Prune(once, 0.5);
        MatrixPruning matrix = Assert.Single(again.Report.Matrices);
        Assert.Equal((matrix.ZerosBefore, 0, 0), (matrix.ZerosAfter, matrix.RelativeError, again.Report.LargestError));
        Assert.Equal(NetworkWriter.Write(once), NetworkWriter.Write(again.Network));
    }

    [Fact]
    public void Test_vectors_are_those_of_the_pruned_network()
    {
        Network gru = SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("cell", 2, 32));
        Network network = SharedNetworks.WithTestVectors(gru, [0.5f, 1, -1, 2]);
        Network pruned = Pruner.Prune(network, 0.8).Network;
        Assert.Equal(new Interpreter(pruned).Run(network.TestVectors[0].Values!), pruned.TestVectors[0].Output);
        Assert.NotEqual(network.TestVectors[0].Output, pruned.TestVectors[0].Output);
    }

    [Theory]
    [InlineData(TensorType.BF16)]
    [InlineData(TensorType.I8)]
    public void Zeros_outlast_quantisation(TensorType type)
    {
        Network network = Pruner.Prune(SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("cell", 2, 32)), 0.8).Network;
        Tensor before = network.Tensors["cell.weight_hh"];
        Tensor after = Quantizer.Quantize(network, new QuantizationOptions { Type = type, LayerBound = 100 }).Network.Tensors["cell.weight_hh"];
        Assert.Equal(type, after.Type);
        Assert.All(before.Values.Zip(after.Values), pair => Assert.True(pair.First != 0 || pair.Second == 0));
    }

    public static TheoryData<NetworkInput, string[]> Inputs => new()
    {
        { new VectorInput(15), ["a.weight_hh", "b.weight_ih", "b.weight_hh"] },
        { new VectorInput(16), ["a.weight_ih", "a.weight_hh", "b.weight_ih", "b.weight_hh"] },
        { new Vocabulary("abcdefghijklmnopqrst"), ["a.weight_hh", "b.weight_ih", "b.weight_hh"] },
        { new PlainTokens(20), ["a.weight_hh", "b.weight_ih", "b.weight_hh"] },
        { new WordVocabulary([.. Enumerable.Range(0, 20).Select(i => $"word{i}")], new WordSplit(" ")), ["a.weight_hh", "b.weight_ih", "b.weight_hh"] },
    };

    /// <summary>A matrix whose columns are looked up, and one of few columns, save nothing.</summary>
    [Theory]
    [MemberData(nameof(Inputs))]
    public void Matrices_are_pruned_where_zeros_save_time(NetworkInput input, string[] pruned)
    {
        Network network = SharedNetworks.Raw(input, OutputSteps.Every, 1, new GruLayer("a", input.Size, 16), new GruLayer("b", 16, 16));
        Assert.Equal(pruned, Pruner.Prune(network, 0.5).Report.Matrices.Select(matrix => matrix.Tensor));
    }

    [Fact]
    public void Errors_are_those_on_the_given_data()
    {
        Network network = SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("cell", 2, 32));
        float[] values = SharedNetworks.RandomInput(2 * 5, 3);
        PrunedModel model = Pruner.Prune(network, 0.8, [ModelSequence.OfValues(values)]);
        float[] before = new Interpreter(network).Run(values);
        float[] after = new Interpreter(model.Network).Run(values);
        Assert.Equal("the data, 5 steps", model.Report.Data);
        Assert.Equal(before.Zip(after, (x, y) => Math.Abs(x - (double)y)).Max(), model.Report.LargestError, 1e-7);
        Assert.Equal(before.Zip(after, (x, y) => Math.Abs(x - (double)y)).Average(), model.Report.MeanError, 1e-7);
    }

    /// <summary>Training cuts the same matrix again and again.</summary>
    [Fact]
    public void Each_choice_measures_the_blocks_anew()
    {
        BlockMagnitudes magnitudes = new(new BlockGrid(16, 4, 16));
        float[] values = new float[16 * 4];
        Fill(4, 3, 2, 1);
        bool[] isZero = new bool[4];
        Assert.True(magnitudes.Choose<float>(values, isZero, 1));
        Assert.Equal([false, false, false, true], isZero);
        Fill(3, 3.2f, 2.9f, 0);
        Assert.True(magnitudes.Choose<float>(values, isZero, 2));
        Assert.Equal([false, false, true, true], isZero);
        Assert.False(magnitudes.Choose<float>(values, isZero, 2));

        void Fill(params float[] columns)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = columns[i % 4];
            }
        }
    }

    [Fact]
    public void What_cannot_be_pruned_is_refused()
    {
        Network dense = SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new DenseLayer("head", 2, 32));
        Assert.StartsWith("there is nothing to prune", Assert.Throws<ArgumentException>(() => Pruner.Prune(dense, 0.5)).Message, StringComparison.Ordinal);
        Network gru = SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("cell", 2, 32));
        Assert.All(
            [0, 1, -1, double.NaN],
            share => Errors.Says<ArgumentOutOfRangeException>("the share of zeros must be above 0 and below 1", () => Pruner.Prune(gru, share)));
        Network quantized = Quantizer.Quantize(gru, new QuantizationOptions { Type = TensorType.BF16 }).Network;
        ArgumentException error = Assert.Throws<ArgumentException>(() => Pruner.Prune(quantized, 0.5));
        Assert.StartsWith("the network is quantised already", error.Message, StringComparison.Ordinal);
    }
}
