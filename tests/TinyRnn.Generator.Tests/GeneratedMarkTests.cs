extern alias generator;

using Microsoft.CodeAnalysis;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>Every generated member says that it is generated, by which version, and is left out of coverage; the user's half of the type is not.</summary>
public class GeneratedMarkTests
{
    private const string User = """
        internal partial class Outer
        {
            [TinyRnn.TinyRnnModel("model.tinyrnn")]
            internal partial class Model
            {
                internal static int Mine => 1;
            }
        }
        """;

    public static TheoryData<string> Kinds => [.. Models.Keys];

    private static Dictionary<string, Network> Models { get; } = new()
    {
        ["classifier"] = Networks.Classifier(new Vocabulary("ab"), 1, new GruLayer("gru", 2, 4), new DenseLayer("fc", 4, 2)),
        ["both directions"] = Networks.Classifier(
            new Vocabulary("ab"), 1, new LstmLayer("lstm", 2, 4, options: new RecurrentOptions(Direction: Direction.Bidirectional)),
            new DenseLayer("fc", 8, 2)),
        ["language model"] = Networks.LanguageModel(new Vocabulary("ab"), 1, new GruLayer("gru", 2, 4), new DenseLayer("fc", 4, 2)),
        ["forecast"] = Networks.Forecast(
            new VectorInput(1), new ForecastShape(3, 2, 1, 0), 1, new GruLayer("gru", 1, 4), new DenseLayer("fc", 4, 1)),
        ["numbers"] = Networks.Raw(new VectorInput(2), OutputSteps.Last, 1, new GruLayer("gru", 2, 6), new DenseLayer("fc", 6, 1)),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Generated_members_are_marked_and_no_others(string kind)
    {
        GeneratorRun run = GeneratorRun.Of(User, new ModelText("model.tinyrnn", NetworkWriter.Write(Models[kind])));
        Assert.Empty(run.CompilerDiagnostics());
        INamedTypeSymbol model = run.Output.GetTypeByMetadataName("Outer+Model")!;
        Assert.DoesNotContain(Marks(model), IsMark);
        Assert.DoesNotContain(Marks(model.ContainingType), IsMark);
        Assert.DoesNotContain(Marks(Assert.Single(model.GetMembers("Mine"))), IsMark);

        ISymbol[] generated = [.. model.GetMembers().Where(
            member => !member.IsImplicitlyDeclared && member.Name is not ("Mine" or "get_Mine") && member is not IMethodSymbol { AssociatedSymbol: not null })];
        Assert.Contains(generated, member => member.Name == "Run");
        Assert.Contains(generated, member => member.Name == "Weights");
        Assert.All(generated, member =>
        {
            bool hasCode = member is not (IFieldSymbol or INamedTypeSymbol { TypeKind: TypeKind.Enum });
            Assert.Equal(
                hasCode ? ["ExcludeFromCodeCoverageAttribute", "GeneratedCodeAttribute"] : ["GeneratedCodeAttribute"],
                Marks(member).Where(IsMark).Order());
            Assert.Equal(
                ["TinyRnn", generator::TinyRnn.Generator.Emit.GeneratedMark.Version],
                member.GetAttributes().Single(mark => mark.AttributeClass!.Name == "GeneratedCodeAttribute")
                    .ConstructorArguments.Select(argument => argument.Value));
        });
    }

    [Fact]
    public void The_version_is_that_of_the_package() => Assert.Equal(
        typeof(TinyRnnModelAttribute).Assembly.GetName().Version!.ToString(3), generator::TinyRnn.Generator.Emit.GeneratedMark.Version);

    private static IEnumerable<string> Marks(ISymbol symbol) => symbol.GetAttributes().Select(mark => mark.AttributeClass!.Name);

    private static bool IsMark(string attribute) => attribute is "ExcludeFromCodeCoverageAttribute" or "GeneratedCodeAttribute";
}
