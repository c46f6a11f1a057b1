using System.Globalization;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;

namespace TinyRnn.Tool.Output;

/// <summary>What there is to tell of a model: each line is a word and what it is, the same on the screen and on a model card.</summary>
internal static class ModelFacts
{
    /// <param name="network">The model.</param>
    /// <param name="plan">What would be compiled.</param>
    /// <param name="notes">What an importer says of it.</param>
    public static IEnumerable<(string Word, string Text)> Of(Network network, ModelPlan plan, IEnumerable<string> notes)
    {
        yield return ("name", network.Name);
        foreach (string note in notes)
        {
            yield return ("note", note);
        }

        string outputs = network.OutputSteps == OutputSteps.Last ? "the last step" : "every step";
        yield return ("task", $"{Models.TaskName(network.Task)}, output of {outputs}{(network.IsStreaming ? "" : ", whole sequences only")}");
        yield return ("input", DescribeInput(network.Input));
        if (network.Forecast is ForecastShape shape)
        {
            yield return ("forecast", DescribeForecast(network, shape));
            if (shape.Origin is IReadOnlyList<double> origin)
            {
                yield return ("origin", string.Join(", ", origin.Select(Number)) + $" from the columns, {Number(shape.OutputOrigin)} to the forecast");
            }
        }

        if (network.Labels.Count > 0)
        {
            yield return ("labels", string.Join(", ", network.Labels));
        }

        if (network.Residual is Residual residual)
        {
            string factor = residual.Factor == 1f ? "" : FormattableString.Invariant($", times {residual.Factor}");
            yield return ("residual", "adds input " + string.Join(", ", residual.Inputs.Select(number => $"{number}")) + factor);
        }

        foreach ((string word, string text) in ModelCost.Of(network, plan).Describe(network.IsStreaming))
        {
            yield return (word, text);
        }

        yield return ("time", StepTime.Describe(network, plan));
        if (network.IsStreaming)
        {
            yield return ("states", $"fingerprint {FingerprintOf(network)}");
        }

        yield return ("test vectors", FormattableString.Invariant($"{network.TestVectors.Count}"));
    }

    /// <summary>How many trained values there are.</summary>
    public static string Parameters(Network network) => FormattableString.Invariant($"{network.ParameterCount:#,0} parameters");

    /// <summary>As the compiled model's Fingerprint in the messages of StateForm.</summary>
    public static string FingerprintOf(Network network) => Fingerprint.Of(network).ToString("x16", CultureInfo.InvariantCulture);

    private static string DescribeForecast(Network network, ForecastShape shape)
    {
        string columns = Models.ColumnNames(network) is IReadOnlyList<string> names
            ? Columns(names, shape)
            : FormattableString.Invariant($"{shape.Columns} columns");
        string target = shape.Target is int column ? FormattableString.Invariant($"value {column + 1} of the row") : "another column's value";
        return FormattableString.Invariant($"{target} {shape.Horizon} step{(shape.Horizon == 1 ? "" : "s")} after the last of {shape.Window} rows of ")
            + FormattableString.Invariant($"{columns}");
    }

    /// <summary>The columns that a forecast reads, with a mark at those that are known ahead.</summary>
    public static string Columns(IReadOnlyList<string> names, ForecastShape shape) =>
        string.Join(", ", names.Select((name, column) => shape.Known.Contains(column) ? $"{name} (known ahead)" : name));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string DescribeInput(NetworkInput input)
    {
        if (input is PlainTokens)
        {
            return $"{input.Size} tokens; the file has no vocabulary";
        }

        if (input is WordVocabulary words)
        {
            return DescribeWords(words);
        }

        if (input is not Vocabulary vocabulary)
        {
            VectorInput vector = (VectorInput)input;
            string names = vector.Names is null ? "" : ": " + string.Join(", ", vector.Names);
            return $"{vector.Size} number{(vector.Size == 1 ? "" : "s")} a step{names}{(vector.Scaling is null ? "" : ", standardised")}";
        }

        string ascii = vocabulary.Normalization == TextNormalization.Ascii ? ", Unicode to ASCII first" : "";
        string others = DescribeUnknown(vocabulary.Unknown, vocabulary.Replacement);
        return $"{vocabulary.Size} characters '{Visible(vocabulary.Characters)}'{ascii}; others are {others}";
    }

    private static string DescribeWords(WordVocabulary words)
    {
        string letters = words.Split.Letters switch
        {
            LetterCase.Lower => "in lower case, ",
            LetterCase.AsciiLower => "A to Z in lower case, ",
            _ => "",
        };
        string removed = words.Split.Removed.Length == 0 ? "" : $"without '{Visible(words.Split.Removed)}', ";
        string fit = words.Fit is not TextFit length ? ""
            : FormattableString.Invariant($"; at most {length.Length}, the {(length.CutsBefore ? "last" : "first")} ones")
                + DescribePadding(length);
        string others = DescribeUnknown(words.Unknown, words.Replacement);
        return FormattableString.Invariant($"{words.Size} words, {letters}{removed}split at '{Visible(words.Split.Separators)}'; others are {others}{fit}");
    }

    private static string DescribePadding(TextFit fit) =>
        fit.Padding is int padding ? FormattableString.Invariant($", with token {padding} {(fit.PadsBefore ? "before" : "after")} fewer") : "";

    private static string DescribeUnknown(UnknownCharacter unknown, string? replacement) => unknown switch
    {
        UnknownCharacter.Error => "an error",
        UnknownCharacter.Skip => "left out",
        _ => $"read as '{replacement}'",
    };

    private static string Visible(string characters) =>
        string.Concat(characters.Select(c =>
            char.IsControl(c) || (char.IsWhiteSpace(c) && c != ' ') ? FormattableString.Invariant($"\\u{(int)c:x4}") : c.ToString()));
}
