namespace TinyRnn.Model;

/// <summary>The words of the model file for the values of its enumerations; one table serves reader and writer.</summary>
internal static class Words
{
    public static readonly Dictionary<string, Activation> Activations = new()
    {
        ["identity"] = Activation.Identity,
        ["tanh"] = Activation.Tanh,
        ["relu"] = Activation.Relu,
        ["sigmoid"] = Activation.Sigmoid,
        ["softmax"] = Activation.Softmax,
        ["log-softmax"] = Activation.LogSoftmax,
    };

    public static readonly Dictionary<string, Activation> RecurrentActivations = new()
    {
        ["identity"] = Activation.Identity,
        ["tanh"] = Activation.Tanh,
        ["relu"] = Activation.Relu,
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

    public static readonly Dictionary<string, TensorType> TensorTypes = new()
    {
        ["F32"] = TensorType.F32,
    };

    public static string Of(Activation value) => WordOf(Activations, value);

    public static string Of(BiasForm value) => WordOf(BiasForms, value);

    public static string Of(NetworkTask value) => WordOf(Tasks, value);

    public static string Of(OutputSteps value) => WordOf(OutputSteps, value);

    public static string Of(TextNormalization value) => WordOf(Normalizations, value);

    public static string Of(UnknownCharacter value) => WordOf(UnknownCharacters, value);

    public static string Of(TensorType value) => WordOf(TensorTypes, value);

    private static string WordOf<T>(Dictionary<string, T> words, T value)
        where T : struct, Enum => words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;
}
