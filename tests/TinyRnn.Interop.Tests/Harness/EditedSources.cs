using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Interop.Tests.Harness;

/// <summary>
/// The sources of runtime, model, trainer, importers and generator as one assembly, with edits: what a developer would build who made them. The generator
/// compiles
/// the model's sources itself, so that here all of them are the same.
/// </summary>
internal static class EditedSources
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; "
            + "global using System.Threading.Tasks;";

    private const string VectorForms = "src/TinyRnn/Maths/VectorMath.Forms.cs";

    private static readonly string[] Projects =
    [
        "src/TinyRnn", "src/TinyRnn.Model", "src/TinyRnn.Training", "src/TinyRnn.Interop", "generator/TinyRnn.Generator"
    ];

    // Some sources are of a language that is newer than the compiler here.
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview);

    private static readonly Lazy<Dictionary<string, SyntaxTree>> Trees = new(
        () => Texts().ToDictionary(text => text.Path, text => Parse(text.Source, text.Path)));

    /// <summary>The source files by their path from the root of the clone, as they are compiled.</summary>
    public static IReadOnlyDictionary<string, SyntaxTree> Files => Trees.Value;

    /// <summary>The sources with changed and added files.</summary>
    /// <param name="edits">Those files by their path.</param>
    public static CSharpCompilation Compilation(IReadOnlyDictionary<string, string> edits) => CSharpCompilation.Create(
        "Edited",
        [
            Parse(Usings, "Usings.cs"),
            .. Files.Where(file => !edits.ContainsKey(file.Key)).Select(file => file.Value),
            .. edits.Select(file => Parse(file.Value, file.Key)),
        ],
        [
            .. Net100.References.All,
            .. new[]
            {
                typeof(Compilation),
                typeof(CSharpCompilation),
                typeof(Google.Protobuf.CodedInputStream),
                typeof(System.Numerics.Tensors.TensorPrimitives),
                typeof(PureHDF.H5File),
            }
                .Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
        ],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The errors of one file, which are found without compiling the others.</summary>
    public static IEnumerable<Diagnostic> Errors(CSharpCompilation compilation, string path) =>
        compilation.GetSemanticModel(
            compilation.SyntaxTrees.Single(tree => tree.FilePath == path)).GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The assembly of sources that have no error.</summary>
    public static byte[] Emit(CSharpCompilation compilation)
    {
        using MemoryStream assembly = new();
        EmitResult result = compilation.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
        return assembly.ToArray();
    }

    /// <summary>What the generator of an assembly that <see cref="Emit"/> made makes of a model file, with other source, loaded beside it.</summary>
    /// <exception cref="InvalidOperationException">It failed, or the compiler did.</exception>
    public static Assembly Generate(AssemblyLoadContext context, Assembly edited, byte[] image, ModelText file, string source)
    {
        IIncrementalGenerator generator = (IIncrementalGenerator)Activator.CreateInstance(
            edited.GetType("TinyRnn.Generator.TinyRnnGenerator", throwOnError: true)!)!;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Tested",
            [GeneratorRun.Parse(source, "Program.cs")],
            [.. Net100.References.All, MetadataReference.CreateFromImage(image)],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], [file], GeneratorRun.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        if (driver.GetRunResult().Results.Single().Exception is Exception exception)
        {
            throw new InvalidOperationException("the generator failed", exception);
        }

        using MemoryStream assembly = new();
        EmitResult result = output.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        if (!result.Success)
        {
            throw new InvalidOperationException(
                string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        }

        assembly.Position = 0;
        return context.LoadFromStream(assembly);
    }

    private static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions, path, Encoding.UTF8, TestContext.Current.CancellationToken);

    private static IEnumerable<(string Path, string Source)> Texts() =>
        from project in Projects
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
        let source = Plain(project, File.ReadAllText(file, Encoding.UTF8))
        from text in path == VectorForms ? Widths(source) : [(path, source)]
        select text;

    // TinyRnn.csproj makes the wider forms in the same way.
    private static IEnumerable<(string Path, string Source)> Widths(string source) =>
        new[] { "128", "256", "512" }.Select(width => (VectorForms.Replace(".cs", width == "128" ? ".cs" : $".{width}.cs"), source.Replace("128", width)));

    // The trainer's project imports the model everywhere. A regular expression that a generator would write is made at run time here.
    private static string Plain(string project, string source)
    {
        string plain = Regex.Replace(
            source, @"\[GeneratedRegex\((?<arguments>[^;]*?)\)\]\s*private static partial Regex (?<name>\w+) \{ get; \}",
            "private static Regex ${name} { get; } = new Regex(${arguments});");
        return project == "src/TinyRnn.Training" ? "using TinyRnn.Model;\n" + plain : plain;
    }
}
