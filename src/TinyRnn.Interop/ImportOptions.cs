using TinyRnn.Interop.Options;
using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>What a file of weights does not say. All of it may be left out where only one reading is possible.</summary>
public sealed record ImportOptions
{
    // Before None, which reads it.
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly Dictionary<string, long> NoNumbers = [];

    /// <summary>Nothing is told.</summary>
    public static ImportOptions None { get; } = new();

    /// <summary>Name of the model; the file's name without folder and extension by default.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// What the network is for. By default: classify with <see cref="Labels"/>, a language model where the outputs are the vocabulary's, else raw.
    /// </summary>
    public NetworkTask? Task { get; init; }

    /// <summary>One label an output.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The characters that the network reads, in the order of their tokens.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>The words that the network reads.</summary>
    public WordList? Words { get; init; }

    /// <summary>How a text becomes words; by default as the file of words says or lets see.</summary>
    public WordSplit? Split { get; init; }

    /// <summary>Number of tokens that the network reads where it has no vocabulary here.</summary>
    public int? Tokens { get; init; }

    /// <summary>Most words of a text that are read.</summary>
    public int? Length { get; init; }

    /// <summary>With <see cref="Length"/>: whether of a longer text the first words are left out, as by default, or the last ones.</summary>
    public bool? CutsBefore { get; init; }

    /// <summary>With <see cref="Length"/>: the token that stands before or behind shorter texts; 0 where only <see cref="PadsBefore"/> is given.</summary>
    public int? Padding { get; init; }

    /// <summary>With <see cref="Length"/>: whether padding stands before a text, as by default, or behind it.</summary>
    public bool? PadsBefore { get; init; }

    /// <summary>What is done to text before its characters are looked up.</summary>
    public TextNormalization Normalization { get; init; }

    /// <summary>What happens to a character or word outside of the vocabulary; by default what the file of words says, else an error.</summary>
    public UnknownCharacter? Unknown { get; init; }

    /// <summary>The character or word that stands for unknown ones.</summary>
    public string? Replacement { get; init; }

    /// <summary>Which steps' outputs count; by default what the task needs, else every step.</summary>
    public OutputSteps? OutputSteps { get; init; }

    /// <summary>What the layers behind the last recurrent layer read of its steps; by default each step for itself.</summary>
    public SequenceReading? Reading { get; init; }

    /// <summary>Of a forecast: how many rows are read. With it the task is a forecast by default.</summary>
    public int? Window { get; init; }

    /// <summary>Of a forecast: steps from the last row to the value that is forecast; 1, the next one, by default.</summary>
    public int? Horizon { get; init; }

    /// <summary>
    /// Of a forecast: which column is forecast, by its name or its number from 0; <c>none</c> where it is none of those that are read.
    /// By default the only one.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>Names of the input's columns.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>Standardisation of the input that the file does not hold.</summary>
    public Scaling? InputScaling { get; init; }

    /// <summary>The way from the last layer's output to the user's units that the file does not hold.</summary>
    public Scaling? OutputScaling { get; init; }

    /// <summary>For each output the index of the input value that is added to it.</summary>
    public IReadOnlyList<int>? ResidualInputs { get; init; }

    /// <summary>Names of the modules in the order in which they are called.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    /// <summary>Of an ONNX graph: the values that the network reads, in place of the graph's inputs.</summary>
    public IReadOnlyList<string>? From { get; init; }

    /// <summary>Of an ONNX graph: the values that the network gives, in place of the graph's outputs.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>Of an ONNX graph: open sizes by their names, and inputs of one whole number, such as a sampling rate, that are the same at each step.</summary>
    public IReadOnlyDictionary<string, long> Set { get; init; } = NoNumbers;

    /// <summary>Of a Keras file of weights alone: the model's configuration, as <c>model.to_json()</c> gives it.</summary>
    public string? Architecture { get; init; }

    /// <summary>Of a PyTorch checkpoint with several state dicts: the keys of the one that is read, with dots between them.</summary>
    public string? Part { get; init; }

    /// <summary>The activation behind a module, or of a plain RNN's recurrence, by the module's name and in the words of the model file.</summary>
    public IReadOnlyDictionary<string, string> Activations { get; init; } = Nothing;

    /// <summary>How the user wrote or would write an option, such as <c>--order</c> for <c>order</c>, for messages; by default as in JSON.</summary>
    public IReadOnlyDictionary<string, string> Spelling { get; init; } = Nothing;

    /// <summary>The input as the file itself has it, where it does.</summary>
    internal TokenInput? InputOfFile { get; init; }

    /// <summary>Whether it is told what tokens are.</summary>
    internal bool TellsTokens => Vocabulary is not null || Words is not null || Tokens is not null || InputOfFile is not null;

    /// <summary>How many tokens the network reads, where that is told.</summary>
    internal int? TokenCount => Vocabulary is not null ? new Model.Vocabulary(Vocabulary).Size
        : Tokens ?? (Words is { MayBeLonger: false } ? Words.Words.Count : InputOfFile?.Size);

    /// <summary>The ways to tell what tokens are, for messages.</summary>
    internal string TokenAdvice =>
        $"give its characters in the order of their tokens as {Call("vocabulary")}, its words as {Call("words")}, or the number of tokens alone as "
            + $"{Call("tokens")}";

    /// <summary>The options that are given, as JSON names them. How options are spelled is none.</summary>
    internal IEnumerable<string> Given => new (string Name, bool IsGiven)[]
    {
        ("name", Name is not null), ("task", Task is not null), ("labels", Labels is not null), ("vocabulary", Vocabulary is not null),
        ("words", Words is not null), ("split", Split is not null), ("tokens", Tokens is not null),
        ("length", Length is not null), ("cut", CutsBefore is not null), ("padding", Padding is not null), ("pad", PadsBefore is not null),
        ("normalization", Normalization != TextNormalization.None), ("unknown", Unknown is not null), ("replacement", Replacement is not null),
        ("steps", OutputSteps is not null), ("reading", Reading is not null), ("window", Window is not null), ("horizon", Horizon is not null),
        ("target", Target is not null),
        ("input", InputNames is not null || InputScaling is not null), ("output", OutputScaling is not null || ResidualInputs is not null),
        ("order", Order is not null), ("from", From is not null), ("to", To is not null), ("set", Set.Count > 0), ("architecture", Architecture is not null),
        ("part", Part is not null), ("activations", Activations.Count > 0),
    }.Where(one => one.IsGiven).Select(one => one.Name);

    /// <summary>An option as messages call it.</summary>
    internal string Call(string name) => $"'{Spelling.GetValueOrDefault(name, name)}'";
}

/// <summary>What the layers behind a recurrent layer read of its steps.</summary>
public enum SequenceReading
{
    /// <summary>Each step for itself; of a whole sequence the last step (PyTorch's <c>output[:, -1]</c>).</summary>
    Steps,

    /// <summary>The final states of both directions (PyTorch's <c>torch.cat((h_n[-2], h_n[-1]), 1)</c>).</summary>
    Final,

    /// <summary>The mean over the steps.</summary>
    Mean,

    /// <summary>The largest of each value over the steps.</summary>
    Max,
}
