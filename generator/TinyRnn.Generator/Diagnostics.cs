using Microsoft.CodeAnalysis;
using TinyRnn.Model;

namespace TinyRnn.Generator;

/// <summary>
/// The diagnostics: TRNN001 to TRNN008 about the attribute and the project, from TRNN010 about model files, there with the numbers of
/// <see cref="ModelErrorCode"/>. Each has a page in <c>generator/diagnostics</c>.
/// </summary>
internal static class Diagnostics
{
    private const string Category = "TinyRnn";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "TRNN001", "Type is not partial", "'{0}' is not partial; declare it as partial, so that the model can be compiled into '{1}'");

    public static readonly DiagnosticDescriptor FileNotFound = Error(
        "TRNN002", "Model file not found", "No model file '{0}' in this project{1}");

    public static readonly DiagnosticDescriptor AmbiguousFile = Error(
        "TRNN003", "Several model files match", "Several model files match '{0}': {1}; give more of the path");

    public static readonly DiagnosticDescriptor SeveralAttributes = Error(
        "TRNN004", "Several model attributes on one type", "'{0}' has several [TinyRnnModel] attributes, but a type can be only one model; remove all but one");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "TRNN005", "Type cannot be a model", "'{0}' cannot be a model: {1}");

    public static readonly DiagnosticDescriptor UnreadableFile = Error(
        "TRNN006", "Model file cannot be read", "The model file '{0}' cannot be read as text");

    public static readonly DiagnosticDescriptor TooManyParameters = Error(
        "TRNN007", "Model is too large without packed weights", "'{0}' has {1} parameters, but at most {2} compile unless the build packs the weights into "
            + "a file; reference the TinyRnn package with its build files, and do not set TinyRnnPackWeights to false");

    public static readonly DiagnosticDescriptor InvalidProperty = Error(
        "TRNN008", "Project property is not a number", "<{0}> must be a whole number, written with digits only, not '{1}'");

    public static readonly DiagnosticDescriptor Syntax = Error("TRNN010", "Malformed model file", "{0}");

    public static readonly DiagnosticDescriptor Version = Error("TRNN011", "Unknown format version", "{0}");

    public static readonly DiagnosticDescriptor MissingField = Error("TRNN012", "Missing field", "{0}");

    public static readonly DiagnosticDescriptor UnknownField = Error("TRNN013", "Unknown or repeated field", "{0}");

    public static readonly DiagnosticDescriptor InvalidValue = Error("TRNN014", "Invalid value", "{0}");

    public static readonly DiagnosticDescriptor SizeMismatch = Error("TRNN015", "Sizes contradict each other", "{0}");

    public static readonly DiagnosticDescriptor MissingTensor = Error("TRNN016", "Missing tensor", "{0}");

    public static readonly DiagnosticDescriptor UnusedTensor = Error("TRNN017", "Unused tensor", "{0}");

    public static readonly DiagnosticDescriptor TensorShape = Error("TRNN018", "Wrong tensor shape", "{0}");

    public static readonly DiagnosticDescriptor TensorData = Error("TRNN019", "Wrong tensor data", "{0}");

    public static readonly DiagnosticDescriptor NotFinite = Error("TRNN020", "Weight is not finite", "{0}");

    public static readonly DiagnosticDescriptor Labels = Error("TRNN021", "Invalid labels", "{0}");

    public static readonly DiagnosticDescriptor Vocabulary = Error("TRNN022", "Invalid vocabulary", "{0}");

    public static readonly DiagnosticDescriptor TestVector = Error("TRNN023", "Invalid test vector", "{0}");

    public static readonly DiagnosticDescriptor Checksum = Error("TRNN024", "Checksum mismatch", "{0}");

    public static readonly DiagnosticDescriptor TooLarge = Error("TRNN025", "Model file too large", "{0}");

    /// <summary>The compiler itself reports this at the call, because the generated member has this id.</summary>
    public static readonly DiagnosticDescriptor NoStep = Error(Emit.Members.StepEmitter.NoStepId, "The model has no step", "{0}");

    /// <summary>The compiler itself reports this at the call, because the generated member has this id.</summary>
    public static readonly DiagnosticDescriptor NoFeedBack = Error(Emit.Members.ForecastEmitter.NoFeedBackId, "The model forecasts one value", "{0}");

    /// <summary>The diagnostic of an error in a model file.</summary>
    public static DiagnosticDescriptor Of(ModelErrorCode code) => code switch
    {
        ModelErrorCode.Syntax => Syntax,
        ModelErrorCode.Version => Version,
        ModelErrorCode.MissingField => MissingField,
        ModelErrorCode.UnknownField => UnknownField,
        ModelErrorCode.InvalidValue => InvalidValue,
        ModelErrorCode.SizeMismatch => SizeMismatch,
        ModelErrorCode.MissingTensor => MissingTensor,
        ModelErrorCode.UnusedTensor => UnusedTensor,
        ModelErrorCode.TensorShape => TensorShape,
        ModelErrorCode.TensorData => TensorData,
        ModelErrorCode.NotFinite => NotFinite,
        ModelErrorCode.Labels => Labels,
        ModelErrorCode.Vocabulary => Vocabulary,
        ModelErrorCode.TestVector => TestVector,
        ModelErrorCode.Checksum => Checksum,
        ModelErrorCode.TooLarge => TooLarge,
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Emit.DiagnosticPage.LinkOf(id));
}
