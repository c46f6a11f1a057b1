using Make = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Quantization;

/// <summary>The sequences that stand in for data where there are none.</summary>
public class ModelSequenceTests
{
    [Fact]
    public void Made_up_values_have_the_mean_and_deviation_of_their_column()
    {
        Scaling scaling = new([10f, -2f], [0.5f, 3f]);
        Network network = Make.Raw(new VectorInput(2, scaling: scaling), OutputSteps.Every, 1, new DenseLayer("l", 2, 1));
        IReadOnlyList<ModelSequence> sequences = ModelSequence.Random(network, 20, 500);
        Assert.Equal(20, sequences.Count);
        Assert.All(sequences, sequence => Assert.Equal(500, sequence.Steps(network)));
        for (int column = 0; column < 2; column++)
        {
            double[] values = [.. sequences.SelectMany(sequence => sequence.Values).Where((_, i) => i % 2 == column).Select(value => (double)value)];
            double mean = values.Average();
            double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));

            // Of 10,000 values the mean is within 0.05 deviations and the deviation within 4 %, with five times their standard errors.
            Assert.InRange((mean - scaling.Mean[column]) / scaling.Std[column], -0.05, 0.05);
            Assert.InRange(deviation / scaling.Std[column], 0.96, 1.04);
        }
    }

    [Fact]
    public void Made_up_tokens_are_those_of_the_vocabulary()
    {
        Network network = Make.Raw(new PlainTokens(7), OutputSteps.Every, 1, new DenseLayer("l", 7, 1));
        ModelSequence sequence = Assert.Single(ModelSequence.Random(network, 1, 300));
        Assert.Equal((300, 0), (sequence.Steps(network), sequence.Values.Length));
        Assert.Equal(Enumerable.Range(0, 7), sequence.Tokens.Distinct().Order());
        Assert.Equal(sequence.Tokens[..3], sequence.Take(network, 3).Tokens);
    }
}
