using System.CommandLine;
using System.Globalization;
using TinyRnn.Interop;
using TinyRnn.Interop.Options;
using TinyRnn.Model;

namespace TinyRnn.Tool.Commands;

/// <summary>Import options on the command line: what a file of weights does not say. They win over the file of options next to the weights.</summary>
internal sealed class ImportArguments
{
    private readonly Option<string?> _options =
        new("--options") { Description = "A JSON file of import options. [default: NAME.import.json next to the weights, if it exists]" };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the model. [default: the name in a .nam file, else from the file's name]" };
    private readonly Option<string?> _task = Words("--task", Model.Words.Tasks.Keys, "What the model is for. [default: classify with --labels, forecast "
        + "with --window, language-model if there are as many outputs as "
            + "characters, else raw]");
    private readonly Option<string?> _labels = new("--labels") { Description = "A text file with one label a line, or a JSON array." };
    private readonly Option<string?> _vocabulary = new("--vocabulary")
    {
        Description = "A text file with the characters in token order, or JSON: a string, an array, or an object {character: token}.",
    };
    private readonly Option<string?> _words = new("--words")
    {
        Description = "A text file with one word a line in token order, or JSON: an array, an object {word: token} such as Keras's word_index, "
            + "or the output of Keras's Tokenizer.to_json().",
    };

    private readonly Option<string?> _wordSplit = Words(
        "--word-split", OptionsFile.SplitWords, "How a text is split into words. [default: what the file of --words says, else what is usual for its kind]");
    private readonly Option<int?> _tokens = new("--tokens") { Description = "Number of tokens that the model reads, if no vocabulary is given." };
    private readonly Option<int?> _length = new("--length")
    {
        Description = "Largest number of words that are read of a text, like maxlen of Keras's pad_sequences.",
    };
    private readonly Option<string?> _cut = Words("--cut", Model.Words.TextEnds.Keys, "Where a longer text is cut: before drops its first words, after its "
        + "last. [default: before]");
    private readonly Option<string?> _pad = Words("--pad", Model.Words.TextEnds.Keys, "Where a shorter text is padded: before or after it. [default: it is "
        + "not padded]");
    private readonly Option<int?> _padding = new("--padding") { Description = "The padding token. [default: 0 with --pad]" };
    private readonly Option<string?> _normalization = Words(
        "--normalization", Model.Words.Normalizations.Keys, "How text is changed before its characters are looked up; ascii folds letters with accents (é "
            + "becomes e). [default: none]");
    private readonly Option<string?> _unknown = Words(
        "--unknown", Model.Words.UnknownCharacters.Keys, "What happens to a character or word outside the vocabulary: skip leaves it out, replace reads "
            + "--replacement. [default: as the file of --words says, else error]");
    private readonly Option<string?> _replacement = new("--replacement") { Description = "The character or word that replaces unknown ones." };
    private readonly Option<string?> _outputs = Words("--outputs", Model.Words.OutputSteps.Keys, "Whether the model returns the output of every step or of "
        + "the last one. [default: last for classify and forecast, else every]");
    private readonly Option<string?> _reading = Words(
        "--reading", OptionsFile.ReadingWords, "What the layers after the last recurrent layer read: its output at every step (steps), the last state of "
            + "each direction (final), or the mean or maximum over the steps. [default: steps]");
    private readonly Option<int?> _window = new("--window") { Description = "For a forecast: how many rows the model reads." };
    private readonly Option<int?> _horizon =
        new("--horizon") { Description = "For a forecast: how many rows after the last one the forecast value is. [default: 1]" };
    private readonly Option<string?> _target =
        new("--target")
        {
            Description = "For a forecast: the forecast column, by name or by number from 1; 'none' if the model does not read it. [default: the only column]",
        };
    private readonly Option<string?> _known = new("--known")
    {
        Description = "For a forecast: the columns whose values are known ahead, by name or by number from 1, separated by commas. [default: none]",
    };
    private readonly Option<string?> _columns = new("--columns") { Description = "Names of the input columns, separated by commas." };
    private readonly Option<string?> _mean = new("--mean")
    {
        Description = "Means of the input columns, separated by commas. With --std the network reads (x - mean) / std.",
    };
    private readonly Option<string?> _std = new("--std") { Description = "Standard deviations of the input columns, separated by commas." };
    private readonly Option<string?> _outputMean = new("--output-mean")
    {
        Description = "Means of the outputs, separated by commas. With --output-std the result is y * std + mean.",
    };
    private readonly Option<string?> _outputStd = new("--output-std") { Description = "Standard deviations of the outputs, separated by commas." };
    private readonly Option<bool> _isBuild = new("--from-build") { Description = "Use the project file's names of the options in messages.", Hidden = true };
    private readonly Option<string?> _order = new("--order") { Description = "Names of the modules in the order of their calls, separated by commas." };
    private readonly Option<string?> _from =
        new("--from") { Description = "For an ONNX graph: names of the values to read, separated by commas. [default: the graph's inputs]" };
    private readonly Option<string?> _to =
        new("--to") { Description = "For an ONNX graph: names of the values to return, separated by commas. [default: the graph's outputs]" };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "NAME=NUMBER: sets a dynamic dimension or a scalar integer input of an ONNX graph to a fixed value. May be given several "
            + "times, or with several pairs separated by commas.",
    };
    private readonly Option<string?> _architecture = new("--architecture")
    {
        Description = "For a Keras file that holds weights only: the file with the model's configuration, as model.to_json() gives it. "
            + "[default: NAME.json, model.json or config.json next to the weights]",
    };
    private readonly Option<string?> _part = new("--part")
    {
        Description = "For a PyTorch checkpoint with several state dicts: the key of the one to read, with dots between nested keys.",
    };
    private readonly Option<string[]> _activations = new("--activation")
    {
        Description = "NAME=ACTIVATION: the activation after a module, or in a plain RNN's recurrence: identity, tanh, sigmoid, relu, leaky-relu:0.2, ... "
            + "May be given several times, or with several pairs separated by commas.",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The name of an option if the user gave it; null otherwise.</summary>
    public string? FirstGiven(ParseResult parsed) => All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    private Option[] All =>
    [
        _task, _labels, _vocabulary, _words, _wordSplit, _tokens, _length, _cut, _pad, _padding, _normalization, _unknown, _replacement, _outputs, _reading,
        _order, _from, _to, _set, _architecture, _part, _activations, _window, _horizon, _target, _known, _columns, _mean, _std, _outputMean, _outputStd,
        _name, _options, _isBuild,
    ];

    /// <summary>The files that the import reads, with null for each that is not named.</summary>
    public IEnumerable<string?> Files(ParseResult parsed, string weights) =>
    [
        weights, parsed.GetValue(_options) ?? OptionsFile.PathBeside(weights),
        parsed.GetValue(_labels), parsed.GetValue(_vocabulary), parsed.GetValue(_words), parsed.GetValue(_architecture),
    ];

    /// <exception cref="ToolException">An argument is malformed.</exception>
    /// <exception cref="ImportException">A file that an argument names is malformed.</exception>
    public ImportOptions Read(ParseResult parsed, string weights)
    {
        ImportOptions file = parsed.GetValue(_options) is string path ? OptionsFile.Read(path) : OptionsFile.FindBeside(weights);
        Dictionary<string, string> activations = Activations(parsed.GetValue(_activations) ?? []);
        Dictionary<string, long> numbers = Set(parsed.GetValue(_set) ?? []);
        return file with
        {
            Name = parsed.GetValue(_name) ?? file.Name,
            Task = Find(parsed, _task, Model.Words.Tasks) ?? file.Task,
            Labels = parsed.GetValue(_labels) is string labels ? TextFiles.ReadLabels(labels) : file.Labels,
            Vocabulary = parsed.GetValue(_vocabulary) is string vocabulary ? TextFiles.ReadVocabulary(vocabulary) : file.Vocabulary,
            Words = parsed.GetValue(_words) is string words ? WordFiles.Read(words) : file.Words,
            Split = parsed.GetValue(_wordSplit) is string split ? OptionsFile.FindSplit(split) : file.Split,
            Tokens = parsed.GetValue(_tokens) ?? file.Tokens,
            Length = parsed.GetValue(_length) ?? file.Length,
            CutsBefore = Find(parsed, _cut, Model.Words.TextEnds) ?? file.CutsBefore,
            PadsBefore = Find(parsed, _pad, Model.Words.TextEnds) ?? file.PadsBefore,
            Padding = parsed.GetValue(_padding) ?? file.Padding,
            Normalization = Find(parsed, _normalization, Model.Words.Normalizations) ?? file.Normalization,
            Unknown = Find(parsed, _unknown, Model.Words.UnknownCharacters) ?? file.Unknown,
            Replacement = parsed.GetValue(_replacement) ?? file.Replacement,
            OutputSteps = Find(parsed, _outputs, Model.Words.OutputSteps) ?? file.OutputSteps,
            Reading = parsed.GetValue(_reading) is string reading ? OptionsFile.FindReading(reading) : file.Reading,
            Order = parsed.GetList(_order) ?? file.Order,
            From = parsed.GetList(_from) ?? file.From,
            To = parsed.GetList(_to) ?? file.To,
            Set = numbers.Count > 0 ? numbers : file.Set,
            Architecture = parsed.GetValue(_architecture) is string architecture ? TextFiles.ReadText(architecture) : file.Architecture,
            Part = parsed.GetValue(_part) ?? file.Part,
            Activations = activations.Count > 0 ? activations : file.Activations,
            Window = parsed.GetValue(_window) ?? file.Window,
            Horizon = parsed.GetValue(_horizon) ?? file.Horizon,
            Target = parsed.GetValue(_target) ?? file.Target,
            Known = parsed.GetList(_known) ?? file.Known,
            InputNames = parsed.GetList(_columns) ?? file.InputNames,
            InputScaling = Scaling(parsed, _mean, _std) ?? file.InputScaling,
            OutputScaling = Scaling(parsed, _outputMean, _outputStd) ?? file.OutputScaling,
            Spelling = Spelling(parsed.GetValue(_isBuild), file, parsed),
        };
    }

    // A message names an option of the file as the file does, and others as on the command line.
    private Dictionary<string, string> Spelling(bool isBuild, ImportOptions file, ParseResult parsed)
    {
        (string Name, Option Option)[] all =
        [
            ("task", _task), ("labels", _labels), ("vocabulary", _vocabulary),
            ("words", _words), ("wordSplit", _wordSplit), ("tokens", _tokens), ("length", _length), ("cut", _cut), ("pad", _pad), ("padding", _padding),
            ("reading", _reading), ("order", _order), ("from", _from), ("to", _to), ("set", _set), ("architecture", _architecture), ("part", _part),
            ("activations", _activations),
            ("window", _window), ("horizon", _horizon), ("target", _target), ("known", _known), ("name", _name), ("normalization", _normalization),
            ("unknown", _unknown), ("replacement", _replacement), ("outputs", _outputs), ("input", IsGiven(_columns) ? _columns : _mean),
            ("output", _outputMean),
        ];
        string[] inFile = [.. file.Given];
        return all.Where(one => !inFile.Contains(one.Name) || IsGiven(one.Option)).ToDictionary(
            one => one.Name, one => isBuild ? InBuild(one.Option) : one.Option.Name);

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

        // In a project file --output-mean is OutputMean, and the activations of several options are one text.
        string InBuild(Option option) => option == _activations ? "Activations"
            : string.Concat(option.Name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static Scaling? Scaling(ParseResult parsed, Option<string?> mean, Option<string?> std)
    {
        float[]? means = Numbers(parsed, mean);
        float[]? stds = Numbers(parsed, std);
        try
        {
            return (means, stds) switch
            {
                (null, null) => null,
                (float[] m, float[] s) => new Scaling(m, s),
                _ => throw new ToolException($"{mean.Name} and {std.Name} belong together; give both"),
            };
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{mean.Name} and {std.Name}: {e.Message}");
        }
    }

    private static float[]? Numbers(ParseResult parsed, Option<string?> option) => parsed.GetList(option) is not string[] words ? null
        : [.. words.Select(
            word => float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
                ? number
                : throw new ToolException($"{option.Name}: '{word}' is not a number"))];

    private static Option<string?> Words(string name, IEnumerable<string> words, string description)
    {
        Option<string?> option = new(name) { Description = description };
        option.AcceptOnlyFromAmong([.. words]);
        return option;
    }

    private static T? Find<T>(ParseResult parsed, Option<string?> option, Dictionary<string, T> words)
        where T : struct => parsed.GetValue(option) is string word ? words[word] : null;

    private static Dictionary<string, long> Set(string[] values) => Pairs(values, "NAME=NUMBER, or repeats a name").ToDictionary(
        pair => pair.Key,
        pair => long.TryParse(pair.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw new ToolException($"--set: '{pair.Value}' is not a whole number"));

    private static Dictionary<string, string> Activations(string[] values) => Pairs(values, "NAME=ACTIVATION, or repeats a name");

    private static Dictionary<string, string> Pairs(string[] values, string what)
    {
        Dictionary<string, string> pairs = [];
        foreach (string pair in values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            int equals = pair.LastIndexOf('=');
            if (equals < 0 || !pairs.TryAdd(pair[..equals], pair[(equals + 1)..]))
            {
                throw new ToolException($"'{pair}' is not of the form {what}");
            }
        }

        return pairs;
    }
}
