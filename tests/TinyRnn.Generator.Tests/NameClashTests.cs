using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// No name of the user's hides one that generated code means. The names are those of the generated code itself, so that a new one is
/// tried with the others.
/// </summary>
public class NameClashTests
{
    private static readonly Network[] Models = [.. Kinds()];
    private static readonly ModelText[] Files = [.. Models.Select((network, index) => new ModelText($"m{index}.tinyrnn", NetworkWriter.Write(network)))];
    private static readonly Lazy<string[]> Names = new(() =>
    [
        .. Generate("namespace Around { namespace Inner { MODELS } }").Result.GeneratedSources
            .SelectMany(source => source.SyntaxTree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens(descendIntoTrivia: true))
            .Where(
                token => token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsContextualKeyword(token.Kind())
                    || SyntaxFacts.IsPredefinedType(token.Kind()))
            .Select(token => token.ValueText)
            .Where(name => name.Length > 0 && !name.StartsWith("__", StringComparison.Ordinal) && name is not ("Around" or "Inner") && !IsModel(name))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ]);

    [Fact]
    public void The_names_are_those_of_the_generated_code()
    {
        Assert.Subset(
            Names.Value.ToHashSet(),
            new HashSet<string> { "System", "TinyRnn", "Span", "ReadOnlySpan", "State", "Kernels", "Weights", "Step", "VectorMath", "Runtime", "row",
                "ArgumentException", "int" });
        Assert.True(Names.Value.Length > 200);
    }

    [Theory]
    [InlineData("beside", "namespace Around { namespace Inner { TYPES MODELS } }")]
    [InlineData("outside", "namespace Around { TYPES namespace Inner { MODELS } }")]
    [InlineData("beside, generic", "namespace Around { namespace Inner { GENERICS MODELS } }")]
    public void Types_of_every_name(string place, string source) => AssertCompiles(place, source
        .Replace("TYPES", Each(name => $"public static class @{name} {{ }}"), StringComparison.Ordinal)
        .Replace("GENERICS", Each(name => $"public static class @{name}<T> {{ }} public static class @{name}<T, U> {{ }}"), StringComparison.Ordinal));

    [Theory]
    [InlineData("beside", "namespace Around { namespace Inner { NAMESPACES MODELS } }")]
    [InlineData("outside", "namespace Around { NAMESPACES namespace Inner { MODELS } }")]
    public void Namespaces_of_every_name(string place, string source) =>
        AssertCompiles(place, source.Replace("NAMESPACES", Each(name => $"namespace @{name} {{ class Nothing; }}"), StringComparison.Ordinal));

    [Theory]
    [InlineData("fields", "public static int @NAME;")]
    [InlineData("methods", "public static void @NAME(int first) { } public static void @NAME<T>(T first) { }")]
    [InlineData("types", "public static class @NAME { }")]
    public void Members_of_the_containing_type(string place, string member) =>
        AssertCompiles(place, "namespace Around { namespace Inner { public partial class Outer { MEMBERS MODELS } } }"
        .Replace("MEMBERS", Each(name => name == "Outer" ? "" : member.Replace("NAME", name, StringComparison.Ordinal)), StringComparison.Ordinal));

    [Fact]
    public void Type_parameters_of_the_containing_type() =>
        AssertCompiles("type parameters", "namespace Around { namespace Inner { public partial class Outer<PARAMETERS> { MODELS } } }"
        .Replace("PARAMETERS", string.Join(", ", Names.Value.Where(name => name != "Outer").Select(name => "@" + name)), StringComparison.Ordinal));

    [Fact]
    public void Global_types_of_every_name() => AssertCompiles("global", "TYPES namespace Around { namespace Inner { MODELS } }"
        .Replace("TYPES", Each(name => name is "System" or "TinyRnn" ? "" : $"public static class @{name} {{ }}"), StringComparison.Ordinal));

    /// <summary>An extension method of the user's own namespace would come before that of the library.</summary>
    [Fact]
    public void No_extension_method_is_called_as_one()
    {
        GeneratorRun run = Generate("namespace Around { namespace Inner { MODELS } }");
        foreach (GeneratedSourceResult source in run.Result.GeneratedSources)
        {
            SyntaxTree tree = run.Output.SyntaxTrees.Single(tree => tree.FilePath == source.SyntaxTree.FilePath);
            SemanticModel model = run.Output.GetSemanticModel(tree);
            foreach (InvocationExpressionSyntax call
                in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                ISymbol? method = model.GetSymbolInfo(call, TestContext.Current.CancellationToken).Symbol;
                Assert.True(method is IMethodSymbol { MethodKind: not MethodKind.ReducedExtension }, $"{source.HintName}: {call}");
            }
        }
    }

    private static bool IsModel(string name) => name[0] == 'M' && name.Length > 1 && name[1..].All(char.IsAsciiDigit);

    private static string Each(Func<string, string> declaration) => string.Join("\n", Names.Value.Select(declaration));

    private static GeneratorRun Generate(string source) => GeneratorRun.Of(
        source.Replace("MODELS", string.Join("\n", Models.Select((_, index) => $"[global::TinyRnn.TinyRnnModel(\"m{index}.tinyrnn\")] public partial class "
            + $"M{index};")), StringComparison.Ordinal), Files);

    // Warnings count in generated code alone: such names are unusual.
    private static void AssertCompiles(string place, string source)
    {
        GeneratorRun run = Generate(source);
        Assert.Empty(run.Diagnostics);
        Diagnostic[] wrong =
        [
            .. run.CompilerDiagnostics().Where(
                diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Location.SourceTree?.FilePath != "Program.cs")
        ];
        IEnumerable<string> messages = wrong.Take(10).Select(
            diagnostic => diagnostic.GetMessage() + " at " + diagnostic.Location.GetLineSpan().StartLinePosition);
        Assert.True(wrong.Length == 0, $"{place}: {wrong.Length} diagnostics\n{string.Join("\n", messages)}");
    }

    private static IEnumerable<Network> Kinds()
    {
        Vocabulary letters = new("abcdeE '", TextNormalization.Ascii, UnknownCharacter.Skip);
        Vocabulary characters = new("ab é😀", unknown: UnknownCharacter.Replace, replacement: " ");
        Layer[] cell = [new ConcatRnnLayer("cell", letters.Size, 5, 3)];
        yield return Networks.WithTestVectors(
            new Network(new NetworkDefinition
            {
                Name = "Names",
                Task = NetworkTask.Classify,
                Input = letters,
                Layers = cell,
                OutputSteps = OutputSteps.Last,
                Tensors = Networks.RandomTensors(cell, 1),
                Labels = ["Czech", "Old English", "C#"],
            }), "Bèata", "abe");
        Network language = Networks.LanguageModel(characters, 2, new GruLayer("gru", characters.Size, 6), new DenseLayer("fc", 6, characters.Size));
        yield return language;
        yield return AgreementModels.Quantized(language, TensorType.BF16);
        yield return AgreementModels.Quantized(language, TensorType.I8);
        Layer[] dense = [new DenseLayer("hidden", 2, 4, Activation.Relu), new DenseLayer("fc", 4, 1)];
        yield return Networks.WithTestVectors(
            new Network(new NetworkDefinition
            {
                Name = "Pump",
                Task = NetworkTask.Raw,
                Input = new VectorInput(2, scaling: new Scaling([1.5f, 20f], [0.5f, 4f])),
                Layers = dense,
                OutputSteps = OutputSteps.Every,
                Tensors = Networks.RandomTensors(dense, 3),
                OutputScaling = new Scaling([60f], [15f]),
            }),
            [1.5f, 21f, 1.25f, 17f]);
        Layer[] forecast = [new GruLayer("gru", 1, 6), new DenseLayer("fc", 6, 1)];
        foreach (int horizon in new[] { 1, 3 })
        {
            yield return new Network(new NetworkDefinition
            {
                Name = "Temperature",
                Task = NetworkTask.Forecast,
                Input = new VectorInput(1, scaling: new Scaling([80f], [12f])),
                Layers = forecast,
                OutputSteps = OutputSteps.Last,
                Tensors = Networks.RandomTensors(forecast, 1),
                OutputScaling = new Scaling([0f], [12f]),
                Forecast = new ForecastShape(24, horizon),
                Residual = new Residual([0]),
            });
        }

        // The second input of the sum is copied into one piece, which wants a name like that of the layer behind.
        Layer[] graph =
        [
            new GruLayer("both", 3, 5, options: new RecurrentOptions(Direction: Direction.Bidirectional)) { Inputs = [Graph.InputName] },
            new DenseLayer("other", 3, 10) { Inputs = [Graph.InputName] },
            new CombineLayer("sum", CombineOperation.Add, 10, 10) { Inputs = ["other", "both"] },
            new ActivationLayer("sum_flat1", 10, Activation.Tanh) { Inputs = ["sum"] },
            new LayerNormLayer("norm", 10) { Inputs = ["sum_flat1"] },
            new SelectLayer("some", 10, [3, 1, 1]) { Inputs = ["norm"] },
            new DelayLayer("before", 3, [2, 1, 0]) { Inputs = ["some"] },
            new ReduceLayer("fc", 9, ReduceMode.Sum) { Inputs = ["before"] },
        ];
        yield return Networks.WithTestVectors(new Network(new NetworkDefinition
        {
            Name = "Graph",
            Task = NetworkTask.Raw,
            Input = new VectorInput(3),
            Layers = graph,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(graph, 4),
        }), Networks.RandomInput(12, 1));
        foreach (Direction direction in new[] { Direction.Forward, Direction.Bidirectional })
        {
            GruLayer read = new("gru", 3, 20, options: new RecurrentOptions(Direction: direction));
            Layer[] heads = [read, new DenseLayer("fc", read.OutputSize, 3)];
            yield return new Network(new NetworkDefinition
            {
                Name = "Parts",
                Task = NetworkTask.Raw,
                Input = new VectorInput(3),
                Layers = heads,
                OutputSteps = OutputSteps.Every,
                Tensors = Networks.RandomTensors(heads, 1),
                InputParts = [new NamedPart("state", 1), new NamedPart("rows", 2)],
                OutputParts = [new NamedPart("all", 2), new NamedPart("workspace", 1)],
            });
        }

        yield return Networks.Classifier(
            letters, 1, new EmbeddingLayer("embedding", letters.Size, 4),
            new LstmLayer("lstm", 4, 3, options: new RecurrentOptions(Direction: Direction.Bidirectional)),
            new PoolingLayer("pool", 6, PoolingMode.Max), new DenseLayer("fc", 6, 2, Activation.LogSoftmax));
        yield return Networks.Classifier(
            new VectorInput(3), 1, new LstmLayer("lstm", 3, 9, projectionSize: 5, hasPeepholes: true), new PoolingLayer("pool", 5, PoolingMode.Mean),
            new DenseLayer("fc", 5, 2, Activation.Softmax));
        Network coded = Networks.Raw(new VectorInput(5), OutputSteps.Every, 1, new GruLayer("gru", 5, 8), new DenseLayer("fc", 8, 5));
        yield return AgreementModels.Quantized(coded, TensorType.BF16);
        yield return AgreementModels.Quantized(coded, TensorType.I8);

        // Large enough that streams share weights, and so large that they are read from both ends in turn.
        yield return Networks.Raw(new VectorInput(9), OutputSteps.Every, 1, new GruLayer("gru", 9, 20), new DenseLayer("fc", 20, 1));
        yield return Networks.Raw(new VectorInput(1), OutputSteps.Last, 1, new RnnLayer("rnn", 1, 96), new DenseLayer("fc", 96, 1));
        ActivationFunction clipped = new(Activation.ScaledTanh, 1.5f, 0.75f);
        yield return Networks.Raw(
            new VectorInput(2), OutputSteps.Last, 1,
            new GruLayer("gru", 2, 6, GruReset.Before, Activation.Softplus, new RecurrentOptions { Clip = 3f, HasInitialState = true }, Activation.HardSigmoid),
            new DenseLayer("elu", 6, 5, new ActivationFunction(Activation.Elu, 0.5f)), new DenseLayer("fc", 5, 6, clipped));
    }
}
