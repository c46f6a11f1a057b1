namespace TinyRnn.Model;

/// <summary>The words in a model file for the values of enumerations. Reader and writer share this table.</summary>
internal static class Words
{
    public static readonly Dictionary<string, Activation> Activations = Model.Activations.All.ToDictionary(facts => facts.Word, facts => facts.Kind);

    /// <summary>Elementwise activations, which a recurrent cell can have.</summary>
    public static readonly Dictionary<string, Activation> ElementwiseActivations =
        Activations.Where(pair => pair.Value.IsElementwise()).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Activations without parameters.</summary>
    public static readonly Dictionary<string, Activation> ConcatActivations =
        Activations.Where(pair => !pair.Value.HasAlpha()).ToDictionary(pair => pair.Key, pair => pair.Value);

    public static readonly Dictionary<string, CombineOperation> CombineOperations =
        Model.CombineOperations.All.ToDictionary(facts => facts.Word, facts => facts.Kind);

    public static readonly Dictionary<string, Function> Functions = Model.Functions.All.ToDictionary(facts => facts.Word, facts => facts.Kind);

    public static readonly Dictionary<string, ReduceMode> ReduceModes = new()
    {
        ["mean"] = ReduceMode.Mean,
        ["sum"] = ReduceMode.Sum,
        ["max"] = ReduceMode.Max,
    };

    public static readonly Dictionary<string, GruReset> GruResets = new()
    {
        ["after"] = GruReset.After,
        ["before"] = GruReset.Before,
    };

    public static readonly Dictionary<string, Direction> Directions = new()
    {
        ["forward"] = Direction.Forward,
        ["reverse"] = Direction.Reverse,
        ["bidirectional"] = Direction.Bidirectional,
    };

    public static readonly Dictionary<string, PoolingMode> PoolingModes = new()
    {
        ["mean"] = PoolingMode.Mean,
        ["max"] = PoolingMode.Max,
        ["final"] = PoolingMode.Final,
    };

    public static readonly Dictionary<string, WindowPoolingMode> WindowPoolingModes = new()
    {
        ["mean"] = WindowPoolingMode.Mean,
        ["mean-with-padding"] = WindowPoolingMode.MeanWithPadding,
        ["max"] = WindowPoolingMode.Max,
    };

    public static readonly Dictionary<string, BiasForm> BiasForms = new()
    {
        ["none"] = BiasForm.None,
        ["combined"] = BiasForm.Combined,
        ["separate"] = BiasForm.Separate,
    };

    public static readonly Dictionary<string, NetworkTask> Tasks = new()
    {
        ["raw"] = NetworkTask.Raw,
        ["classify"] = NetworkTask.Classify,
        ["language-model"] = NetworkTask.LanguageModel,
        ["forecast"] = NetworkTask.Forecast,
    };

    public static readonly Dictionary<string, OutputSteps> OutputSteps = new()
    {
        ["last"] = Model.OutputSteps.Last,
        ["every"] = Model.OutputSteps.Every,
    };

    public static readonly Dictionary<string, TextNormalization> Normalizations = new()
    {
        ["none"] = TextNormalization.None,
        ["ascii"] = TextNormalization.Ascii,
    };

    public static readonly Dictionary<string, UnknownCharacter> UnknownCharacters = new()
    {
        ["error"] = UnknownCharacter.Error,
        ["skip"] = UnknownCharacter.Skip,
        ["replace"] = UnknownCharacter.Replace,
    };

    public static readonly Dictionary<string, LetterCase> LetterCases = new()
    {
        ["none"] = LetterCase.AsWritten,
        ["ascii"] = LetterCase.AsciiLower,
        ["unicode"] = LetterCase.Lower,
    };

    /// <summary>The side of a text that is cut or padded; true for its beginning.</summary>
    public static readonly Dictionary<string, bool> TextEnds = new()
    {
        ["before"] = true,
        ["after"] = false,
    };

    public static readonly Dictionary<string, TensorType> TensorTypes = new()
    {
        ["F32"] = TensorType.F32,
        ["BF16"] = TensorType.BF16,
        ["I8"] = TensorType.I8,
    };

    public static string Of(Activation value) => Model.Activations.Of(value).Word;

    public static string Of(CombineOperation value) => Model.CombineOperations.Of(value).Word;

    public static string Of(Function value) => Model.Functions.Of(value).Word;

    public static string Of(ReduceMode value) => WordOf(ReduceModes, value);

    public static string Of(BiasForm value) => WordOf(BiasForms, value);

    public static string Of(GruReset value) => WordOf(GruResets, value);

    public static string Of(Direction value) => WordOf(Directions, value);

    public static string Of(PoolingMode value) => WordOf(PoolingModes, value);

    public static string Of(WindowPoolingMode value) => WordOf(WindowPoolingModes, value);

    public static string Of(NetworkTask value) => WordOf(Tasks, value);

    public static string Of(OutputSteps value) => WordOf(OutputSteps, value);

    public static string Of(TextNormalization value) => WordOf(Normalizations, value);

    public static string Of(UnknownCharacter value) => WordOf(UnknownCharacters, value);

    public static string Of(LetterCase value) => WordOf(LetterCases, value);

    public static string OfEnd(bool isBefore) => WordOf(TextEnds, isBefore);

    public static string Of(TensorType value) => WordOf(TensorTypes, value);

    private static string WordOf<T>(Dictionary<string, T> words, T value)
        where T : struct => words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;
}
