using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TinyRnn.Generator.Emit;
using TinyRnn.Generator.Pipeline;

namespace TinyRnn.Generator;

/// <summary>
/// Compiles model files into the types that name them. Annotated types and files are values that compare by content. Code and weights are two
/// sources, and each is emitted again only if its own input changed.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class TinyRnnGenerator : IIncrementalGenerator
{
    internal const string AttributeName = "TinyRnn.TinyRnnModelAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<ModelTarget>> targets = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeName, static (node, _) => node is TypeDeclarationSyntax, ModelTarget.Create)
            .WithTrackingName("Targets")
            .Collect();

        IncrementalValuesProvider<ModelFile> files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(ModelFile.Extension, StringComparison.OrdinalIgnoreCase))
            .Select(ModelFile.Read)
            .WithTrackingName("Files");

        IncrementalValueProvider<(long Number, DiagnosticInfo? Error)> maximumParameters = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => ResolvedModel.ReadMaximumParameters(options.GlobalOptions));

        IncrementalValuesProvider<ResolvedModel> models = targets
            .Combine(files.Collect())
            .SelectMany(static (pair, _) => ResolvedModel.Resolve(pair.Left, pair.Right))
            .Combine(context.CompilationProvider.Combine(maximumParameters))
            .Select(static (pair, _) => pair.Left.FindWeights(pair.Right.Left, pair.Right.Right.Number))
            .WithTrackingName("Models");

        context.RegisterSourceOutput(maximumParameters, static (output, maximum) =>
        {
            if (maximum.Error is DiagnosticInfo error)
            {
                output.ReportDiagnostic(error.ToDiagnostic());
            }
        });
        context.RegisterSourceOutput(
            files.Where(static file => file.Error is not null), static (output, file) => output.ReportDiagnostic(file.Error!.ToDiagnostic()));
        context.RegisterSourceOutput(
            models.SelectMany(static (model, _) => model.Errors.Items), static (output, error) => output.ReportDiagnostic(error.ToDiagnostic()));

        IncrementalValuesProvider<EmittableModel> emittable = models
            .Select(static (model, _) => model.ToEmit)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName("Emittable");

        // A model that is trained again with the same layers has the same code. The code is a separate value, so it is not added again.
        IncrementalValuesProvider<GeneratedCode> code = emittable
            .Select(static (model, cancellation) => model.EmitCode(cancellation))
            .WithTrackingName("Code");
        context.RegisterSourceOutput(code, AddSource);

        // Megabytes of text are not kept as a value.
        context.RegisterSourceOutput(emittable, static (output, model) => AddSource(output, model.EmitWeights(output.CancellationToken)));
    }

    private static void AddSource(SourceProductionContext output, GeneratedCode source) =>
        output.AddSource(source.HintName, SourceText.From(source.Text, Encoding.UTF8));
}
