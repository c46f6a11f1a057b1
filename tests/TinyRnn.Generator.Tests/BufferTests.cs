using System.Globalization;
using System.Text.RegularExpressions;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>The memory for rows between the layers of a graph: a row that nobody reads any more lends its place to later ones.</summary>
public partial class BufferTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_residual_blocks_it_does_not_grow_with_their_number(bool hasCells)
    {
        int[] four = Scratch(Residual(4, hasCells));
        Assert.NotEmpty(four);
        Assert.All(four, floats => Assert.True(floats > 0));
        Assert.Equal(four, Scratch(Residual(40, hasCells)));
        Assert.Equal(Block(Residual(4, hasCells)), Block(Residual(40, hasCells)));
        Assert.All(Step().Matches(Code(Residual(4, hasCells))), step => Assert.DoesNotMatch(@"SkipInit\(out Floats[0-9]+ layer", step.Value));
    }

    /// <summary>What is read at the end keeps its place until then.</summary>
    [Fact]
    public void What_is_read_later_keeps_its_place()
    {
        DenseLayer[] branches = [.. Enumerable.Range(0, 10).Select(i => new DenseLayer($"d{i}", 8, 8) { Inputs = [Graph.InputName] })];
        Network network = Networks.Raw(
            new VectorInput(8), OutputSteps.Every, 1,
                [.. branches, new CombineLayer("sum", CombineOperation.Add, [.. branches.Select(_ => 8)]) {
                Inputs = [.. branches.Select(branch => branch.Name)] }]);
        Assert.All(Scratch(network), floats => Assert.True(floats >= 80, $"{floats}"));
    }

    [Fact]
    public void A_row_that_is_too_large_for_the_common_place_has_its_own()
    {
        const int Large = 16_000;
        int[] groups = [1, 2, 4, 5, 8, 10, 16, 20, 25];
        List<Layer> layers = [.. groups.Select(count => new LayerNormLayer($"a{count}", Large, 0.1f, count, isAffine: false) { Inputs = [Graph.InputName] })];
        string sum = layers[0].Name;
        foreach (string other in layers.Skip(1).Select(layer => layer.Name).ToArray())
        {
            layers.Add(new CombineLayer("sum_" + other, CombineOperation.Add, Large, Large) { Inputs = [sum, other] });
            sum = layers[^1].Name;
        }

        Network network = Networks.Raw(
            new VectorInput(Large), OutputSteps.Last, 1, [.. layers, new ReduceLayer("fc", Large, ReduceMode.Mean) { Inputs = [sum] }]);
        Assert.All(Scratch(network), floats => Assert.InRange(floats, 1, 128 * 1024));
        float[] input = Networks.RandomInput(Large, 1);
        float[] expected = new Interpreter(network).Run(input);
        Assert.Equal(expected[0], CompiledModel.All(CompiledModel.Load(new AgreementSet([network]).Program), [network])[0].StepThrough(input, [])[0], 1e-5f);
    }

    // Each block reads its input twice.
    private static Network Residual(int blocks, bool hasCells)
    {
        const int Size = 40;
        List<Layer> layers = [new DenseLayer("first", 3, Size)];
        for (int i = 0; i < blocks; i++)
        {
            string before = layers[^1].Name;
            layers.Add(new LayerNormLayer($"norm{i}", Size) { Inputs = [before] });
            layers.Add(
                hasCells ? new GruLayer($"cell{i}", Size, Size) { Inputs = [$"norm{i}"] }
                    : new DenseLayer($"cell{i}", Size, Size, Activation.Relu) { Inputs = [$"norm{i}"] });
            layers.Add(new CombineLayer($"sum{i}", CombineOperation.Add, Size, Size) { Inputs = [$"cell{i}", before] });
        }

        layers.Add(new DenseLayer("fc", Size, 5) { Inputs = [layers[^1].Name] });
        return Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, [.. layers]);
    }

    // The floats of each form's step.
    private static int[] Scratch(Network network) => Sizes(ScratchLocal(), Code(network));

    private static int Block(Network network) => Sizes(BlockLocal(), Code(network)).Distinct().Single();

    private static int[] Sizes(Regex local, string code) =>
        [.. local.Matches(code).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    private static string Code(Network network)
    {
        GeneratorRun run = GeneratorRun.Of(
            "using TinyRnn; [TinyRnnModel(\"model.tinyrnn\")] public partial class Model;", new ModelText("model.tinyrnn", NetworkWriter.Write(network)));
        Assert.Empty(run.Diagnostics);
        return run.Source("Model.g.cs");
    }

    [GeneratedRegex(@"SkipInit\(out Floats([0-9]+) scratch\)")]
    private static partial Regex ScratchLocal();

    [GeneratedRegex(@"SkipInit\(out Floats([0-9]+) buffer\)")]
    private static partial Regex BlockLocal();

    [GeneratedRegex(@"private static void Step[0-9A-Za-z]+\(ref State.*?\n        }\n", RegexOptions.Singleline)]
    private static partial Regex Step();
}
