using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>Every shape that a type may have becomes a model that compiles without a warning.</summary>
public class TypeShapeTests
{
    private static readonly ModelText[] Files =
    [
        new("m.tinyrnn", NetworkWriter.Write(Networks.Classifier(new Vocabulary("ab"), 1, new RnnLayer("rnn", 2, 3), new DenseLayer("fc", 3, 2)))),
    ];

    [Theory]
    [InlineData("namespace N { [TinyRnnModel(\"m.tinyrnn\")] public partial class M; }", "N.M")]
    [InlineData("namespace N.O { namespace P { [TinyRnnModel(\"m.tinyrnn\")] public partial class M; } }", "N.O.P.M")]
    [InlineData("namespace N.O; [TinyRnnModel(\"m.tinyrnn\")] public partial class M;", "N.O.M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class M;", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] partial class M;", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] internal sealed partial class M { private int x = 1; public int X => x; }", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public abstract partial class M;", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial struct M;", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public readonly partial struct M;", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial record M;", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public sealed partial record class M(int X);", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial record struct M(int X);", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public readonly partial record struct M(int X);", "M")]
    [InlineData("namespace N; /// <summary>Outer.</summary>\npublic partial class Outer { [TinyRnnModel(\"m.tinyrnn\")] public partial "
        + "class M; }", "N.Outer+M")]
    [InlineData("public static partial class Outer { [TinyRnnModel(\"m.tinyrnn\")] private protected partial class M; }", null)]
    [InlineData("partial class Outer { [TinyRnnModel(\"m.tinyrnn\")] private protected partial class M; }", "Outer+M")]
    [InlineData("partial class Outer { [TinyRnnModel(\"m.tinyrnn\")] private partial class M; }", "Outer+M")]
    [InlineData("partial class Outer { [TinyRnnModel(\"m.tinyrnn\")] protected internal partial struct M; }", "Outer+M")]
    [InlineData("partial struct Outer { [TinyRnnModel(\"m.tinyrnn\")] public partial class M; }", "Outer+M")]
    [InlineData("ref partial struct Outer { [TinyRnnModel(\"m.tinyrnn\")] public partial class M; }", "Outer+M")]
    [InlineData("partial interface IOuter { [TinyRnnModel(\"m.tinyrnn\")] partial class M; }", "IOuter+M")]
    [InlineData("partial record Outer { [TinyRnnModel(\"m.tinyrnn\")] public partial class M; }", "Outer+M")]
    [InlineData("partial record struct Outer { [TinyRnnModel(\"m.tinyrnn\")] public partial class M; }", "Outer+M")]
    [InlineData("partial class Outer<T, @class> where T : class, new() { [TinyRnnModel(\"m.tinyrnn\")] public partial class M; }", "Outer`2+M")]
    [InlineData("partial class A { partial struct B<T> where T : unmanaged { partial interface IC { [TinyRnnModel(\"m.tinyrnn\")] partial "
        + "class M; } } }", "A+B`1+IC+M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class @class;", "class")]
    [InlineData("namespace @namespace.@int { partial class @if { [TinyRnnModel(\"m.tinyrnn\")] public partial struct @struct; } }", "namespace.int.if+struct")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class @record;", "record")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class @file;", "file")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class @partial;", "partial")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class @var;", "var")]
    [InlineData("partial class @field { [TinyRnnModel(\"m.tinyrnn\")] public partial class @await; }", "field+await")]
    [InlineData("namespace State.Weights.Kernels { [TinyRnnModel(\"m.tinyrnn\")] public partial class Model; }", "State.Weights.Kernels.Model")]
    [InlineData("partial class State { [TinyRnnModel(\"m.tinyrnn\")] public partial class Label2; }", "State+Label2")]
    [InlineData("partial class Weights { [TinyRnnModel(\"m.tinyrnn\")] public partial class Rnn; }", "Weights+Rnn")]
    [InlineData("namespace N { namespace System { class Nothing; } namespace TinyRnn { class Nothing; } [global::TinyRnn.TinyRnnModel(\"m.tinyrnn\")] "
        + "public partial class LanguageModel; }", "N.LanguageModel")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class Größe_日本語;", "Größe_日本語")]
    [InlineData("using M2 = TinyRnn.TinyRnnModelAttribute; [M2(path: \"m.tinyrnn\")] public partial class M;", "M")]
    [InlineData("[TinyRnnModel(Names.File)] public partial class M; static class Names { public const string File = \"m\" + \".tinyrnn\"; }", "M")]
    [InlineData("/// <summary>A model of mine.</summary>\n[TinyRnnModel(\"m.tinyrnn\")] public partial class M;", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class M; public partial class M { public static int Twice(int x) => 2 * x; }", "M")]
    [InlineData("[TinyRnnModel(\"m.tinyrnn\")] public partial class M : System.IDisposable { public void Dispose() { } }", "M")]
    public void Shape_of_a_type(string declaration, string? type)
    {
        // Aliases come first in a file.
        string source = declaration.StartsWith("using", StringComparison.Ordinal) ? declaration : "using TinyRnn;\n" + declaration;
        GeneratorRun run = GeneratorRun.Of(source, Files);
        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Diagnostics);
        if (type is null)
        {
            // What the compiler refuses anyway.
            return;
        }

        Assert.NotNull(CompiledModel.Load(CompiledModel.Emit(run)).GetType(type)!.GetMethod("SelfTest", Type.EmptyTypes));
    }

    [Fact]
    public void Names_that_differ_in_case_or_in_type_parameters_get_files_of_their_own()
    {
        GeneratorRun run = GeneratorRun.Of(
            """
            using TinyRnn;
            [TinyRnnModel("m.tinyrnn")] partial class M { [TinyRnnModel("m.tinyrnn")] partial class weights; }
            [TinyRnnModel("m.tinyrnn")] partial class m;
            partial class Outer<T> { [TinyRnnModel("m.tinyrnn")] partial class M; }
            partial class Outer<T, U> { [TinyRnnModel("m.tinyrnn")] partial class M; }
            partial class Outer { [TinyRnnModel("m.tinyrnn")] partial class M; }
            """,
            Files);
        Assert.Null(run.Result.Exception);
        Assert.Equal(12, run.Result.GeneratedSources.Length);
        CompiledModel.Emit(run);
    }

    [Fact]
    public void Layers_may_bear_any_name()
    {
        string[] names =
        [
            "weights", "kernels", "floats", "unsafe", "vector128", "memory_marshal", "methodImpl", "state", "x", "h", "w", "start", "result", "token", "input",
            "input_mean", "outputStd", "testVector0Input", "test_vector_0_output", "a", "aStart", "a128", "a_512", "aNext", "aOutput", "aOutputStart",
            "_", "__", "layer0", "Layer26",
            "class", "int", "even0", "k", "row", "aNextStart", "Rnn", "rnn_2", "rnn2", "hidden", "aHidden",
        ];
        List<Layer> layers = [];
        foreach (string name in names)
        {
            layers.Add((layers.Count % 3) switch
            {
                0 => new ConcatRnnLayer(name, 2, 3, 2, Activation.Tanh),
                1 => new RnnLayer(name, 2, 2),
                _ => new DenseLayer(name, 2, 2),
            });
        }

        Layer[] all = [.. layers];
        Network network = new(new NetworkDefinition
        {
            Name = "names",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2, scaling: new Scaling([0f, 0f], [1f, 1f])),
            Layers = all,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(all, 1),
            OutputScaling = new Scaling([0f, 0f], [1f, 1f]),
        });
        ICompiledModel model = CompiledModel.Of(Networks.WithTestVectors(network, [1f, 2f, 3f, 4f]));
        Assert.True(model.SelfTest(out _));
    }

    [Fact]
    public void Labels_may_be_any_text()
    {
        string[] labels =
        [
            "C#", "C++", "C", "1990s", "class", "Class", "日本語", "हिन्दी", "עברית", "é", "e\u0301", "\u0301", "a\"b", "a\\b", "</summary>", "<c>&amp;", "😀",
            "👍🏽", "label16", "Label16",
            "ToString", "Equals", "HasFlag", "value__", "Label", "State", "_", "__1", "{0}", "*/", "//", "\u2028x", "a\u2029b", "\uFEFF", "\u202Eabc", "\uFFFE",
            "int", "x y", "x_y", "X-Y", "ß", "ŉ", "ǆ", "٣", "½", "a'b", "%", "#if false",
        ];
        Layer[] layers = [new DenseLayer("fc", 1, labels.Length)];
        Network network = new(new NetworkDefinition
        {
            Name = "labels",
            Task = NetworkTask.Classify,
            Input = new VectorInput(1),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
            Labels = labels,
        });
        CompiledProgram program = new(
            """
                public static string[] Texts() => Array.ConvertAll(Enum.GetValues<Model.Label>(), Model.GetText);
                public static string[] Names() => Enum.GetNames<Model.Label>();
            """,
            network);
        Assert.Equal(labels, program.Get<Func<string[]>>("Texts")());
        string[] names = program.Get<Func<string[]>>("Names")();
        Assert.Equal(["C", "C_2", "C_3", "N1990s", "Class", "Class_2", "日本語", "हिन्दी", "עברית", "É", "E\u0301", "Label11"], names[..12]);
    }

    [Theory]
    [InlineData("line\nclass Injected { }")]
    [InlineData("line\r\n#error injected")]
    [InlineData("\u2028#error injected")]
    [InlineData("\u2029#error injected")]
    [InlineData("\u0085#error injected")]
    [InlineData("\v\f\0#error injected")]
    [InlineData("*/ #error injected /*")]
    [InlineData("</summary><param name=\"x\">&")]
    [InlineData("]]> <!-- \"quoted\" {0} {{ \\u000A \\")]
    [InlineData("\u202Ereversed\u202C\u2066\u2069")]
    [InlineData("")]
    [InlineData("\uFFFE\uFFFF\uFEFF")]
    [InlineData("😀 日本語")]
    public void Texts_of_a_model_stay_in_their_comments(string text)
    {
        Layer[] layers = [new DenseLayer("fc", 2, 2)];
        Network vectors = new(new NetworkDefinition
        {
            Name = text,
            Task = NetworkTask.Raw,
            Input = new VectorInput(2, [text, text + text]),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
        });
        Vocabulary characters = new("ab", unknown: UnknownCharacter.Skip);
        Network tokens = new(new NetworkDefinition
        {
            Name = text,
            Task = NetworkTask.Raw,
            Input = characters,
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
        });
        tokens = Networks.WithTestVectors(tokens, "a" + text + "b");
        string path = "m" + text.Replace("/", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal) + ".tinyrnn";
        GeneratorRun run = GeneratorRun.Of(
            $"using TinyRnn; [TinyRnnModel({Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(path, true)})] public partial class M; "
                + "[TinyRnnModel(\"tokens.tinyrnn\")] public partial class Tokens;",
            new ModelText(path, NetworkWriter.Write(vectors)),
            new ModelText("tokens.tinyrnn", NetworkWriter.Write(tokens)));
        System.Reflection.Assembly assembly = CompiledModel.Load(CompiledModel.Emit(run));
        Assert.Null(assembly.GetType("Injected"));
        Assert.True((bool)assembly.GetType("Tokens")!.GetMethod("SelfTest", Type.EmptyTypes)!.Invoke(null, null)!);
    }
}
