using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// What generated code makes of the smallest and the largest numbers. That it is the same at every vector width is checked with the other
/// sets of models.
/// </summary>
public class PrecisionTests
{
    [Fact]
    public void Every_activation_is_right_to_its_last_bits()
    {
        AgreementSet set = AgreementModels.Of("every float");
        IReadOnlyList<ICompiledModel> models = CompiledModel.All(CompiledModel.Load(set.Program), set.Networks);
        for (int i = 0; i < models.Count; i++)
        {
            AssertExact(set.Networks[i], models[i].StepThrough(AgreementModels.Sequence(set.Networks[i]), []), isFused: VectorMath.IsFused);
        }
    }

    [Fact]
    public void Every_activation_is_right_without_fused_multiply_add()
    {
        AgreementSet set = AgreementModels.Of("every float");
        using TemporaryFolder folder = new();
        ChildProcess.WriteProgram(folder, set.Program);
        string[] lines = set.Run(folder, ("DOTNET_EnableAVX2", "0"));
        Assert.SkipWhen(lines[0] != "128 separate", $"this processor or runtime cannot do without: '{lines[0]}'");
        for (int i = 1; i < lines.Length; i++)
        {
            AssertExact(set.Networks[i - 1], UsualValues(set.Networks[i - 1], lines[i]), isFused: false);
        }
    }

    /// <summary>The activations inside cells, of gates too, behind which a gain shows what small values have lost.</summary>
    [Fact]
    public void Cells_keep_the_digits_of_small_values()
    {
        // Biases open and close gates for good: i = o = 1, f = 0, z = 0.
        Network rnn = Cell(new RnnLayer("cell", 1, 6), []);
        Network lstm = Cell(new LstmLayer("cell", 1, 6), [200, -200, 0, 200]);
        Network gru = Cell(new GruLayer("cell", 1, 6), [200, -200, 0]);
        Network before = Cell(new GruLayer("cell", 1, 6, GruReset.Before), [200, -200, 0]);
        Network gate = Cell(new LstmLayer("cell", 1, 6, cellActivation: Activation.Identity), [0, -200, 200, 200], inputGate: 0);
        (Network Network, Func<double, double> Exact, double Bound)[] cells =
        [
            (rnn, Math.Tanh, FloatErrors.Bound), (lstm, x => Math.Tanh(Math.Tanh(x)), 2 * FloatErrors.Bound), (gru, Math.Tanh, FloatErrors.Bound),
            (before, Math.Tanh, FloatErrors.Bound),
            (gate, x => 1 / (1 + Math.Exp(-x)), FloatErrors.Bound),
        ];
        IReadOnlyList<ICompiledModel> models = CompiledModel.All([.. cells.Select(cell => cell.Network)]);
        float[] sequence = [.. FloatErrors.Sweep.Where((value, index) => index % 3 == 0 && Math.Abs(value) is > 1e-36f and < 85f)];
        for (int i = 0; i < models.Count; i++)
        {
            float[] actual = models[i].StepThrough(sequence, []);
            for (int t = 0; t < sequence.Length; t++)
            {
                // The gain and the product round once each.
                double exact = 1e6f * cells[i].Exact(sequence[t]);
                double error = FloatErrors.InLastPlaces(actual[t], exact);
                Assert.True(
                    error <= cells[i].Bound + 1,
                    $"{cells[i].Network.Layers[0]} of {sequence[t]:r}: {actual[t]:r}, exact {exact:r}, {error:f1} units in the last place");
            }
        }
    }

    [Fact]
    public void The_largest_floats_make_no_NaN_that_the_plain_formula_does_not()
    {
        AgreementSet set = AgreementModels.Of("largest inputs");
        IReadOnlyList<ICompiledModel> models = CompiledModel.All(CompiledModel.Load(set.Program), set.Networks);
        int finite = 0;
        for (int i = 0; i < models.Count; i++)
        {
            Network network = set.Networks[i];
            float[] sequence = AgreementModels.Sequence(network);
            float[] expected = new Interpreter(network).Run(sequence);
            float[] actual = models[i].StepThrough(sequence, []);
            finite += expected.Count(float.IsFinite);
            for (int t = 0; t < expected.Length; t++)
            {
                Assert.True(
                    float.IsNaN(expected[t]) == float.IsNaN(actual[t]),
                    $"{string.Join(", ", network.Layers)}: value {t} is {actual[t]}, expected {expected[t]}");
            }
        }

        Assert.True(finite > 2_000);
    }

    [Fact]
    public void Nan_goes_through_every_kind_of_layer()
    {
        foreach (AgreementSet set in new[] { AgreementModels.Of("largest inputs"), AgreementModels.Of("every float") })
        {
            IReadOnlyList<ICompiledModel> models = CompiledModel.All(CompiledModel.Load(set.Program), set.Networks);
            for (int i = 0; i < models.Count; i++)
            {
                // Of several inputs the last alone.
                Network network = set.Networks[i];
                float[] sequence = new float[network.InputSize * 3];
                sequence[network.InputSize - 1] = float.NaN;
                float[] expected = new Interpreter(network).Run(sequence);
                Assert.Contains(float.NaN, expected);
                Assert.Equal(expected.Select(float.IsNaN), models[i].StepThrough(sequence, []).Select(float.IsNaN));
            }
        }
    }

    /// <summary>The values of a program's line before those of the sequence with a NaN; the network has no state.</summary>
    internal static float[] UsualValues(Network network, string line) =>
        AgreementSet.Values(line)[..^(AgreementModels.Broken(network).Length / network.InputSize * network.OutputSize)];

    /// <summary>Checks the outputs of a network of <see cref="EdgeModels.EveryFloat"/>.</summary>
    internal static void AssertExact(Network network, float[] outputs, bool isFused)
    {
        ActivationFunction function = ((DenseLayer)network.Layers[^1]).Activation;
        float[] inputs = EdgeModels.Sequence(network)!;
        Assert.Equal(inputs.Length * network.OutputSize, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            float input = inputs[i / network.OutputSize];
            double exact = ExactActivations.Of(function, input);

            // Zero weights of the second layer make NaN of infinities, in the interpreter too.
            if (float.IsInfinity(input) && network.Layers.Count > 1)
            {
                continue;
            }

            // Without a fused product, of the larger of the two terms.
            double terms = !isFused && function.Kind is Activation.HardSigmoid or Activation.Affine
                ? Math.Max(Math.Abs(exact), Math.Abs(function.Beta))
                : exact;
            double error = float.IsFinite(outputs[i])
                ? Math.Abs(outputs[i] - exact) / FloatErrors.LastPlace(terms)
                : FloatErrors.InLastPlaces(outputs[i], exact);
            Assert.True(error <= FloatErrors.Bound, $"{function} of {input:r}: {outputs[i]:r}, exact {exact:r}, {error:f1} units in the last place");
        }
    }

    // A cell of which each unit reads the input in one gate, and a gain of 1e6 behind its first unit.
    private static Network Cell(RecurrentLayer layer, float[] gateBiases, int? inputGate = null)
    {
        Layer[] layers = [layer, new DenseLayer("gain", layer.OutputSize, 1, bias: false)];
        int candidate = layer is LstmLayer ? 2 : layer.Gates - 1;
        return new Network(new NetworkDefinition
        {
            Name = "small",
            Task = NetworkTask.Raw,
            Input = new VectorInput(1),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = layers.SelectMany(one => one.Tensors).Select(
                spec => new Tensor(spec.Name, [.. spec.Shape], [.. Enumerable.Range(0, (int)spec.Length).Select(index => ValueOf(spec, index))])),
        });

        float ValueOf(TensorSpec spec, int index)
        {
            int gate = index / layer.HiddenSize;
            return spec.Name switch
            {
                "gain.weight" => index == 0 ? 1e6f : 0,
                "cell.weight_ih" => gate == (inputGate ?? candidate) ? 1 : 0,
                "cell.bias_ih" => gateBiases.Length == 0 ? 0 : gateBiases[gate],
                _ => 0,
            };
        }
    }
}
