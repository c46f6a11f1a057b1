using TinyRnn.Interop.Options;
using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>Facts that a file of weights does not contain. Each option may be left out if only one interpretation is possible.</summary>
public sealed record ImportOptions
{
    // This field must come before None, which reads it.
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly Dictionary<string, long> NoNumbers = [];

    /// <summary>No options.</summary>
    public static ImportOptions None { get; } = new();

    /// <summary>Name of the model; by default the file's name without folder and extension.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The task of the network. By default it classifies if there are <see cref="Labels"/>, is a language model if it has one output for each token
    /// of the vocabulary, and is raw otherwise.
    /// </summary>
    public NetworkTask? Task { get; init; }

    /// <summary>One label for each output.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The characters that the network reads, in the order of their tokens.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>The words that the network reads.</summary>
    public WordList? Words { get; init; }

    /// <summary>How a text becomes words; by default as the file of words says or implies.</summary>
    public WordSplit? Split { get; init; }

    /// <summary>Number of tokens that the network reads, if no vocabulary is given.</summary>
    public int? Tokens { get; init; }

    /// <summary>The largest number of words of a text that is read.</summary>
    public int? Length { get; init; }

    /// <summary>With <see cref="Length"/>: whether a longer text loses its first words, which is the default, or its last ones.</summary>
    public bool? CutsBefore { get; init; }

    /// <summary>With <see cref="Length"/>: the token that pads shorter texts; 0 if only <see cref="PadsBefore"/> is given.</summary>
    public int? Padding { get; init; }

    /// <summary>With <see cref="Length"/>: whether padding comes before a text, which is the default, or after it.</summary>
    public bool? PadsBefore { get; init; }

    /// <summary>How text is changed before its characters are looked up.</summary>
    public TextNormalization Normalization { get; init; }

    /// <summary>The rule for characters or words outside the vocabulary; by default the rule of the file of words, else an error.</summary>
    public UnknownCharacter? Unknown { get; init; }

    /// <summary>The character or word that replaces unknown ones.</summary>
    public string? Replacement { get; init; }

    /// <summary>The steps whose outputs are valid; by default those that the task needs, else all.</summary>
    public OutputSteps? OutputSteps { get; init; }

    /// <summary>What the layers after the last recurrent layer read of its steps; by default each step by itself.</summary>
    public SequenceReading? Reading { get; init; }

    /// <summary>For a forecast: how many rows it reads. With this option the default task is a forecast.</summary>
    public int? Window { get; init; }

    /// <summary>For a forecast: steps from the last row to the forecast value; by default 1, the next step.</summary>
    public int? Horizon { get; init; }

    /// <summary>
    /// For a forecast: the column that is forecast, by its name or its number from 1; <c>none</c> if the model does not read it. By default the only
    /// column.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// For a forecast: the columns whose values are known ahead, such as a price or a holiday, by their names or their numbers from 1; by default none.
    /// </summary>
    public IReadOnlyList<string>? Known { get; init; }

    /// <summary>Names of the input's columns.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>Standardisation of the input, if the file does not hold it.</summary>
    public Scaling? InputScaling { get; init; }

    /// <summary>Conversion of the last layer's output to the user's units, if the file does not hold it.</summary>
    public Scaling? OutputScaling { get; init; }

    /// <summary>For each output, the index of the input value that is added to it.</summary>
    public IReadOnlyList<int>? ResidualInputs { get; init; }

    /// <summary>Names of the modules, in the order of their calls.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    /// <summary>For an ONNX graph: the values that the network reads, instead of the graph's inputs.</summary>
    public IReadOnlyList<string>? From { get; init; }

    /// <summary>For an ONNX graph: the values that the network gives, instead of the graph's outputs.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>For an ONNX graph: open sizes by their names, and inputs of one integer, such as a sampling rate, that are the same at each
    /// step.</summary>
    public IReadOnlyDictionary<string, long> Set { get; init; } = NoNumbers;

    /// <summary>For a Keras file that holds only weights: the model's configuration, as <c>model.to_json()</c> returns it.</summary>
    public string? Architecture { get; init; }

    /// <summary>For a PyTorch checkpoint with several state dicts: the keys that lead to the one to read, with dots between them.</summary>
    public string? Part { get; init; }

    /// <summary>The activation after a module, or of a plain RNN's recurrence, by the module's name, in words of the model file.</summary>
    public IReadOnlyDictionary<string, string> Activations { get; init; } = Nothing;

    /// <summary>How the user writes an option, such as <c>--order</c> for <c>order</c>, for messages; by default as in JSON.</summary>
    public IReadOnlyDictionary<string, string> Spelling { get; init; } = Nothing;

    /// <summary>The input as the file itself defines it, if it does.</summary>
    internal TokenInput? InputOfFile { get; init; }

    /// <summary>Whether the options define the tokens.</summary>
    internal bool TellsTokens => Vocabulary is not null || Words is not null || Tokens is not null || InputOfFile is not null;

    /// <summary>How many tokens the network reads, if the options say so.</summary>
    internal int? TokenCount => Vocabulary is not null ? new Model.Vocabulary(Vocabulary).Size
        : Tokens ?? (Words is { MayBeLonger: false } ? Words.Words.Count : InputOfFile?.Size);

    /// <summary>The options that define tokens, for messages.</summary>
    internal string TokenAdvice =>
        $"give its characters in the order of their tokens as {Call("vocabulary")}, its words as {Call("words")}, or only the number of tokens as "
            + $"{Call("tokens")}";

    /// <summary>The options that are given, by their JSON names. The spelling of options does not count as one.</summary>
    internal IEnumerable<string> Given => new (string Name, bool IsGiven)[]
    {
        ("name", Name is not null), ("task", Task is not null), ("labels", Labels is not null), ("vocabulary", Vocabulary is not null),
        ("words", Words is not null), ("wordSplit", Split is not null), ("tokens", Tokens is not null),
        ("length", Length is not null), ("cut", CutsBefore is not null), ("padding", Padding is not null), ("pad", PadsBefore is not null),
        ("normalization", Normalization != TextNormalization.None), ("unknown", Unknown is not null), ("replacement", Replacement is not null),
        ("outputs", OutputSteps is not null), ("reading", Reading is not null), ("window", Window is not null), ("horizon", Horizon is not null),
        ("target", Target is not null), ("known", Known is not null),
        ("input", InputNames is not null || InputScaling is not null), ("output", OutputScaling is not null || ResidualInputs is not null),
        ("order", Order is not null), ("from", From is not null), ("to", To is not null), ("set", Set.Count > 0), ("architecture", Architecture is not null),
        ("part", Part is not null), ("activations", Activations.Count > 0),
    }.Where(one => one.IsGiven).Select(one => one.Name);

    /// <summary>An option as messages name it.</summary>
    internal string Call(string name) => $"'{Spelling.GetValueOrDefault(name, name)}'";
}

/// <summary>What the layers after a recurrent layer read of its steps.</summary>
public enum SequenceReading
{
    /// <summary>Each step by itself; for a whole sequence, the last step (PyTorch's <c>output[:, -1]</c>).</summary>
    Steps,

    /// <summary>The final states of both directions (PyTorch's <c>torch.cat((h_n[-2], h_n[-1]), 1)</c>).</summary>
    Final,

    /// <summary>The mean over the steps.</summary>
    Mean,

    /// <summary>The maximum of each value over the steps.</summary>
    Max,
}
