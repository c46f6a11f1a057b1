namespace TinyRnn.Model.Tests.Networks;

/// <summary>Networks made in code are held to what files are held to: whatever is made can be written and read.</summary>
public class NetworkChecksTests
{
    private static readonly Tensor Weight = new("d.weight", [1, 1], [1]);

    [Theory]
    [InlineData("[]", "one JSON object")]
    [InlineData("{}, {}", "one JSON object")]
    [InlineData("{}}", "one JSON object")]
    [InlineData("{} ], [ {}", "one JSON object")]
    [InlineData("", "one JSON object")]
    [InlineData("{'a': 1}", "a field name in double quotes is expected")]
    public void Metadata_must_be_one_object(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidNetworkException>(() => New(metadata: json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Metadata_as_deep_as_files_allow_round_trips()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 30)) + "{}" + new string('}', 30);
        Assert.Equal(deep, NetworkReader.Read(NetworkWriter.Write(New(metadata: deep)), "x").MetadataJson);
        Fails(ModelErrorCode.TooLarge, () => New(metadata: "{\"a\":" + deep + "}"));
    }

    [Fact]
    public void Texts_hold_whole_characters()
    {
        Assert.Contains("half a surrogate pair at position 1", Fails(ModelErrorCode.InvalidValue, () => New(name: "a\ud83d")), StringComparison.Ordinal);
        Fails(ModelErrorCode.InvalidValue, () => New(input: new VectorInput(1, ["\ude00"])));
    }

    [Fact]
    public void Test_vectors_are_finite()
    {
        Fails(ModelErrorCode.TestVector, () => New(testVectors: [TestVector.OfValues([1], [float.NaN])]));
        Fails(ModelErrorCode.TestVector, () => New(testVectors: [TestVector.OfValues([float.PositiveInfinity], [1])]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(32_769)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Sizes_are_bounded(int size)
    {
        DenseLayer layer = new("d", 1, size, bias: false);
        Fails(ModelErrorCode.InvalidValue, () => WithoutTensors(1, layer));
        DenseLayer wide = new("d", size, 1, bias: false);
        Fails(ModelErrorCode.InvalidValue, () => WithoutTensors(size, wide));
        foreach (Direction direction in Enum.GetValues<Direction>())
        {
            RecurrentOptions options = new(Direction: direction);
            Layer[] layers =
            [
                new ConcatRnnLayer("d", 1, size, 1), new RnnLayer("d", 1, size, options: options), new GruLayer("d", 1, size, options: options),
                new LstmLayer("d", 1, size, options: options), new LstmLayer("d", 1, size, 1, options: options),
                new LstmLayer("d", 1, 1, size == 0 ? -1 : size, options: options),
            ];
            Assert.All(layers, of => Fails(ModelErrorCode.InvalidValue, () => WithoutTensors(1, of)));
        }
    }

    [Fact]
    public void Both_directions_together_are_no_larger_than_one_layer_may_be()
    {
        RnnLayer layer = new("d", 1, 16_385, options: new(Direction: Direction.Bidirectional));
        Fails(ModelErrorCode.InvalidValue, () => WithoutTensors(1, layer));
    }

    [Fact]
    public void Tensors_stand_once_and_fit_their_shape()
    {
        Fails(ModelErrorCode.UnknownField, () => New(tensors: [Weight, Weight]));
        Assert.ThrowsAny<ArgumentException>(() => new Tensor("t", [2, 3], new float[5]));
    }

    [Fact]
    public void Scaling_is_finite_and_above_zero()
    {
        foreach ((float[] mean, float[] std)
            in ((float[], float[])[])[([1], [0]), ([1], [-1]), ([1], [float.NaN]), ([float.NaN], [1]), ([1], [float.PositiveInfinity]), ([1, 2], [1])])
        {
            Assert.ThrowsAny<ArgumentException>(() => new Scaling(mean, std));
        }
    }

    [Fact]
    public void Recurrent_activations_are_of_each_value_alone()
    {
        foreach (Activation activation in (Activation[])[Activation.Softmax, Activation.LogSoftmax])
        {
            Assert.ThrowsAny<ArgumentException>(() => new RnnLayer("r", 1, 1, activation));
            Assert.ThrowsAny<ArgumentException>(() => new GruLayer("r", 1, 1, activation: activation));
            Assert.ThrowsAny<ArgumentException>(() => new GruLayer("r", 1, 1, gateActivation: activation));
            Assert.ThrowsAny<ArgumentException>(() => new LstmLayer("r", 1, 1, cellActivation: activation));
        }
    }

    [Fact]
    public void An_alpha_is_finite_and_goes_with_functions_that_have_one()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            bool hasAlpha = activation.HasAlpha();
            Assert.Equal(hasAlpha, Record.Exception(() => new ActivationFunction(activation, 0.5f)) is null);
            Assert.ThrowsAny<ArgumentException>(() => new ActivationFunction(activation, float.NaN));
            Assert.ThrowsAny<ArgumentException>(() => new ActivationFunction(activation, float.PositiveInfinity));
            Assert.Equal(!hasAlpha, Record.Exception(() => new ConcatRnnLayer("c", 1, 1, 1, activation)) is null);
        }
    }

    [Fact]
    public void Pooling_of_final_states_has_an_even_size()
    {
        Assert.ThrowsAny<ArgumentException>(() => new PoolingLayer("p", 3, PoolingMode.Final));
        PoolingLayer layer = new("p", 4, PoolingMode.Final);
        Assert.Equal((4, 4, 2 + 1), (layer.InputSize, layer.OutputSize, layer.StateSize));
        Assert.Equal(3 + 1, new PoolingLayer("p", 3, PoolingMode.Max).StateSize);
    }

    [Theory]
    [InlineData(Direction.Forward, true)]
    [InlineData(Direction.Reverse, false)]
    [InlineData(Direction.Bidirectional, false)]
    public void A_network_streams_if_every_layer_reads_forward(Direction direction, bool streams)
    {
        LstmLayer layer = new("a", 3, 4, 2, options: new(Direction: direction));
        Network network = RandomNetworks.Of(
            new Random(1), new VectorInput(3), OutputSteps.Last, null, layer, new PoolingLayer("b", layer.OutputSize, PoolingMode.Final));
        Assert.Equal((streams, false), (network.IsStreaming, network.HasInitialState));
        int directions = direction == Direction.Bidirectional ? 2 : 1;
        Assert.Equal((directions * (2 + 4), directions * 2), (layer.StateSize, layer.OutputSize));
    }

    [Fact]
    public void Another_network_by_with_keeps_all_else()
    {
        Network network = RandomNetworks.Of(
            new Random(1), new VectorInput(2), OutputSteps.Last, new Scaling([1], [2]), [1], new RnnLayer("a", 2, 1, options: new(HasInitialState: true)));
        Network other = network.With(metadataJson: "{\"a\": 1}");
        Assert.Equal((true, network.Residual, network.OutputScaling), (other.HasInitialState, other.Residual, other.OutputScaling));
    }

    [Fact]
    public void Figures_are_sums_over_layers()
    {
        Network network = RandomNetworks.Of(new Random(1), new VectorInput(3), OutputSteps.Last, null, new RnnLayer("a", 3, 4), new DenseLayer("b", 4, 2));
        Assert.Equal((3, 2, 4, 3 * 4 + 16 + 8 + 10), (network.InputSize, network.OutputSize, network.StateSize, (int)network.ParameterCount));
        Assert.Equal([28L, 8L], network.Layers.Select(layer => layer.MultiplyAdds));
    }

    private static Network New(
        string name = "", NetworkInput? input = null, IEnumerable<Tensor>? tensors = null, TestVector[]? testVectors = null,
        string metadata = "{}") => new(new NetworkDefinition
        {
            Name = name,
            Task = NetworkTask.Raw,
            Input = input ?? new VectorInput(1),
            Layers = [new DenseLayer("d", 1, 1, bias: false)],
            OutputSteps = OutputSteps.Last,
            Tensors = tensors ?? [Weight],
            TestVectors = testVectors ?? [],
            MetadataJson = metadata,
        });

    private static Network WithoutTensors(int inputs, Layer layer) => new(new NetworkDefinition
    {
        Name = "",
        Task = NetworkTask.Raw,
        Input = new VectorInput(inputs),
        Layers = [layer],
        OutputSteps = OutputSteps.Last,
        Tensors = [],
    });

    private static string Fails(ModelErrorCode code, Func<Network> make)
    {
        InvalidNetworkException e = Assert.Throws<InvalidNetworkException>(make);
        Assert.Equal(code, e.Code);
        return e.Message;
    }
}
