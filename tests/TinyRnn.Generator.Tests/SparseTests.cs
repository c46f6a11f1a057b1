using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>Matrices whose zero blocks are left out. That they agree with the interpreter, at every width, is tested with all other models.</summary>
public class SparseTests
{
    [Fact]
    public void Without_the_zero_blocks_all_bits_are_those_of_the_dense_code() => AssertSameBits(SparseModels.All);

    [Fact]
    public void Small_numbers_too() => AssertSameBits(SparseModels.Small);

    /// <summary>Where the processor lacks 512-bit vectors, the runtime makes them of narrower ones.</summary>
    [Fact]
    public void The_code_for_512_bits_gives_the_same_bits_on_every_processor()
    {
        Network[] networks =
        [
            SparseModels.Gru(48, 0.2), SparseModels.Lstm(70, 0.3),
            AgreementModels.Quantized(SparseModels.Gru(33, 0.3), TensorType.BF16), AgreementModels.Quantized(SparseModels.Lstm(33, 0.3), TensorType.I8),
        ];
        GeneratorRun run = SparseModels.With(true, () => Generate(networks));
        Compilation wide = run.Output;
        foreach (SyntaxTree tree in run.Output.SyntaxTrees)
        {
            string text = tree.ToString().Replace("__Vector512.IsHardwareAccelerated", "__Vector512.IsHardwareAccelerated || true", StringComparison.Ordinal);
            SyntaxTree replaced = CSharpSyntaxTree.ParseText(
                text, GeneratorRun.ParseOptions, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken);
            wide = wide.ReplaceSyntaxTree(tree, replaced);
        }

        using MemoryStream stream = new();
        Assert.True(wide.Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        Assembly assembly = CompiledModel.Load(stream.ToArray());
        AssertSameBits(networks, CompiledModel.All(assembly, networks), CompiledModel.All(networks));
    }

    [Theory]
    [InlineData(128, 0.2, true)]
    [InlineData(128, 1, false)]
    [InlineData(128, 0.95, false)]
    [InlineData(8, 0.2, false)]
    public void Zero_blocks_are_left_out_where_that_pays(int size, double kept, bool isSparse)
    {
        GeneratorRun run = Generate([SparseModels.Gru(size, kept)]);
        Assert.Equal(isSparse, run.Source("Tested.Model.Weights.g.cs").Contains("GruIndices", StringComparison.Ordinal));
    }

    /// <summary>What is not multiplied makes nothing of such an input by itself.</summary>
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_input_that_is_not_finite_makes_NaN_of_all_units(float value)
    {
        Layer[] layers = [new DenseLayer("fc", 20, 32)];
        float[] weights = [.. Enumerable.Range(0, 32 * 20).Select(i => i / 20 < 16 && i % 20 == 3 ? 0f : 1f)];
        Network network = new(new NetworkDefinition
        {
            Name = "not finite",
            Task = NetworkTask.Raw,
            Input = new VectorInput(20),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = [new Tensor("fc.weight", [32, 20], weights), new Tensor("fc.bias", [32], new float[32])],
        });
        float[] input = new float[20];
        input[3] = value;
        Assert.All(SparseModels.With(true, () => CompiledModel.Of(network)).StepThrough(input, []), output => Assert.Equal(float.NaN, output));
    }

    /// <summary>A few blocks are listed in the code, as far as the vectors are wide; many are read in loops.</summary>
    [Theory]
    [InlineData(64, 0.2, 154, true, true)]
    [InlineData(128, 0.2, 614, true, true)]
    [InlineData(256, 0.1, 1229, true, false)]
    [InlineData(512, 0.2, 9830, false, false)]
    public void Few_kept_blocks_are_listed_in_the_code(int size, double kept, int about, bool isListedAt512, bool isListedAt256)
    {
        string code = Generate([SparseModels.Gru(size, kept)]).Source("Tested.Model.g.cs");
        Assert.All([("512", isListedAt512, 1), ("256", isListedAt256, 2), ("128", false, 4), ("128Plain", false, 4)], form =>
        {
            (string suffix, bool isListed, int vectors) = form;
            string kernel = Method(code, "Gru" + suffix);
            int products = kernel.Split("LoadUnsafe(ref w, ").Length - 1;
            Assert.InRange(products, isListed ? about * vectors * 0.8 : 0, isListed ? about * vectors * 1.2 : 0);
            Assert.Equal(!isListed, kernel.Contains("ref ushort indices", StringComparison.Ordinal));
        });
    }

    /// <summary>The work of a step in the code's first lines does not include what is left out.</summary>
    [Fact]
    public void Skipped_products_are_no_work()
    {
        Network[] networks =
        [
            SparseModels.Gru(61, 0.3), SparseModels.Gru(128, 0.2), SparseModels.Gru(130, 0.2), SparseModels.Lstm(70, 0.3), SparseModels.All[^1],
        ];
        Assert.IsType<ConvolutionLayer>(networks[^1].Layers[0]);
        GeneratorRun run = SparseModels.With(true, () => Generate(networks));
        for (int i = 0; i < networks.Length; i++)
        {
            long expected = networks[i].Layers.Sum(layer => layer switch
            {
                // The kernel itself adds the products of up to four inputs, all of them.
                GruLayer { InputSize: <= 4 } gru => Present(networks[i], "gru.weight_hh") + ((long)gru.Gates * gru.HiddenSize * gru.InputSize),
                RecurrentLayer => Present(networks[i], layer.Name + ".weight_hh") + Present(networks[i], layer.Name + ".weight_ih"),
                ConvolutionLayer convolution => convolution.Window.Positions * Present(networks[i], layer.Name + ".weight"),
                _ => Present(networks[i], layer.Name + ".weight"),
            });
            string[] lines = run.Source($"Tested.{CompiledModel.Name(i)}.g.cs").Split('\n');
            string line = lines.Single(text => text.Contains("multiply-adds a step  ", StringComparison.Ordinal)).Trim();
            long found = long.Parse(line[(line.LastIndexOf(' ') + 1)..], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

            // Unless gates are whole blocks, a block of input weights may have rows of two gates, of which one is zero.
            bool isWhole = networks[i].Layers.OfType<RecurrentLayer>().All(layer => layer.HiddenSize % 16 == 0);
            Assert.InRange(found, expected, isWhole ? expected : expected + (expected / 100));
        }
    }

    private static long Present(Network network, string tensor) => network.Tensors[tensor].Values.LongCount(value => value != 0f);

    private static string Method(string code, string name)
    {
        string from = code[code.IndexOf($"void {name}(ref ", StringComparison.Ordinal)..];
        return from[..from.IndexOf("<summary>", StringComparison.Ordinal)];
    }

    private static void AssertSameBits(IReadOnlyList<Network> networks) => AssertSameBits(
        networks, SparseModels.With(true, () => CompiledModel.All(networks)), SparseModels.With(false, () => CompiledModel.All(networks)));

    private static void AssertSameBits(IReadOnlyList<Network> networks, IReadOnlyList<ICompiledModel> sparse, IReadOnlyList<ICompiledModel> dense)
    {
        for (int i = 0; i < networks.Count; i++)
        {
            float[] sequence = AgreementModels.Sequence(networks[i]);
            int[] tokens = AgreementModels.Tokens(networks[i]);
            Assert.Equal(
                dense[i].StepThrough(sequence, tokens).Select(BitConverter.SingleToInt32Bits),
                sparse[i].StepThrough(sequence, tokens).Select(BitConverter.SingleToInt32Bits));
        }
    }

    private static GeneratorRun Generate(Network[] networks) => GeneratorRun.Of(
        CompiledModel.Program(networks.Length, ""),
        [.. networks.Select((network, index) => new ModelText(CompiledModel.Name(index) + ".tinyrnn", NetworkWriter.Write(network)))]);
}
