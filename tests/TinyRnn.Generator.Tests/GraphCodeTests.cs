using System.Globalization;
using System.Text.RegularExpressions;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>What a graph's step does not do: copy, store and read again what could have been where it is read.</summary>
public partial class GraphCodeTests
{
    [Fact]
    public void Parts_of_a_row_are_written_where_they_are_read()
    {
        string step = StepOf(
            new VectorInput(3),
            new DenseLayer("a", 3, 6, Activation.Tanh),
            new DenseLayer("b", 3, 5, Activation.Relu) { Inputs = [Graph.InputName] },
            new LayerNormLayer("norm", 6) { Inputs = ["a"] },
            new DenseLayer("fc", 11, 8) { Inputs = ["norm", "b"] });
        Assert.DoesNotContain("Copy(", step, StringComparison.Ordinal);
        Assert.Contains("// fc: its inputs, one after another, written in place", step, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_else_reads_a_part_reads_it_there()
    {
        string step = StepOf(
            new VectorInput(8),
            new DenseLayer("a", 8, 8),
            new DenseLayer("b", 8, 8) { Inputs = ["a"] },
            new ActivationLayer("both", 16, Activation.Identity) { Inputs = ["a", "b"] },
            new DenseLayer("c", 16, 8) { Inputs = ["both"] },
            new DenseLayer("fc", 24, 4) { Inputs = ["both", "c"] });
        // A row that grows: the second one holds the first, which others have read before.
        Assert.Equal(1, Copies(step));
    }

    [Fact]
    public void What_comes_from_the_caller_or_from_the_state_is_copied()
    {
        string step = StepOf(
            new VectorInput(3),
            new GruLayer("gru", 3, 8),
            new DenseLayer("fc", 11, 4) { Inputs = ["gru", Graph.InputName] });
        Assert.Equal(2, Copies(step));
    }

    [Fact]
    public void The_output_of_several_layers_is_written_by_them()
    {
        string step = StepOf(
            new VectorInput(3),
            new DenseLayer("a", 3, 8), new DenseLayer("b", 3, 4, Activation.Sigmoid) { Inputs = [Graph.InputName] },
            new ActivationLayer("output", 12, Activation.Identity) { Inputs = ["a", "b"] });
        Assert.DoesNotContain("Copy(", step, StringComparison.Ordinal);
        Assert.DoesNotContain("scratch", step, StringComparison.Ordinal);
        Assert.Matches(@"B(512|256|128)\(.*ref __Unsafe.Add\(ref output, 8\)", step);
    }

    [Fact]
    public void A_selection_in_front_of_a_matrix_is_an_order_of_its_columns()
    {
        string step = StepOf(
            new VectorInput(3),
            new DenseLayer("a", 3, 12, Activation.Tanh),
            new SelectLayer("turned", 12, [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]),
            new DenseLayer("fc", 12, 4));
        Assert.DoesNotContain("Turned", step, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_that_repeats_values_is_copied()
    {
        string step = StepOf(
            new VectorInput(3), new DenseLayer("a", 3, 6, Activation.Tanh), new SelectLayer("some", 6, [0, 0, 5, 3, 1, 0]), new DenseLayer("fc", 6, 4));
        Assert.Contains("Some128", step, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_value_by_value_are_one_loop()
    {
        string step = StepOf(
            new VectorInput(3),
            new GruLayer("gru", 3, 16),
            new ActivationLayer("gate", 16, Activation.Sigmoid) { Inputs = ["gru"] },
            new ScaleLayer("scaled", 16) { Inputs = ["gate"] },
            new CombineLayer("gated", CombineOperation.Multiply, 16, 16) { Inputs = ["scaled", "gru"] },
            new FunctionLayer("limited", 16, Function.Clip, -1f, 1f) { Inputs = ["gated"] });
        Assert.Contains("// gate: sigmoid(16), scaled: scale(16), gated: multiply(16, 16), limited: clip(16), from -1 to 1", step, StringComparison.Ordinal);
        Assert.DoesNotContain("layerGate", step, StringComparison.Ordinal);
        Assert.DoesNotContain("layerScaled", step, StringComparison.Ordinal);
        Assert.DoesNotContain("layerGated", step, StringComparison.Ordinal);
    }

    [Fact]
    public void An_activation_behind_a_dense_layer_is_part_of_its_kernel()
    {
        string step = StepOf(new VectorInput(3), new DenseLayer("fc", 3, 8), new ActivationLayer("phi", 8, Activation.Tanh), new DenseLayer("end", 8, 4));
        Assert.Contains("// fc: dense(3 -> 8), tanh", step, StringComparison.Ordinal);
        Assert.DoesNotContain("Phi", step, StringComparison.Ordinal);
    }

    /// <summary>A second reader keeps every result, so that each layer has a loop of its own.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(37)]
    public void One_loop_gives_the_bits_of_several(int size)
    {
        Layer[] layers =
        [
            new DenseLayer("a", size, size),
            new ActivationLayer("phi", size, Activation.Tanh) { Inputs = ["a"] },
            new ScaleLayer("scaled", size) { Inputs = ["phi"] },
            new PreluLayer("bent", size) { Inputs = ["scaled"] },
            new ReduceLayer("mean", size, ReduceMode.Mean) { Inputs = [Graph.InputName] },
            new CombineLayer("moved", CombineOperation.Add, size, 1) { Inputs = ["bent", "mean"] },
            new FunctionLayer("exp", size, Function.Exp) { Inputs = ["moved"] },
            new CombineLayer("product", CombineOperation.Multiply, size, size) { Inputs = ["exp", "exp"] },
            new ActivationLayer("end", size, Activation.Softplus) { Inputs = ["product"] },
        ];
        string[] kept = [.. layers.Where(layer => layer.Name != "mean").Select(layer => layer.Name)];
        Network one = Networks.Raw(new VectorInput(size), OutputSteps.Every, 1, layers);
        Network several = Networks.Raw(
            new VectorInput(size), OutputSteps.Every, 1, [.. layers, new ActivationLayer("all", kept.Length * size, Activation.Identity) { Inputs = kept }]);
        Network[] networks = [one, several];
        IReadOnlyList<ICompiledModel> models = CompiledModel.All(CompiledModel.Load(new AgreementSet(networks).Program), networks);
        float[] sequence = Networks.RandomInput(size * 5, 1);
        float[] expected = models[1].StepThrough(sequence, []);
        float[] actual = models[0].StepThrough(sequence, []);
        for (int i = 0; i < actual.Length; i++)
        {
            int end = (i / size * kept.Length * size) + ((kept.Length - 1) * size) + (i % size);
            Assert.Equal(BitConverter.SingleToInt32Bits(expected[end]), BitConverter.SingleToInt32Bits(actual[i]));
        }
    }

    [Fact]
    public void Mirrored_kernels_read_half_of_their_weights()
    {
        GeneratorRun run = RunOf(MirroredModels.All[^1]);
        string code = run.Source("Model.g.cs");
        Assert.Contains("AddMirrored(", Step().Match(code).Value, StringComparison.Ordinal);
        Assert.Contains("SubtractMirrored(", Step().Match(code).Value, StringComparison.Ordinal);
        Assert.Contains("129 sums of values of the window and their mirror images.", code, StringComparison.Ordinal);
        Assert.Contains("129 differences of values of the window and their mirror images.", code, StringComparison.Ordinal);
        Assert.Equal((132 + 128) * 129, FloatsOf(run, "filters, channels"));
    }

    [Fact]
    public void Taps_beyond_the_edges_have_no_weights()
    {
        GeneratorRun run = RunOf(MirroredModels.Edges[0]);
        Assert.Equal(12 * 5, FloatsOf(run, "conv"));
    }

    [Theory]
    [InlineData(15, 17)]
    [InlineData(64, 15)]
    public void Short_or_few_mirrored_kernels_are_read_whole(int kernel, int channels) =>
        Assert.DoesNotContain("Mirrored", RunOf(MirroredModels.Even(kernel, channels)).Source("Model.g.cs"), StringComparison.Ordinal);

    private static int Copies(string step) => Copy().Count(step);

    // The first form of the step.
    private static string StepOf(NetworkInput input, params Layer[] layers) =>
        Step().Match(RunOf(Networks.Raw(input, OutputSteps.Every, 1, layers)).Source("Model.g.cs")).Value;

    private static GeneratorRun RunOf(Network network)
    {
        GeneratorRun run = GeneratorRun.Of(
            "using TinyRnn; [TinyRnnModel(\"model.tinyrnn\")] public partial class Model;", new ModelText("model.tinyrnn", NetworkWriter.Write(network)));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.CompilerDiagnostics());
        return run;
    }

    [GeneratedRegex(@"private static void Step[0-9A-Za-z]+\(ref State.*?\n        }\n", RegexOptions.Singleline)]
    private static partial Regex Step();

    // The weights of a layer, in matrices whose description starts with its name.
    private static int FloatsOf(GeneratorRun run, string layer) => Matrix().Matches(run.Source("Model.Weights.g.cs"))
        .Where(match => match.Groups[1].Value.StartsWith(layer, StringComparison.Ordinal))
        .Sum(match => int.Parse(match.Groups[2].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"<summary>(.*): W\. ([0-9,]+) values\.</summary>")]
    private static partial Regex Matrix();

    [GeneratedRegex(@"\bCopy\(")]
    private static partial Regex Copy();
}
