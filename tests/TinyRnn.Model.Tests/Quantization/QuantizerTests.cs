namespace TinyRnn.Model.Tests.Quantization;

public class QuantizerTests
{
    [Fact]
    public void Brain_floats_are_the_nearest_with_halves_to_even()
    {
        // One unit of the last place of bfloat16 at 1 is 2^-7.
        float[] values = [1f, 1f + (1f / 256), 1f + (3f / 256), 1f + (1.001f / 256), -1f - (1.001f / 256), float.MaxValue, -0f, 1e-45f];
        Tensor tensor = TensorQuantizer.ToBFloat16(new Tensor("x", [values.Length], values));
        Assert.Equal([1f, 1f, 1f + (4f / 256), 1f + (2f / 256), -1f - (2f / 256), 3.3895314e38f, -0f, 0f], tensor.Values);
    }

    [Fact]
    public void Codes_are_within_half_a_scale_and_the_largest_is_127()
    {
        float[] values = [.. Enumerable.Range(0, 60).Select(i => MathF.Sin(i) * (i / 20 + 1))];
        Tensor tensor = TensorQuantizer.ToInt8(new Tensor("x", [3, 20], values), QuantizationRange.Tanh);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(MathF.Abs(tensor.Values[i] - values[i]) <= tensor.Scales[i / 20] * 0.5001f);
        }

        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(127, tensor.QuantizedValues.Skip(row * 20).Take(20).Max(code => Math.Abs((int)code))));
    }

    [Theory]
    [InlineData(-1f, 0)]
    [InlineData(1f, 127)]
    [InlineData(0f, 64)]
    [InlineData(-0.0001f, 63)]
    [InlineData(-5f, 0)]
    [InlineData(float.PositiveInfinity, 127)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(float.NaN, 0)]
    public void Values_of_tanh_are_coded_in_seven_bits(float value, int code) => Assert.Equal(code, QuantizationRange.Tanh.Quantize(value));

    /// <summary>The interpreter's product of codes against the definition, written out in double precision.</summary>
    [Fact]
    public void Interpreter_multiplies_codes_as_the_format_says()
    {
        const int Size = 2100;
        Random random = new(3);
        sbyte[] codes = [.. Enumerable.Range(0, 3 * Size).Select(_ => (sbyte)random.Next(-128, 128))];
        float[] x = [.. Enumerable.Range(0, Size).Select(_ => random.NextSingle() * 6 - 3)];
        QuantizationRange range = new(-2f, 2.5f);
        Layer[] layers = [new DenseLayer("fc", Size, 3, bias: false)];
        Network network = new(new NetworkDefinition
        {
            Name = "x",
            Task = NetworkTask.Raw,
            Input = new VectorInput(Size),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = [Tensor.OfQuantized("fc.weight", [3, Size], codes, [0.5f, 0.001f, 2f], range)],
        });
        float[] actual = new Interpreter(network).Run(x);
        for (int row = 0; row < 3; row++)
        {
            double expected = 0;
            for (int i = 0; i < Size; i++)
            {
                double code = Math.Clamp(Math.Round((x[i] + 2f) * (float)(127 / 4.5)), 0, 127);
                expected += codes[(row * Size) + i] * (-2 + (code * 4.5 / 127));
            }

            Assert.Equal(expected * network.Tensors["fc.weight"].Scales[row], actual[row], 1e-3 * Math.Abs(actual[row]) + 1e-3);
        }
    }

    [Theory]
    [InlineData(4, 5, false)]
    [InlineData(5, 4, false)]
    [InlineData(5, 5, true)]
    public void Small_matrices_stay_F32(int outputs, int inputs, bool isQuantized)
    {
        Layer[] layers = [new ActivationLayer("tanh", inputs, Activation.Tanh), new DenseLayer("fc", inputs, outputs)];
        Network network = RandomNetworks.Of(new Random(2), new VectorInput(inputs), OutputSteps.Every, null, layers);
        foreach (TensorType type in new[] { TensorType.BF16, TensorType.I8 })
        {
            // A layer without tensors is no part of the report.
            LayerQuantization layer = Assert.Single(Quantizer.Quantize(network, new QuantizationOptions { Type = type, LayerBound = 1 }).Report.Layers);
            Assert.Equal(isQuantized ? ["fc.weight"] : [], layer.Tensors);
            Assert.Equal(isQuantized ? [] : ["fc.weight stays F32: it is too small to gain anything"], layer.Notes);
            Assert.Equal(isQuantized, layer.RelativeError > 0);
        }
    }

    [Theory]
    [InlineData(TensorType.BF16)]
    [InlineData(TensorType.I8)]
    public void Tables_of_tokens_are_quantised_whatever_their_size(TensorType type)
    {
        Layer[] layers = [new EmbeddingLayer("table", 4, 3), new GruLayer("gru", 3, 2)];
        Network network = RandomNetworks.Of(new Random(2), new PlainTokens(4), OutputSteps.Every, null, layers);
        QuantizationReport report = Quantizer.Quantize(network, new QuantizationOptions { Type = type, LayerBound = 1 }).Report;
        Assert.Equal([["table.weight"], []], report.Layers.Select(layer => layer.Tensors));
    }

    [Fact]
    public void A_matrix_of_input_and_hidden_state_has_no_int8()
    {
        Network network = RandomNetworks.Of(new Random(2), new VectorInput(6), OutputSteps.Every, null, new ConcatRnnLayer("cell", 6, 8, 6));
        LayerQuantization Of(TensorType type) => Quantizer.Quantize(network, new QuantizationOptions { Type = type, LayerBound = 1 }).Report.Layers[0];
        Assert.Contains(network.Layers[0].Tensors[0].Name, Of(TensorType.BF16).Tensors);
        LayerQuantization layer = Of(TensorType.I8);
        Assert.DoesNotContain(network.Layers[0].Tensors[0].Name, layer.Tensors);
        Assert.Contains(
            $"{network.Layers[0].Tensors[0].Name} stays F32: the input and the hidden state that it reads have no common range", layer.Notes);
    }

    [Fact]
    public void Layers_without_a_range_stay_F32_until_there_are_data()
    {
        Layer[] layers = [new RnnLayer("relu", 6, 12, Activation.Relu), new GruLayer("gru", 12, 10), new DenseLayer("fc", 10, 8)];
        Network network = RandomNetworks.Of(new Random(1), new VectorInput(6), OutputSteps.Every, null, layers);
        QuantizationOptions options = new() { Type = TensorType.I8, LayerBound = 1 };
        QuantizedModel without = Quantizer.Quantize(network, options);
        Assert.Equal(["gru.weight_hh"], Of("gru", without));
        Assert.Empty(Of("relu", without));
        Assert.Contains("relu.weight_hh stays F32: the range of its input is not known; give data to measure it", without.Report.Layers[0].Notes);
        Assert.Equal(["fc.weight"], Of("fc", without));
        Assert.StartsWith("random input", without.Report.Data, StringComparison.Ordinal);

        QuantizedModel with = Quantizer.Quantize(
            network, new QuantizationOptions { Type = TensorType.I8, LayerBound = 1, Data = ModelSequence.Random(network, 3, 40) });
        Assert.Equal(["relu.weight_ih", "relu.weight_hh"], Of("relu", with));
        Assert.Equal(["gru.weight_ih", "gru.weight_hh"], Of("gru", with));
        Assert.True(with.Network.Tensors["relu.weight_hh"].InputRange!.Low <= 0);
        Assert.StartsWith("the data, 120 steps", with.Report.Data, StringComparison.Ordinal);
        Assert.InRange(with.Report.RelativeError, 1e-4, 0.3);
    }

    /// <summary>Without a statement a test vector's input is made up: the same with it gives ranges.</summary>
    [Theory]
    [InlineData("{}"), InlineData("{\"probes\": \"import\"}"), InlineData("{\"probes\": 1}"), InlineData("{\"training\": {\"probes\": \"data\"}}")]
    public void Made_up_test_vectors_give_no_range(string metadata)
    {
        Layer[] layers = [new DenseLayer("in", 6, 16, Activation.Relu), new DenseLayer("fc", 16, 8)];
        Network network = RandomNetworks.Of(new Random(1), new VectorInput(6), OutputSteps.Last, null, layers);
        float[] input = [0.1f, -0.2f, 0.05f, 0, 0.3f, -0.1f];
        network = network.With([TestVector.OfValues(input, new Interpreter(network).Run(input))], metadata);
        QuantizationOptions options = new() { Type = TensorType.I8, LayerBound = double.PositiveInfinity };
        QuantizedModel made = Quantizer.Quantize(network, options);
        Assert.All(made.Network.Tensors.Values, tensor => Assert.Equal(TensorType.F32, tensor.Type));
        Assert.StartsWith("random input", made.Report.Data, StringComparison.Ordinal);
        Assert.Contains("in.weight stays F32: the range of its input is not known; give data to measure it", made.Report.Layers[0].Notes);

        QuantizedModel told = Quantizer.Quantize(network.With(metadataJson: "{\"probes\": \"data\"}"), options);
        Assert.Equal(["in.weight"], Of("in", told));
        Assert.Equal(["fc.weight"], Of("fc", told));
    }

    [Fact]
    public void Fixed_ranges_are_those_of_the_functions_as_long_as_gates_are_from_0_to_1()
    {
        ActivationFunction hard = new(Activation.HardSigmoid);
        Layer[] layers =
        [
            new GruLayer("bounded", 6, 8, GruReset.Before, new ActivationFunction(Activation.ScaledTanh, 1.5f), gateActivation: hard),
            new GruLayer("open", 8, 8, gateActivation: Activation.Softplus),
            new LstmLayer("projected", 8, 8, 6, gateActivation: hard, cellActivation: Activation.Sigmoid),
            new LstmLayer("affine", 6, 8, 6, gateActivation: Activation.Affine),
        ];
        Network network = RandomNetworks.Of(new Random(1), new VectorInput(6), OutputSteps.Every, null, layers);
        QuantizedModel model = Quantizer.Quantize(network, new QuantizationOptions { Type = TensorType.I8, LayerBound = double.PositiveInfinity });
        Assert.Equal(["bounded.weight_hh"], Of("bounded", model));
        Assert.Equal(new QuantizationRange(-1.5f, 1.5f), model.Network.Tensors["bounded.weight_hh"].InputRange);
        Assert.Equal(["open.weight_ih"], Of("open", model));
        Assert.Equal(["projected.weight_hr"], Of("projected", model));
        Assert.Equal(new QuantizationRange(0, 1), model.Network.Tensors["projected.weight_hr"].InputRange);
        Assert.Empty(Of("affine", model));
    }

    [Fact]
    public void Layers_that_lose_more_than_the_bound_stay_F32()
    {
        Layer[] layers = [new GruLayer("gru", 6, 16), new DenseLayer("fc", 16, 8)];
        Network network = RandomNetworks.Of(new Random(1), new VectorInput(6), OutputSteps.Every, null, layers);
        QuantizedModel model = Quantizer.Quantize(network, new QuantizationOptions { Type = TensorType.I8, LayerBound = 1e-6 });
        Assert.All(model.Network.Tensors.Values, tensor => Assert.Equal(TensorType.F32, tensor.Type));
        Assert.Equal(0, model.Report.LargestError);
        Assert.All(
            model.Report.Layers,
            layer => Assert.Contains(layer.Notes, note => note.StartsWith($"{layer.Layer} stays F32: quantising it alone changes the "
                + "outputs by ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(TensorType.BF16, 0.5)]
    [InlineData(TensorType.I8, 0.25)]
    public void Weights_are_a_half_and_a_quarter(TensorType type, double share)
    {
        Layer[] layers =
        [
            new EmbeddingLayer("embedding", 5, 4), new LstmLayer("lstm", 4, 64, projectionSize: 40), new DenseLayer("fc", 40, 32, Activation.Softmax)
        ];
        Network network = RandomNetworks.Of(new Random(1), new Vocabulary("abcde"), OutputSteps.Every, null, layers);
        QuantizedModel model = Quantizer.Quantize(
            network, new QuantizationOptions { Type = type, LayerBound = 1, Data = ModelSequence.Random(network, 2, 10) });
        foreach (string name in new[] { "lstm.weight_hh", "lstm.weight_hr", "fc.weight" })
        {
            Tensor tensor = model.Network.Tensors[name];
            Assert.Equal(type, tensor.Type);
            Assert.Equal(share * network.Tensors[name].Bytes, tensor.Bytes - (4 * tensor.Scales.Length));
        }

        Assert.Equal(model.Network.Tensors.Values.Sum(tensor => tensor.Bytes), model.Report.BytesAfter);
        Assert.InRange(model.Report.BytesAfter, share * model.Report.BytesBefore, (share + 0.1) * model.Report.BytesBefore);
    }

    [Fact]
    public void Test_vectors_are_recorded_anew()
    {
        Layer[] layers = [new GruLayer("gru", 3, 16), new DenseLayer("fc", 16, 8)];
        Network network = RandomNetworks.Of(new Random(1), new Vocabulary("abc"), OutputSteps.Last, null, layers);
        network = network.With([TestVector.OfText("abcab", new Interpreter(network).RunText("abcab"))], "{\"probes\": \"data\"}");
        QuantizedModel model = Quantizer.Quantize(network, new QuantizationOptions { Type = TensorType.I8, LayerBound = 1 });
        Assert.StartsWith("the model's test vectors, 5 steps", model.Report.Data, StringComparison.Ordinal);
        Assert.NotEqual(network.TestVectors[0].Output, model.Network.TestVectors[0].Output);
        Assert.Equal(new Interpreter(model.Network).RunText("abcab"), model.Network.TestVectors[0].Output);
        Errors.Says<ArgumentException>(
            "the network is quantised already: tensor '", () => Quantizer.Quantize(model.Network, new QuantizationOptions { Type = TensorType.BF16 }));
        Errors.Says<ArgumentException>(
            "a network can be quantised only to BF16 or I8", () => Quantizer.Quantize(model.Network, new QuantizationOptions { Type = TensorType.F32 }));
    }

    private static IReadOnlyList<string> Of(string layer, QuantizedModel model) => model.Report.Layers.Single(one => one.Layer == layer).Tensors;
}
