using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TinyRnn.Generator.Emit;

namespace TinyRnn.Generator.Pipeline;

/// <summary>An annotated type: its shape, the file that it names, and its errors. Holds no symbol and no syntax.</summary>
internal sealed record ModelTarget(TypeShape Type, string File, LocationInfo Location, EquatableArray<DiagnosticInfo> Errors)
{
    public static ModelTarget Create(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        INamedTypeSymbol symbol = (INamedTypeSymbol)context.TargetSymbol;

        // Each part of a partial type is a target of its own, but this list also has the attributes of the other parts.
        AttributeData[] attributes =
        [
            .. context.Attributes.Where(data => data.ApplicationSyntaxReference is not { } place || context.TargetNode.Span.Contains(place.Span))
        ];
        AttributeData attribute = attributes[0];
        LocationInfo location = LocationInfo.Of(attribute.ApplicationSyntaxReference, context.TargetNode);
        string file = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: string path }] ? path : "";
        List<DiagnosticInfo> errors = [];
        if (attributes.Length > 1)
        {
            errors.Add(
                new DiagnosticInfo(Diagnostics.SeveralAttributes, LocationInfo.Of(attributes[1].ApplicationSyntaxReference, context.TargetNode), symbol.Name));
        }

        if (WhyNot(symbol) is string reason)
        {
            errors.Add(new DiagnosticInfo(Diagnostics.UnsupportedType, location, symbol.Name, reason));
        }

        List<string> keywords = [];
        for (INamedTypeSymbol? type = symbol; type is not null; type = type.ContainingType)
        {
            cancellation.ThrowIfCancellationRequested();
            string parameters = string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name)));
            keywords.Insert(0, $"{Keyword(type)} {Escape(type.Name)}{(parameters.Length == 0 ? "" : $"<{parameters}>")}");
            if (!IsPartial(type, cancellation))
            {
                errors.Add(new DiagnosticInfo(Diagnostics.NotPartial, location, type.Name, symbol.Name));
            }
        }

        string @namespace = symbol.ContainingNamespace.IsGlobalNamespace
            ? ""
            : symbol.ContainingNamespace.ToDisplayString(
                SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));
        bool aligns = !attribute.NamedArguments.Any(argument => argument is { Key: "AlignWeights", Value.Value: false });
        TypeShape shape = new(@namespace, new EquatableArray<string>([.. keywords]), Escape(symbol.Name), aligns);
        return new ModelTarget(shape, file, location, new EquatableArray<DiagnosticInfo>([.. errors]));
    }

    private static string? WhyNot(INamedTypeSymbol type) =>
        type.IsStatic ? "it is static, but a model implements an interface; remove 'static'"
        : type.IsRefLikeType ? "it is a ref struct; make it a class or a struct"
        : type.IsGenericType && type.TypeParameters.Length > 0 ? "it is generic"
        : IsInFileLocal(type) ? "it is local to its file, but the generated part is in another file"
        : ModelPlan.IsMemberName(type.Name) ? "every model has a generated member of that name"
        : null;

    // Some words are keywords only in the name of a type: 'record', 'file', 'required'.
    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static bool IsInFileLocal(INamedTypeSymbol type) => type.IsFileLocal || (type.ContainingType is not null && IsInFileLocal(type.ContainingType));

    private static string Keyword(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
