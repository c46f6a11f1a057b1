using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>Two models measured on the same examples of the same data.</summary>
/// <param name="Examples">A description of the examples.</param>
/// <param name="Count">The number of examples, characters or forecasts.</param>
/// <param name="Measures">The results.</param>
internal sealed record ModelComparison(string Examples, int Count, IReadOnlyList<ComparedMeasure> Measures)
{
    /// <summary>
    /// Compares classifiers on the texts that are in the part of both. The parts may differ: texts that a vocabulary reads alike count once, and
    /// texts without a known character are left out.
    /// </summary>
    /// <exception cref="ToolException">No text is in the part for both, or a label is unknown.</exception>
    public static ModelComparison OfClassifiers(ComparedModel first, ComparedModel second, string source, LabelledTexts texts, string split)
    {
        IReadOnlyList<string> labels = texts.WithoutSmallClasses(first.Network.Tokens!, out _).WithoutSmallClasses(second.Network.Tokens!, out _).Labels;
        LabelledTexts kept = Only(texts, labels);
        (HashSet<(string, int)> firstPart, int[] firstLabels) = Part(first, kept, split, source);
        (HashSet<(string, int)> secondPart, int[] secondLabels) = Part(second, kept, split, source);
        List<(int[] Tokens, int Label)> firstExamples = [], secondExamples = [];
        HashSet<(string, int)> firstKnown = [], secondKnown = [];
        for (int label = 0; label < labels.Count; label++)
        {
            foreach (LabelledLine line in kept.Lines[label])
            {
                int[] a = first.Network.Tokens!.Encode(line.Text), b = second.Network.Tokens!.Encode(line.Text);
                string textA = first.Network.Tokens.Decode(a), textB = second.Network.Tokens.Decode(b);
                bool isInBoth = firstPart.Contains((textA, label)) && secondPart.Contains((textB, label));

                // Texts that either vocabulary reads alike count once.
                if (isInBoth && !firstKnown.Contains((textA, label)) && !secondKnown.Contains((textB, label)))
                {
                    firstKnown.Add((textA, label));
                    secondKnown.Add((textB, label));
                    firstExamples.Add((a, firstLabels[label]));
                    secondExamples.Add((b, secondLabels[label]));
                }
            }
        }

        if (firstExamples.Count == 0)
        {
            throw new ToolException(
                $"{source}: the '{split}' parts of the two models have no text in common, because their vocabularies differ; --split all uses every "
                    + "text");
        }

        ConfusionMatrix firstMatrix = ClassifierMeasure.Of(first.Network, firstExamples);
        ConfusionMatrix secondMatrix = ClassifierMeasure.Of(second.Network, secondExamples);
        string others = firstPart.Count == firstExamples.Count && secondPart.Count == firstExamples.Count ? ""
            : FormattableString.Invariant($"; the first model's part has {firstPart.Count:#,0} and the second's {secondPart.Count:#,0}");
        return new ModelComparison(
            FormattableString.Invariant($"{firstExamples.Count:#,0} texts ({split}){others}"), firstExamples.Count,
            [
                new("accuracy", firstMatrix.Accuracy, secondMatrix.Accuracy, MeasureKind.Share),
                new("macro-F1", firstMatrix.MacroF1, secondMatrix.MacroF1, MeasureKind.Score),
            ]);
    }

    /// <summary>Compares language models on a whole text.</summary>
    /// <exception cref="ToolException">The text cannot be read.</exception>
    public static ModelComparison OfTexts(ComparedModel first, ComparedModel second, string file, bool isBytes)
    {
        string text = EvaluateCommand.ReadText(file, isBytes);
        TextScore a = EvaluateCommand.ScoreText(first.Network, file, text), b = EvaluateCommand.ScoreText(second.Network, file, text);
        List<ComparedMeasure> measures =
        [
            new($"nats a {first.Network.Tokens!.Noun}", a.NatsPerCharacter, b.NatsPerCharacter, MeasureKind.Error),
            new($"bits a {first.Network.Tokens.Noun}", a.NatsPerCharacter / Math.Log(2), b.NatsPerCharacter / Math.Log(2), MeasureKind.Error),
            new("perplexity", a.Perplexity, b.Perplexity, MeasureKind.Error),
        ];
        string noun = first.Network.Tokens.Noun;
        if (noun == second.Network.Tokens!.Noun && a.Predictions == b.Predictions)
        {
            return new ModelComparison(FormattableString.Invariant($"{a.Predictions:#,0} {noun}s predicted"), a.Predictions, measures);
        }

        // Means over different numbers of tokens cannot be compared, so the whole text is.
        string counts = FormattableString.Invariant(
            $"{a.Predictions:#,0} {noun}s predicted by the first and {b.Predictions:#,0} {second.Network.Tokens.Noun}s by the second: compare the whole text");
        return new ModelComparison(
            counts, a.Predictions,
            [
                new("nats, whole text", -a.LogLikelihood, -b.LogLikelihood, MeasureKind.Error),
                .. measures.Select(measure => measure with { Name = measure.Name.Split(" a ")[0] + (measure.Name == "perplexity" ? "" : ", mean") }),
            ]);
    }

    /// <summary>Compares forecast models on the values that both can forecast.</summary>
    /// <exception cref="ToolException">They forecast different columns, read the rows differently, or have no forecast value in common.</exception>
    public static ModelComparison OfForecasts(
        ComparedModel first, ComparedModel second, string file, string? split, Func<Network, SeriesColumns> columns, Func<Network, CsvForm> form)
    {
        // If one of them was tested on a part, both are measured on it: neither has learned from it.
        ForecastFile a = ForecastFile.Read(first.Network, first.Path, file, split, columns(first.Network), form(first.Network));
        ForecastFile b = ForecastFile.Read(second.Network, second.Path, file, split, columns(second.Network), form(second.Network));
        if (a.Part != b.Part)
        {
            a = ForecastFile.Read(first.Network, first.Path, file, "test", columns(first.Network), form(first.Network));
            b = ForecastFile.Read(second.Network, second.Path, file, "test", columns(second.Network), form(second.Network));
        }

        if (a.Windows.Series.TargetName != b.Windows.Series.TargetName)
        {
            throw new ToolException(
                $"{file}: {first.Path} forecasts '{a.Windows.Series.TargetName}' and {second.Path} '{b.Windows.Series.TargetName}'; the same column was "
                    + "expected");
        }

        // Targets are matched by row number.
        if (!a.Windows.Series.Target.SequenceEqual(b.Windows.Series.Target))
        {
            throw new ToolException($"{file}: the models read the rows in different ways; give --time and --duplicates, which then hold for both");
        }

        int[] targets = [.. a.Targets.Intersect(b.Targets).Order()];
        if (targets.Length == 0)
        {
            throw new ToolException($"{file}: the models have no forecast value in common ({a.Part})");
        }

        double[] measured = [.. targets.Select(target => a.Windows.Series.Target[target])];
        ForecastErrors firstErrors = ForecastErrors.Of(a.Windows.Forecast(first.Network, targets), measured);
        ForecastErrors secondErrors = ForecastErrors.Of(b.Windows.Forecast(second.Network, targets), measured);
        int firstHorizon = first.Network.Forecast!.Horizon, secondHorizon = second.Network.Forecast!.Horizon;
        string horizons = firstHorizon == secondHorizon ? "" : $", {firstHorizon} and {secondHorizon} steps ahead";
        return new ModelComparison(
            FormattableString.Invariant($"{targets.Length:#,0} forecasts of '{a.Windows.Series.TargetName}' ({a.Part}){horizons}"), targets.Length,
            [new("RMSE", firstErrors.Rmse, secondErrors.Rmse, MeasureKind.Deviation), new("MAE", firstErrors.Mae, secondErrors.Mae, MeasureKind.Deviation)]);
    }

    private static LabelledTexts Only(LabelledTexts texts, IReadOnlyList<string> labels)
    {
        int[] kept = [.. labels.Select(label => texts.Labels.ToList().IndexOf(label))];
        return new LabelledTexts(labels, [.. kept.Select(label => texts.Lines[label])], [.. kept.Select(label => texts.Lines[label][0].File)]);
    }

    private static (HashSet<(string Text, int Label)> Part, int[] Labels) Part(ComparedModel model, LabelledTexts texts, string split, string source)
    {
        LabelledDataSet data = texts.Split(model.Network.Tokens!, hasValidation: TrainClassifyCommand.HasValidation(model.Network));
        return (
            [.. ClassifierMeasure.Part(data, split, source).Select(example => (example.Text, example.Label))],
            ClassifierMeasure.Labels(model.Network, data.Labels, model.Path, source));
    }
}
