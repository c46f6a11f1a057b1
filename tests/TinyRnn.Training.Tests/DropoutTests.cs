namespace TinyRnn.Training.Tests;

public class DropoutTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_rate_is_kept_and_so_is_the_mean(double rate)
    {
        Dropout<double> dropout = new(rate);
        double[] ones = [.. Enumerable.Repeat(1.0, 200_001)];
        dropout.Forward(ones, new Xoshiro256StarStar(1));
        double[] left = dropout.Output.ToArray();
        Assert.Equal(rate, (double)left.Count(value => value == 0) / left.Length, 5e-3);
        Assert.All(left, value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - rate))) < 1e-3, $"{value}"));
        Assert.Equal(1, left.Average(), 0.03);
    }

    [Fact]
    public void Measuring_leaves_nothing_out()
    {
        Layer[] layers = [new DenseLayer("a", 2, 8), new DenseLayer("b", 8, 3)];
        TrainableNetwork<float> network = new(layers, dropout: 0.5), other = new(layers);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        other.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        PackedLayout layout = new();
        layout.Reset(1, 1);
        float[] input = [1, -2];
        float[] measured = network.Forward(layout, new StepInput<float>(input), OutputSteps.Last).ToArray();
        Assert.Equal(other.Forward(layout, new StepInput<float>(input), OutputSteps.Last), measured);
        Assert.NotEqual(measured, network.Forward(layout, new StepInput<float>(input), OutputSteps.Last, random: new Xoshiro256StarStar(2)).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainableNetwork<float>(layers, dropout: 1));
    }

    [Fact]
    public void A_normalisation_reads_all_values()
    {
        TrainableNetwork<float> normalised = new([new DenseLayer("a", 2, 8), new LayerNormLayer("b", 8)], dropout: 0.5);
        Assert.False(normalised.HasDropout);
        Assert.True(new TrainableNetwork<float>([new DenseLayer("a", 2, 8), new LayerNormLayer("b", 8), new DenseLayer("c", 8, 3)], dropout: 0.5).HasDropout);
    }
}
