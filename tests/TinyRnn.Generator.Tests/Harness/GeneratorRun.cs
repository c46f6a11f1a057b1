extern alias generator;

using System.Collections.Immutable;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TinyRnnGenerator = generator::TinyRnn.Generator.TinyRnnGenerator;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Runs the generator over sources and model files, as the compiler does.</summary>
internal sealed class GeneratorRun
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(TinyRnnModelAttribute).Assembly.Location),
    ];

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation input, CancellationToken? cancellation = null)
    {
        Driver = driver.RunGeneratorsAndUpdateCompilation(
            input, out Compilation output, out ImmutableArray<Diagnostic> diagnostics, cancellation ?? TestContext.Current.CancellationToken);
        Input = input;
        Output = (CSharpCompilation)output;
        Diagnostics = diagnostics;
    }

    public GeneratorDriver Driver { get; }

    public CSharpCompilation Input { get; }

    public CSharpCompilation Output { get; }

    /// <summary>What the generator reported.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    public static GeneratorRun Of(string source, params ModelText[] files) => Of(source, OutputKind.DynamicallyLinkedLibrary, files);

    public static GeneratorRun Of(string source, OutputKind kind, params AdditionalText[] files) => Of(source, kind, null, null, files);

    /// <summary>Runs as an editor does that may cancel.</summary>
    public static GeneratorRun Of(string source, CancellationToken cancellation, params AdditionalText[] files) =>
        Of(source, OutputKind.DynamicallyLinkedLibrary, null, cancellation, files);

    /// <summary>Runs with a limit as the project sets it.</summary>
    public static GeneratorRun WithMaximumParameters(string maximum, string source, params ModelText[] files) =>
        Of(source, OutputKind.DynamicallyLinkedLibrary, new ProjectProperty("build_property.TinyRnnMaximumParameters", maximum), null, files);

    private static GeneratorRun Of(string source, OutputKind kind, ProjectProperty? property, CancellationToken? cancellation, params AdditionalText[] files)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Tested",
            [Parse(source, "Program.cs")],
            References,
            new CSharpCompilationOptions(
                kind, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, deterministic: true));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new TinyRnnGenerator().AsSourceGenerator()],
            files,
            ParseOptions,
            property,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return new GeneratorRun(driver, compilation, cancellation);
    }

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions, path, Encoding.UTF8, TestContext.Current.CancellationToken);

    /// <summary>Runs once more, after an edit.</summary>
    public GeneratorRun Again(Func<CSharpCompilation, CSharpCompilation>? edit = null, Func<GeneratorDriver, GeneratorDriver>? files = null) =>
        new(files is null ? Driver : files(Driver), edit is null ? Input : edit(Input));

    /// <summary>The source that was generated under a name.</summary>
    public string Source(string hintName) => Result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>What the compiler says about sources and generated code together, hints left out.</summary>
    public IReadOnlyList<Diagnostic> CompilerDiagnostics() =>
        [.. Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
}

/// <summary>A model file in memory.</summary>
internal sealed class ModelText(string path, string text) : AdditionalText
{
    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
}
