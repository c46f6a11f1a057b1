using System.Globalization;
using SharedNetworks = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Format;

/// <summary>What identifies a network: all that its outputs hang on, and nothing else.</summary>
public class FingerprintTests
{
    private static readonly Vocabulary Letters = new("abc", TextNormalization.Ascii, UnknownCharacter.Skip);

    // Kept states hang on these: a number that changes here loses every session of every user.
    public static TheoryData<string, string> Fixed => new()
    {
        { "rnn", "25a226177e164991" },
        { "gru", "0de1b5b300612c53" },
        { "lstm", "8e3133074cae9bdb" },
        { "scaled", "2f19fa2f25237f69" },
        { "letters", "c07dccf59d7ccce7" },
        { "bf16", "a1f82ead135bcbb9" },
        { "int8", "f0831f3d303fce28" },
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
    public void Names_labels_test_vectors_and_metadata_change_nothing()
    {
        Network plain = SharedNetworks.Classifier(Letters, 1, new GruLayer("gru", 3, 4), new DenseLayer("fc", 4, 2));
        Layer[] renamed = [new GruLayer("cell", 3, 4), new DenseLayer("head", 4, 2)];
        Network other = new(new NetworkDefinition
        {
            Name = "another name",
            Task = NetworkTask.Classify,
            Input = Letters,
            Layers = renamed,
            OutputSteps = OutputSteps.Last,
            Tensors = SharedNetworks.RandomTensors(renamed, 1),
            Labels = ["yes", "no"],
            MetadataJson = """{"licence": "MIT"}""",
        });
        Assert.Equal(Fingerprint.Of(plain), Fingerprint.Of(other));
        Assert.Equal(Fingerprint.Of(plain), Fingerprint.Of(SharedNetworks.WithTestVectors(plain, "abc")));

        RnnLayer[] layers = [new("rnn", 2, 3)];
        Assert.Equal(
            Fingerprint.Of(SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, layers)),
            Fingerprint.Of(SharedNetworks.Raw(new VectorInput(2, ["pressure", "flow"]), OutputSteps.Every, 1, layers)));
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
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3, Activation.Relu)),
            SharedNetworks.Raw(two, OutputSteps.Last, 1, new RnnLayer("rnn", 2, 3)),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3, options: new RecurrentOptions(BiasForm.Combined))),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3, options: new RecurrentOptions(Direction: Direction.Reverse))),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, GruReset.Before)),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, options: new RecurrentOptions { Clip = 1f })),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, options: new RecurrentOptions { Clip = float.BitIncrement(1f) })),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, activation: Activation.Relu)),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, gateActivation: Activation.HardSigmoid)),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new GruLayer("gru", 2, 3, options: new RecurrentOptions { Clip = 3 })),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new DenseLayer("fc", 3, 2)),
            SharedNetworks.Raw(
                two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new DenseLayer("fc", 3, 2, new ActivationFunction(Activation.LeakyRelu, 0.1f))),
            SharedNetworks.Raw(
                two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3),
                new DenseLayer("fc", 3, 2, new ActivationFunction(Activation.LeakyRelu, float.BitIncrement(0.1f)))),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new PoolingLayer("pool", 3, PoolingMode.Max)),
            SharedNetworks.Raw(two, OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3), new PoolingLayer("pool", 3, PoolingMode.Mean)),
            SharedNetworks.Raw(
                new VectorInput(2, scaling: new Scaling([0f, 1f], [1f, float.BitIncrement(2f)])), OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3)),
            SharedNetworks.Raw(new Vocabulary("acb", TextNormalization.Ascii, UnknownCharacter.Skip), OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
            SharedNetworks.Raw(new Vocabulary("abc", TextNormalization.None, UnknownCharacter.Skip), OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
            SharedNetworks.Raw(new Vocabulary("abc", TextNormalization.Ascii, UnknownCharacter.Error), OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
        ];
        Assert.Equal(networks.Length, networks.Select(Fingerprint.Of).Distinct().Count());
    }

    private static Network NetworkOf(string name) => name switch
    {
        "rnn" => SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3)),
        "gru" => SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 3)),
        "lstm" => SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, new LstmLayer("lstm", 2, 3, 2, hasPeepholes: true)),
        "scaled" => SharedNetworks.Raw(new VectorInput(2, scaling: new Scaling([0f, 1f], [1f, 2f])), OutputSteps.Every, 1, new RnnLayer("rnn", 2, 3)),
        "letters" => SharedNetworks.Raw(Letters, OutputSteps.Every, 1, new RnnLayer("rnn", 3, 3)),
        "bf16" =>
            With(
                tensor => new Tensor(
                    tensor.Name, [.. tensor.Shape], [.. tensor.Values.Select(value => BFloat16.Unpack(BFloat16.Pack(value)))], TensorType.BF16)),
        _ => With(tensor => Tensor.OfQuantized(
            tensor.Name, [.. tensor.Shape], [.. tensor.Values.Select((_, index) => (sbyte)((index * 25) - 100))], [0.5f, 0.25f, 0.125f],
            QuantizationRange.Tanh)),
    };

    private static Network With(Func<Tensor, Tensor> change)
    {
        Network network = NetworkOf("rnn");
        return network.WithTensors(network.Tensors.Values.Select(tensor => tensor.Shape.Count == 1 ? tensor : change(tensor)));
    }
}
