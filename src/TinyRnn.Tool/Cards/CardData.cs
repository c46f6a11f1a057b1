using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Cards;

/// <summary>What a model does with data that the user gives: what <c>evaluate</c> measures on them, and sequences for the ranges of its layers.</summary>
internal sealed class CardData
{
    private CardData(IReadOnlyList<ModelSequence> sequences) => Sequences = sequences;

    /// <summary>Sequences that the model can run.</summary>
    public IReadOnlyList<ModelSequence> Sequences { get; }

    /// <summary>What was measured.</summary>
    public IReadOnlyList<(string Word, string Text)> Facts { get; private init; } = [];

    /// <summary>Of a classifier: what it made of the examples.</summary>
    public ConfusionMatrix? Confusion { get; private init; }

    /// <summary>Of a forecast model: its forecasts.</summary>
    public CardForecast? Forecast { get; private init; }

    /// <param name="network">The model.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <param name="source">What <c>evaluate</c>, or for raw models and classifiers of rows <c>run</c>, reads.</param>
    /// <param name="form">How a CSV file is written.</param>
    /// <exception cref="ToolException">The data cannot be read, or do not fit the model.</exception>
    public static CardData Read(Network network, string path, string source, CsvForm form)
    {
        form = RememberedSettings.AddTo(form, network);
        return network.Task switch
        {
            NetworkTask.Classify when network.Tokens is not null => ReadTexts(network, path, source, form),
            NetworkTask.LanguageModel => ReadText(network, source),
            NetworkTask.Forecast => ReadSeries(network, path, source, form),
            _ => ReadSequences(network, source, form),
        };
    }

    private static CardData ReadTexts(Network network, string path, string source, CsvForm form)
    {
        const string Part = "test";
        LabelledDataSet data = LabelledFile.Read(source, network, form)
            .WithoutSmallClasses(network.Tokens!, out _)
            .Split(network.Tokens!, hasValidation: TrainClassifyCommand.HasValidation(network));
        int[] labels = ClassifierMeasure.Labels(network, data.Labels, path, source);
        LabelledText[] examples = [.. ClassifierMeasure.Part(data, Part, source)];
        ConfusionMatrix confusion = ClassifierMeasure.Of(network, examples.Select(example => (example.Tokens, labels[example.Label])));
        return new CardData([.. examples.Select(example => ModelSequence.OfTokens(example.Tokens))])
        {
            Confusion = confusion,
            Facts = [.. EvaluateCommand.Describe(confusion, Part)],
        };
    }

    private static CardData ReadText(Network network, string source)
    {
        string text = EvaluateCommand.ReadText(source, RememberedSettings.IsOfBytes(network));
        TextScore score = EvaluateCommand.ScoreText(network, source, text);
        return new CardData([ModelSequence.OfTokens(network.Tokens!.Encode(text))]) { Facts = [.. EvaluateCommand.Describe(score)] };
    }

    private static CardData ReadSeries(Network network, string path, string source, CsvForm form)
    {
        SeriesColumns columns = SeriesColumns.Of(network, RememberedSettings.Duplicates(network));
        ForecastFile file = ForecastFile.Read(network, path, source, null, columns, form);
        CardForecast forecast = CardForecast.Of(network, file, columns.Read(source, form).Times);
        return new CardData(
            [.. file.Targets.Select(target => ModelSequence.OfValues(ForecastValues.ToSingles(network.Forecast!, file.Windows.Before(target))))])
        {
            Forecast = forecast,
            Facts = [("forecasts", FormattableString.Invariant($"{file.Targets.Count:#,0} of '{file.Windows.Series.TargetName}' ({file.Part})"))],
        };
    }

    private static CardData ReadSequences(Network network, string source, CsvForm form)
    {
        SequenceFile file = SequenceFile.Read(source, network, form);
        try
        {
            ModelSequence[] sequences = [.. file.Sequences.Select(sequence => sequence.For(network))];
            long all = sequences.Sum(sequence => (long)sequence.Steps(network));
            string steps = FormattableString.Invariant($"{sequences.Length:#,0} of {all:#,0} steps together");
            return new CardData(sequences) { Facts = [("sequences", steps)] };
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{source}: {e.Message.Split(" (Parameter")[0]}");
        }
    }
}
