namespace TinyRnn.Model.Tests.Networks;

/// <summary>A residual connection whose values are multiplied first, as by the gains of an audio effect.</summary>
public class ResidualTests
{
    [Fact]
    public void Values_are_multiplied_before_they_are_added()
    {
        Network network = Make(-0.25f);
        Assert.Equal([(2f * 3f) + 1f + (-0.25f * 3f)], new Interpreter(network).Run([3f]));
    }

    [Fact]
    public void Files_of_version_3_hold_it_and_others_do_not()
    {
        string text = NetworkWriter.Write(Make(0.5f));
        Assert.Contains("\"tinyrnn\": 3", text, StringComparison.Ordinal);
        Assert.Equal(0.5f, Network.Parse(text, "skip.tinyrnn").Residual!.Factor);
        Assert.Contains("\"tinyrnn\": 1", NetworkWriter.Write(Make(1f)), StringComparison.Ordinal);
        string old = text.Replace("\"tinyrnn\": 3", "\"tinyrnn\": 2", StringComparison.Ordinal);
        Assert.Contains("'skipFactor'", Assert.Throws<ModelFormatException>(() => Network.Parse(old, "skip.tinyrnn")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_factor_needs_values_to_multiply()
    {
        string text = NetworkWriter.Write(Make(0.5f));
        Errors.At(
            Errors.Edit(text, ("\"skip\": [0],", ""), ("\"skipFactor\": ", "\"skipFactor\": «")), ModelErrorCode.InvalidValue,
            "the output has 'skipFactor', so it needs the field 'skip' too");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Other_factors_are_errors(float factor) =>
        Assert.Contains("'skipFactor'", Assert.ThrowsAny<ArgumentException>(() => Make(factor)).Message, StringComparison.Ordinal);

    private static Network Make(float factor)
    {
        DenseLayer layer = new("fc", 1, 1);
        return new Network(new NetworkDefinition
        {
            Name = "skip",
            Task = NetworkTask.Raw,
            Input = new VectorInput(1),
            Layers = [layer],
            OutputSteps = OutputSteps.Every,
            Tensors = [new Tensor("fc.weight", [1, 1], [2f]), new Tensor("fc.bias", [1], [1f])],
            Residual = new Residual([0], factor),
        });
    }
}
