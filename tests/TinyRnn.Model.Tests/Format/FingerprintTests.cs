using System.Globalization;

namespace TinyRnn.Model.Tests.Format;

using Networks = TinyRnn.Tests.Networks;

/// <summary>What identifies a network: all that its outputs hang on, and nothing else.</summary>
public class FingerprintTests
{
    private static readonly Vocabulary Letters = new("abc", TextNormalization.Ascii, UnknownCharacter.Skip);

    // Kept states hang on these: a number that changes here loses every session of every user.
    public static TheoryData<string, string> Fixed => new()
    {
        { "rnn", "5dd1eccf9d4ae1d9" },
        { "gru", "" },
        { "lstm", "" },
        { "scaled", "" },
        { "letters", "" },
        { "bf16", "" },
        { "int8", "" },
    };

    [Theory]
    [MemberData(nameof(Fixed))]
    public void Is_the_same_in_every_version(string name, string digits) =>
        Assert.Equal(digits, Fingerprint.Of(NetworkOf(name)).ToString("x16", CultureInfo.InvariantCulture));

    [Fact]
    public void Reading_the_file_again_gives_the_same()
    {
        foreach (string name in Fixed.Select(row => row.Data.Item1))
        {
            Network network = NetworkOf(name);
            Assert.Equal(Fingerprint.Of(network), Fingerprint.Of(Network.Parse(NetworkWriter.Write(network), "again.tinyrnn")));
        }
    }

    [Fact]
    public void Names_labels_probes_and_metadata_change_nothing()
    {
        Network plain = Networks.Classifier(Letters, 1, new GruLayer("gru", 3, 4), new DenseLayer("fc", 4, 2));
        Layer[] renamed = [new GruLayer("cell", 3, 4), new DenseLayer("head", 4, 2)];
        Network other = new(
            "another name", NetworkTask.Classify, Letters, renamed, OutputSteps.Last, Networks.RandomTensors(renamed, 1), ["yes", "no"], metadataJson: """{"licence": "MIT"}""");
        Assert.Equal(Fingerprint.Of(plain), Fingerprint.Of(other));
        Assert.Equal(Fingerprint.Of(plain), Fingerprint.Of(Networks.WithProbes(plain, "abc")));

        RnnLayer[] layers = [new("rnn", 2, 3)];
        Assert.Equal(
            Fingerprint.Of(Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, layers)),
            Fingerprint.Of(Networks.Raw(new VectorInput(2, ["pressure", "flow"]), OutputSteps.Every, 1, layers)));
    }

    [Fact]
    public void The_last_bit_of_any_weight_changes_it()
    {
        Network network = NetworkOf("lstm");
        HashSet<ulong> seen = [Fingerprint.Of(network)];
        int values = 0;
        foreach (Tensor tensor in network.Tensors.Values)
        {
            for (int i = 0; i < tensor.Values.Length; i++)
            {
                float kept = tensor.Values[i];
                tensor.Values[i] = float.BitIncrement(kept);
                Assert.True(seen.Add(Fingerprint.Of(network)), $"{tensor.Name}[{i}]");
                tensor.Values[i] = kept;
                values++;
            }
        }

        Assert.Equal(network.ParameterCount, values);
    }

    [Fact]
    public void Whatever_else_changes_outputs_changes_it()
    {
        VectorInput two = new(2);
        Network[] networks =
        [
            .. Fixed.Select(row => NetworkOf(row.Data.Item1)),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3, Activation.Relu)),
            Networks.Raw(two, OutputSteps.Last, 1, new RnnLayer("rnn", 2, 3)),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3, options: new RecurrentOptions(BiasForm.Combined))),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3, options: new RecurrentOptions(Direction: Direction.Reverse))),
            Networks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, GruReset.Before)),
            Networks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, activation: Activation.Relu)),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new DenseLayer("fc", 3, 2)),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new DenseLayer("fc", 3, 2, Activation.LeakyRelu, alpha: 0.1f)),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new DenseLayer("fc", 3, 2, Activation.LeakyRelu, alpha: float.BitIncrement(0.1f))),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new PoolingLayer("pool", 3, PoolingMode.Max)),
            Networks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new PoolingLayer("pool", 3, PoolingMode.Mean)),
            Networks.Raw(new VectorInput(2, scaling: new Scaling([0f, 1f], [1f, float.BitIncrement(2f)])), OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3)),
            Networks.Raw(new Vocabulary("acb", TextNormalization.Ascii, UnknownCharacter.Skip), OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
            Networks.Raw(new Vocabulary("abc", TextNormalization.None, UnknownCharacter.Skip), OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
            Networks.Raw(new Vocabulary("abc", TextNormalization.Ascii, UnknownCharacter.Fail), OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
        ];
        Assert.Equal(networks.Length, networks.Select(Fingerprint.Of).Distinct().Count());
    }

    private static Network NetworkOf(string name) => name switch
    {
        "rnn" => Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3)),
        "gru" => Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 3)),
        "lstm" => Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new LstmLayer("lstm", 2, 3, 2, hasPeepholes: true)),
        "scaled" => Networks.Raw(new VectorInput(2, scaling: new Scaling([0f, 1f], [1f, 2f])), OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3)),
        "letters" => Networks.Raw(Letters, OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
        "bf16" => Quantizer.Quantize(NetworkOf("rnn"), new QuantizationOptions { Type = TensorType.BF16, LayerBound = double.PositiveInfinity }).Network,
        _ => Quantizer.Quantize(
            NetworkOf("rnn"),
            new QuantizationOptions { Type = TensorType.I8, Data = ModelSequence.Random(NetworkOf("rnn"), 2, 5), LayerBound = double.PositiveInfinity }).Network,
    };
}
