using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>TRNN001 to TRNN007: what can be wrong with the attribute and the annotated type.</summary>
public class AttributeDiagnosticsTests
{
    private const string Attribute = "TinyRnnModel(\"model.tinyrnn\")";

    private static readonly string Text = NetworkWriter.Write(Networks.Raw(new VectorInput(1), OutputSteps.Last, 1, new DenseLayer("fc", 1, 1)));

    [Theory]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\")] public class Model;", "Model")]
    [InlineData("public class Outer { [TinyRnnModel(\"model.tinyrnn\")] public partial class Model; }", "Outer")]
    [InlineData("public interface IOuter { partial struct Inner { [TinyRnnModel(\"model.tinyrnn\")] public partial struct Model; } }", "IOuter")]
    public void TRNN001_not_partial(string declaration, string culprit) =>
        AssertOne(declaration, "TRNN001", Attribute, $"'{culprit}' is not partial; declare it as partial, so that the model can be compiled into 'Model'");

    [Theory]
    [InlineData("modle.tinyrnn", "; found 'model.tinyrnn', 'other.tinyrnn'; did you mean 'model.tinyrnn'?")]
    [InlineData("MODELS.tinyrnn", "; found 'model.tinyrnn', 'other.tinyrnn'; did you mean 'model.tinyrnn'?")]
    [InlineData("folder/model.tinyrnn", "; found 'model.tinyrnn', 'other.tinyrnn'; did you mean 'model.tinyrnn'?")]
    [InlineData("gru.safetensors", "; a file of another tool needs an item in the project file: <ItemGroup><TinyRnnModel Include=\"gru.safetensors\" "
        + "/></ItemGroup>")]
    [InlineData("pump-temperature", "; found 'model.tinyrnn', 'other.tinyrnn'")]
    [InlineData("", "; found 'model.tinyrnn', 'other.tinyrnn'")]
    [InlineData("/", "; found 'model.tinyrnn', 'other.tinyrnn'")]
    [InlineData("odel.tinyrnn", "; found 'model.tinyrnn', 'other.tinyrnn'; did you mean 'model.tinyrnn'?")]
    public void TRNN002_no_such_file(string name, string rest) =>
        AssertOne(
            $"[TinyRnnModel(\"{name}\")] partial class Model;", "TRNN002", $"TinyRnnModel(\"{name}\")", $"No model file '{name}' in this project{rest}",
            new ModelText("/app/model.tinyrnn", Text), new ModelText("/app/other.tinyrnn", Text));

    [Fact]
    public void TRNN002_no_file_at_all() =>
        AssertOne(
            $"[{Attribute}] partial class Model;", "TRNN002", Attribute,
            "No model file 'model.tinyrnn' in this project; the project has none: model files end in '.tinyrnn' and must be in the project's folder",
            new ModelText("/app/readme.txt", "text"));

    [Fact]
    public void TRNN002_lists_ten_names_at_most()
    {
        ModelText[] files = [.. Enumerable.Range(10, 20).Select(i => new ModelText($"/app/file{i}.tinyrnn", Text))];
        Diagnostic diagnostic = Assert.Single(GeneratorRun.Of(Program("[TinyRnnModel(\"quite another\")] partial class Model;"), files).Diagnostics);
        Assert.Equal(
            "No model file 'quite another' in this project; found " + string.Join(", ", Enumerable.Range(10, 10).Select(i => $"'file{i}.tinyrnn'"))
                + " and 10 more",
            diagnostic.GetMessage());
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("2", false)]
    [InlineData("", false)]
    [InlineData(" 2 ", false)]
    public void TRNN007_more_parameters_than_the_project_allows(string maximum, bool isError)
    {
        string source = Program($"[{Attribute}] partial class Model;");
        GeneratorRun run = GeneratorRun.WithMaximumParameters(maximum, source, new ModelText("/app/model.tinyrnn", Text));
        if (!isError)
        {
            Assert.Empty(run.Diagnostics);
            return;
        }

        DiagnosticAssert.Points(
            Assert.Single(run.Diagnostics), "TRNN007", "Program.cs", source, Attribute,
            "'model.tinyrnn' has 2 parameters, but at most 1 compile unless the build packs the weights into a file; reference the TinyRnn package with "
                + "its build files, and do not set TinyRnnPackWeights to false");
    }

    [Theory]
    [InlineData("many"), InlineData("6,000,000"), InlineData("6.000.000"), InlineData("-1"), InlineData("1e6")]
    public void TRNN008_a_property_is_no_number(string maximum)
    {
        GeneratorRun run = GeneratorRun.WithMaximumParameters(
            maximum, Program($"[{Attribute}] partial class Model;"), new ModelText("/app/model.tinyrnn", Text));
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal("TRNN008", error.Id);
        Assert.Equal(
            $"<TinyRnnMaximumParameters> must be a whole number, written with digits only, not '{maximum}'",
            error.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("[TinyRnnModel(null!)] partial class Model;")]
    [InlineData("[TinyRnnModel(new string[] { \"model.tinyrnn\" })] partial class Model;")]
    [InlineData("[TinyRnnModel(5)] partial class Model;")]
    [InlineData("[TinyRnnModel] partial class Model;")]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\", 2)] partial class Model;")]
    [InlineData("[TinyRnnModel(nameof(Model))] partial class Model;")]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\")] partial class Model(")]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\")] partial class ;")]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\")] enum Model { }")]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\")] delegate void Model();")]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\")] partial interface IModel;")]
    [InlineData("[TinyRnnModel(\"model.tinyrnn\")] partial class Model<T>; [TinyRnnModel(\"model.tinyrnn\")] partial class Model<T, U>;")]
    public void Broken_code_does_not_crash_the_generator(string declaration)
    {
        GeneratorRun run = GeneratorRun.Of(Program(declaration), new ModelText("model.tinyrnn", Text));
        Assert.Null(run.Result.Exception);
        Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic.Id == "CS8785");
    }

    [Fact]
    public void TRNN003_several_files_match() =>
        AssertOne(
            $"[{Attribute}] partial class Model;", "TRNN003", Attribute,
            "Several model files match 'model.tinyrnn': /app/a/model.tinyrnn, /app/b/model.tinyrnn; give more of the path",
            new ModelText("/app/a/model.tinyrnn", Text), new ModelText("/app/b/model.tinyrnn", Text));

    [Theory]
    [InlineData("b/model.tinyrnn")]
    [InlineData("b\\\\model.tinyrnn")]
    [InlineData("./b/model.tinyrnn")]
    [InlineData(".\\\\b\\\\model.tinyrnn")]
    [InlineData("B/Model.TinyRnn")]
    [InlineData("/app/b/model.tinyrnn")]
    [InlineData("only.tinyrnn")]
    public void A_path_picks_one_of_several(string name)
    {
        ModelText[] files =
        [
            new("/app/a/model.tinyrnn", Text), new("/app/b/model.tinyrnn", Text), new("/app/bb/model.tinyrnn", Text), new("C:\\app\\only.tinyrnn", Text),
        ];
        Assert.Empty(GeneratorRun.Of(Program($"[TinyRnnModel(\"{name}\")] partial class Model;"), files).Diagnostics);
    }

    [Fact]
    public void Case_picks_one_of_several()
    {
        ModelText[] files = [new("/app/Model.tinyrnn", Text), new("/app/model.tinyrnn", Text)];
        GeneratorRun run = GeneratorRun.Of(Program("[TinyRnnModel(\"Model.tinyrnn\")] partial class Model;"), files);
        Assert.Empty(run.Diagnostics);
        Assert.Contains("// Model.tinyrnn:", run.Source("App.Model.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_listed_twice_is_one()
    {
        ModelText[] files = [new("/app/model.tinyrnn", Text), new("/app/model.tinyrnn", Text)];
        Assert.Empty(GeneratorRun.Of(Program($"[{Attribute}] partial class Model;"), files).Diagnostics);
    }

    [Fact]
    public void TRNN004_two_attributes_on_one_declaration()
    {
        string source = Program($"[{Attribute}, TinyRnnModel(\"other.tinyrnn\")] partial class Model;");
        GeneratorRun run = GeneratorRun.Of(source, new ModelText("model.tinyrnn", Text));
        DiagnosticAssert.Points(
            Assert.Single(run.Diagnostics), "TRNN004", "Program.cs", source, "TinyRnnModel(\"other.tinyrnn\")",
            "'Model' has several [TinyRnnModel] attributes, but a type can be only one model; remove all but one");
    }

    [Fact]
    public void TRNN004_two_attributes_on_two_parts()
    {
        string source = Program($"[{Attribute}] partial class Model;\n[TinyRnnModel(\"other.tinyrnn\")] partial class Model;");
        GeneratorRun run = GeneratorRun.Of(source, new ModelText("model.tinyrnn", Text));
        DiagnosticAssert.Points(
            Assert.Single(run.Diagnostics), "TRNN004", "Program.cs", source, "TinyRnnModel(\"other.tinyrnn\")",
            "'Model' has several [TinyRnnModel] attributes, but a type can be only one model; remove all but one");
    }

    [Theory]
    [InlineData("static partial class Model", "it is static, but a model implements an interface; remove 'static'")]
    [InlineData("ref partial struct Model", "it is a ref struct; make it a class or a struct")]
    [InlineData("partial class Model<T>", "it is generic")]
    [InlineData("file partial class Model", "it is local to its file, but the generated part is in another file")]
    [InlineData("partial class State", "every model has a generated member of that name")]
    [InlineData("partial class Step", "every model has a generated member of that name")]
    [InlineData("partial class Floats16", "every model has a generated member of that name")]
    [InlineData("partial class AsciiTokens", "every model has a generated member of that name")]
    public void TRNN005_type_cannot_be_a_model(string declaration, string reason)
    {
        string name = declaration.Split(' ')[^1].Replace("<T>", "", StringComparison.Ordinal);
        AssertOne($"[{Attribute}] {declaration};", "TRNN005", Attribute, $"'{name}' cannot be a model: {reason}");
    }

    [Fact]
    public void TRNN005_type_inside_a_file_local_one() =>
        AssertOne(
            $"file partial class Outer {{ [{Attribute}] partial class Model; }}", "TRNN005", Attribute,
            "'Model' cannot be a model: it is local to its file, but the generated part is in another file");

    [Fact]
    public void TRNN006_unreadable_file()
    {
        GeneratorRun run = GeneratorRun.Of(
            Program($"[{Attribute}] partial class Model;"), OutputKind.DynamicallyLinkedLibrary, new UnreadableText("/app/model.tinyrnn"));
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("TRNN006", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("The model file '/app/model.tinyrnn' cannot be read as text", diagnostic.GetMessage());
        Assert.Equal("/app/model.tinyrnn", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(default, diagnostic.Location.GetLineSpan().Span);
    }

    [Fact]
    public void Nothing_is_emitted_where_something_is_wrong() =>
        Assert.Empty(GeneratorRun.Of(Program($"[{Attribute}] class Model;"), new ModelText("model.tinyrnn", Text)).Result.GeneratedSources);

    private static string Program(string declaration) => $"using TinyRnn;\nnamespace App;\n\n{declaration}\n";

    private static void AssertOne(string declaration, string id, string marked, string message, params ModelText[] files)
    {
        string source = Program(declaration);
        GeneratorRun run = GeneratorRun.Of(source, files.Length == 0 ? [new ModelText("model.tinyrnn", Text)] : files);
        Assert.Null(run.Result.Exception);
        DiagnosticAssert.Points(Assert.Single(run.Diagnostics), id, "Program.cs", source, marked, message);
    }

    private sealed class UnreadableText(string path) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }
}
