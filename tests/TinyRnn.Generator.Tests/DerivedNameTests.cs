extern alias generator;

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;
using Identifiers = generator::TinyRnn.Generator.Emit.Identifiers;
using LayerEmitter = generator::TinyRnn.Generator.Emit.Layers.LayerEmitter;
using ModelPlan = generator::TinyRnn.Generator.Emit.ModelPlan;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// Layers get names so that nothing derived from one is derived from another. That needs all derived names: what generated code declares is looked up in
/// the lists of them.
/// </summary>
public partial class DerivedNameTests
{
    private static readonly string[] OtherSets = ["convolutions", "convolutions over time", "zero blocks", "zero blocks of small numbers", "scaled and large"];

    public static TheoryData<string> Sets => ["sample", "small numbers", "graphs", .. OtherSets];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_declared_name_is_known(string set)
    {
        IReadOnlyList<Network> networks = set switch
        {
            "sample" => AgreementModels.Sample.Networks,
            "small numbers" => AgreementModels.QuantizedSample.Networks,
            "graphs" => [.. Enumerable.Range(0, 120).Select(RandomGraphs.Of)],
            _ => AgreementModels.Of(set).Networks,
        };
        GeneratorRun run = GeneratorRun.Of(
            CompiledModel.Program(networks.Count, ""),
            [.. networks.Select((network, index) => new ModelText(CompiledModel.Name(index) + ".tinyrnn", NetworkWriter.Write(network)))]);
        Assert.Empty(run.Diagnostics);
        List<string> unknown = [];
        int known = 0;
        for (int i = 0; i < networks.Count; i++)
        {
            HashSet<string> derived = [.. Derived(networks[i])];
            foreach (string file in new[] { ".g.cs", ".Weights.g.cs" })
            {
                SyntaxNode root = run.Result.GeneratedSources.Single(
                        source => source.HintName.EndsWith($".{CompiledModel.Name(i)}{file}", StringComparison.Ordinal)).SyntaxTree
                    .GetRoot(TestContext.Current.CancellationToken);
                foreach (string name in DeclaredNames(root))
                {
                    known++;
                    if (!derived.Contains(Numbered().Replace(name, "")) && !ModelPlan.FixedNames.Contains(name) && !TestVectors().IsMatch(name))
                    {
                        unknown.Add($"{name} of {string.Join(", ", networks[i].Layers.Select(layer => $"{layer.Name} = {layer}"))}");
                    }
                }

                unknown.AddRange(MembersOfModel(root).Where(name => !ModelPlan.IsMemberName(name)));
            }
        }

        Assert.True(unknown.Count == 0, string.Join("\n", unknown.Distinct().Take(20)));
        Assert.True(known > 10 * networks.Count);
    }

    [Fact]
    public void Layers_named_as_what_is_derived_from_others()
    {
        GruLayer gru = new("gru", 3, 5, GruReset.Before, options: new RecurrentOptions(Direction: Direction.Bidirectional));
        string[] names =
        [
            "gru_reset", "gru_update", "gru_starts", "gru_hidden_reverse", "gru_reverse_reset", "backward", "input_std", "gru_gates_rows",
            "gru_gates_128_plain", "block_128_plain",
        ];
        Network whole = Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, [gru, .. names.Select(name => new DenseLayer(name, 10, 10, Activation.Tanh))]);
        LstmLayer lstm = new("lstm", 3, 20, 10);
        string[] others = ["lstm_projected", "lstm_whole", "lstm_cell_storage", "lstm_cell", "backward", "step"];
        Network step = Networks.Raw(
            new VectorInput(3, scaling: new Scaling([1f, 2f, 3f], [1f, 2f, 3f])), OutputSteps.Every, 1,
            [lstm, .. others.Select(name => new GruLayer(name, 10, 10, GruReset.Before))]);
        Network[] networks = [whole, step];
        IReadOnlyList<ICompiledModel> models = CompiledModel.All(networks);
        float[] sequence = Networks.RandomInput(3 * 7, 1);
        for (int i = 0; i < networks.Length; i++)
        {
            float[] expected = new Interpreter(networks[i]).Run(sequence);
            float[] actual = models[i].StepThrough(sequence, []);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    private static IEnumerable<string> Derived(Network network) =>
        Identifiers.MakeUnique(network.Layers.Select(layer => layer.Name), "Layer").SelectMany(LayerEmitter.DerivedNames);

    // The members of the nested types, and the local variables that are named after layers.
    private static IEnumerable<string> DeclaredNames(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            switch (node)
            {
                case MethodDeclarationSyntax method when IsInside(method):
                    yield return method.Identifier.ValueText;
                    break;
                case PropertyDeclarationSyntax property when IsInside(property):
                    yield return property.Identifier.ValueText;
                    break;
                case VariableDeclaratorSyntax variable:
                    string name = variable.Identifier.ValueText;
                    Match match = Prefix().Match(name);
                    if (match.Success)
                    {
                        yield return name[match.Length..];
                    }
                    else if (variable.Parent?.Parent is FieldDeclarationSyntax field && IsInside(field) && name[0] != '_')
                    {
                        yield return name;
                    }

                    break;
            }
        }
    }

    private static bool IsInside(MemberDeclarationSyntax member) =>
        member.Parent is TypeDeclarationSyntax { Identifier.ValueText: "Kernels" or "Weights" or "Aligned" or "State" };

    private static IEnumerable<string> MembersOfModel(SyntaxNode root) =>
        root.DescendantNodes().OfType<TypeDeclarationSyntax>().First().Members.SelectMany(member => member switch
        {
            MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property => [property.Identifier.ValueText],
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            _ => Enumerable.Empty<string>(),
        });

    [GeneratedRegex("^(layer|whole)(?=[A-Z])")]
    private static partial Regex Prefix();

    // A row in one piece and a group of a convolution are drawn like layers.
    [GeneratedRegex("(Flat|Part)[1-9][0-9]*?(?=[A-Z]|(128|256|512)?(Plain)?$)")]
    private static partial Regex Numbered();

    [GeneratedRegex("^TestVector[0-9]+(Input|Output)$")]
    private static partial Regex TestVectors();
}
