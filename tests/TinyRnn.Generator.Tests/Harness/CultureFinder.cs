using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Finds the places of C# sources where a number becomes text, text a number, or texts are ordered, in the culture of the machine.</summary>
internal sealed class CultureFinder
{
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; "
            + "global using System.Threading.Tasks; global using TinyRnn.Model;";

    private static readonly string[] Orders =
    [
        "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Sort", "Min", "Max", "MinBy", "MaxBy", "BinarySearch"
    ];
    private static readonly string[] SortedTypes = ["SortedSet", "SortedDictionary", "SortedList", "PriorityQueue"];

    private readonly CSharpCompilation _compilation;
    private readonly bool _isInterpolationInvariant;
    private readonly INamedTypeSymbol _formattable;
    private readonly INamedTypeSymbol _provider;

    private CultureFinder(CSharpCompilation compilation, bool isInterpolationInvariant)
    {
        _compilation = compilation;
        _isInterpolationInvariant = isInterpolationInvariant;
        _formattable = compilation.GetTypeByMetadataName("System.IFormattable")!;
        _provider = compilation.GetTypeByMetadataName("System.IFormatProvider")!;
    }

    /// <summary>The places, each as file, line and expression. What does not bind, for want of a package, is not looked at.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<(string Path, string Text)> sources, bool isInterpolationInvariant)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Searched",
            sources.Append(("Usings.cs", GlobalUsings)).Select(
                source => CSharpSyntaxTree.ParseText(source.Item2, GeneratorRun.ParseOptions.WithPreprocessorSymbols("NET"), source.Item1)),
            Net100.References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        CultureFinder finder = new(compilation, isInterpolationInvariant);
        return [.. compilation.SyntaxTrees.SelectMany(finder.Find)];
    }

    private IEnumerable<string> Find(SyntaxTree tree)
    {
        SemanticModel model = _compilation.GetSemanticModel(tree);
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            string? found = node switch
            {
                BinaryExpressionSyntax or AssignmentExpressionSyntax when node.IsKind(SyntaxKind.AddExpression)
                    || node.IsKind(SyntaxKind.AddAssignmentExpression) => model.GetOperation(node) switch
                    {
                        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum when IsNumber(
                            sum.LeftOperand)
                            || IsNumber(sum.RightOperand) => "joins a number",
                        ICompoundAssignmentOperation
                        {
                            OperatorKind: BinaryOperatorKind.Add,
                            Type.SpecialType: SpecialType.System_String,
                        } sum when IsNumber(sum.Value) => "joins a number",
                        _ => null,
                    },
                InvocationExpressionSyntax when model.GetOperation(node) is IInvocationOperation call => OfCall(call),
                BaseObjectCreationExpressionSyntax when model.GetOperation(node) is IObjectCreationOperation
                {
                    Constructor: IMethodSymbol made,
                } => OfCreation(made),
                InterpolatedStringExpressionSyntax text => OfInterpolation(text, model),
                _ => null,
            };
            if (found is not null)
            {
                FileLinePositionSpan place = node.GetLocation().GetLineSpan();
                yield return $"{place.Path}({place.StartLinePosition.Line + 1}): {found}: {node}";
            }
        }
    }

    private string? OfCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        ITypeSymbol type = method.ContainingType;
        bool hasProvider = method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, _provider));
        if (hasProvider)
        {
            return null;
        }

        if (method.Name == "ToString" && call.Instance is IOperation instance
            && (method.Parameters.Length == 0 || method.Parameters[0].Type.SpecialType == SpecialType.System_String))
        {
            return IsNumber(instance) ? "writes a number" : null;
        }

        if (method.Name is "Parse" or "TryParse" && IsNumberType(type))
        {
            return "reads a number";
        }

        if (type.ToString() == "System.Convert" && method.Name.StartsWith("To", StringComparison.Ordinal)
            && method.Parameters[0].Type.SpecialType is SpecialType.System_String or SpecialType.System_Object)
        {
            return "converts";
        }

        bool isText = type.SpecialType == SpecialType.System_String;
        if ((isText && method.Name is "Concat" or "Join" or "Format")
            || (type.Name is "StringBuilder" or "TextWriter" or "StreamWriter" or "StringWriter" or "Console" && method.Name.StartsWith(
                "Append", StringComparison.Ordinal) | method.Name.StartsWith("Write", StringComparison.Ordinal) | method.Name == "Insert"))
        {
            int skipped = method.Name == "Insert" ? 1 : 0;
            return call.Arguments.Skip(skipped).Any(
                argument => HoldsNumber(argument.Value) && argument.Parameter!.Name is not ("repeatCount" or "startIndex" or "count" or "index"))
                ? "writes a number"
                : null;
        }

        if (isText && (method.Name is "Compare" && !method.Parameters.Any(IsComparison) || method.Name == "CompareTo"))
        {
            return "compares texts";
        }

        if (Orders.Contains(method.Name) && !method.Parameters.Any(IsComparer) && method.OriginalDefinition.Parameters.Length <= 2)
        {
            // The key is what the function gives, or the element itself.
            IEnumerable<ITypeSymbol> ordered = method.Parameters is
            [
                .., { Type: INamedTypeSymbol { Name: "Func", TypeArguments: [.., ITypeSymbol key] } }
            ] ? [key]

                    : method.TypeArguments.Length > 0
                    ? [method.TypeArguments[^1]]
                    : type is INamedTypeSymbol { TypeArguments: [ITypeSymbol element, ..] }
                    ? [element]
                    : [];
            return ordered.Any(one => one.SpecialType == SpecialType.System_String) ? "orders texts" : null;
        }

        return null;
    }

    private static string? OfCreation(IMethodSymbol made) =>
        SortedTypes.Contains(made.ContainingType.Name)
            && made.ContainingType.TypeArguments[made.ContainingType.Name == "PriorityQueue" ? 1 : 0].SpecialType == SpecialType.System_String
            && !made.Parameters.Any(IsComparer)
            ? "orders texts" : null;

    private string? OfInterpolation(InterpolatedStringExpressionSyntax text, SemanticModel model)
    {
        ITypeSymbol? target = model.GetTypeInfo(text).ConvertedType;
        if (target is null or { Name: "FormattableString" or "IFormattable" or "DefaultInterpolatedStringHandler" })
        {
            // Who is given these formats them with the provider that is said there.
            return null;
        }

        bool isGiven = text.FirstAncestorOrSelf<InvocationExpressionSyntax>() is InvocationExpressionSyntax call
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol method
            && method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, _provider));
        bool isText = target.SpecialType is SpecialType.System_String or SpecialType.System_Object;
        bool hasAwait = text.DescendantNodes().Any(node => node is AwaitExpressionSyntax);
        bool meetsCulture = isText ? !_isInterpolationInvariant || hasAwait : !isGiven;
        return text.Contents.OfType<InterpolationSyntax>().Any(part =>
            model.GetOperation(part.Expression) is IOperation value && (IsRecord(value) || (meetsCulture && IsNumber(value)))) ? "interpolates a number" : null;
    }

    private bool HoldsNumber(IOperation value)
    {
        IOperation bare = Bare(value);
        return IsNumber(bare)
            || (bare is IArrayCreationOperation { Initializer: IArrayInitializerOperation given } && given.ElementValues.Any(HoldsNumber))
            || (bare is ICollectionExpressionOperation list && list.Elements.Any(HoldsNumber))
            || (bare.Type is IArrayTypeSymbol array && IsNumberType(array.ElementType))
            || (bare.Type is INamedTypeSymbol { TypeArguments: [ITypeSymbol element] } && IsNumberType(element));
    }

    private bool IsNumber(IOperation operation)
    {
        IOperation bare = Bare(operation);
        return !bare.ConstantValue.HasValue || bare.ConstantValue.Value is double or float or < 0
            ? bare.Type is ITypeSymbol type && IsNumberType(type) || IsRecord(bare)
            : false;
    }

    // The text that the compiler gives a record or a tuple joins its members' in the culture of the machine.
    private static bool IsRecord(IOperation operation)
    {
        ITypeSymbol? type = Bare(operation).Type;
        return type is not null && (type.IsTupleType || (type.IsRecord && type.GetMembers("ToString").All(member => member.IsImplicitlyDeclared)));
    }

    private bool IsNumberType(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return IsNumberType(nullable.TypeArguments[0]);
        }

        return type.TypeKind != TypeKind.Enum && type.SpecialType is not (SpecialType.System_Char or SpecialType.System_Boolean or SpecialType.System_String)
            && type.Name is not ("Enum" or "Guid" or "Rune" or "FormattableString" or "Char")
                && type.AllInterfaces.Contains(_formattable, SymbolEqualityComparer.Default);
    }

    private static IOperation Bare(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true } conversion ? Bare(conversion.Operand)
        : operation is IParenthesizedOperation inner ? Bare(inner.Operand)
        : operation is IArgumentOperation argument ? Bare(argument.Value)
        : operation;

    private static bool IsComparer(IParameterSymbol parameter) => parameter.Type.Name is "IComparer" or "Comparison" or "Comparer" or "StringComparer";

    private static bool IsComparison(IParameterSymbol parameter) => parameter.Type.Name is "StringComparison" or "CultureInfo";
}
