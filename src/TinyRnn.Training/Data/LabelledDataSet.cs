namespace TinyRnn.Training;

/// <summary>An example of a class.</summary>
/// <param name="Text">What the input made of the line.</param>
/// <param name="Tokens">Its tokens, at least one.</param>
/// <param name="Label">Index of its label.</param>
public sealed record LabelledText(string Text, int[] Tokens, int Label);

/// <summary>Labelled texts to train and to test on.</summary>
public sealed class LabelledDataSet
{
    /// <summary>Makes a set.</summary>
    /// <param name="vocabulary">How text became tokens.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="train">Examples to learn from.</param>
    /// <param name="test">Examples to measure with.</param>
    /// <param name="empty">Number of lines that were left out because no character of the vocabulary was in them.</param>
    /// <param name="repeated">Number of lines that were left out because their class had the same text already.</param>
    /// <param name="validation">Examples that choose the best weights; null or empty where those to measure with do.</param>
    /// <exception cref="ArgumentException">Fewer than two labels, no example on one side, an empty example, or a label that is not there.</exception>
    public LabelledDataSet(
        TokenInput vocabulary, IReadOnlyList<string> labels, IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> test, int empty = 0,
        int repeated = 0, IReadOnlyList<LabelledText>? validation = null)
    {
        if (labels.Count < 2 || train.Count == 0 || test.Count == 0)
        {
            throw new ArgumentException($"{labels.Count} labels, {train.Count} examples to train and {test.Count} to test are too few");
        }

        IEnumerable<LabelledText> all = train.Concat(validation ?? []).Concat(test);
        if (all.FirstOrDefault(text => text.Tokens.Length == 0 || (uint)text.Label >= (uint)labels.Count) is LabelledText wrong)
        {
            throw new ArgumentException($"the example '{wrong.Text}' is empty or its label {wrong.Label} is not below {labels.Count}");
        }

        Vocabulary = vocabulary;
        Labels = labels;
        Train = train;
        Test = test;
        Validation = validation ?? [];
        Empty = empty;
        Repeated = repeated;
    }

    /// <summary>How text became tokens.</summary>
    public TokenInput Vocabulary { get; }

    /// <summary>The labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Examples to learn from, class by class.</summary>
    public IReadOnlyList<LabelledText> Train { get; }

    /// <summary>Examples to measure with, class by class.</summary>
    public IReadOnlyList<LabelledText> Test { get; }

    /// <summary>Examples that choose the best weights, class by class; none where <see cref="Test"/> does that, too, and so flatters them a little.</summary>
    public IReadOnlyList<LabelledText> Validation { get; }

    /// <summary>Number of lines that were left out because nothing of the vocabulary was in them.</summary>
    public int Empty { get; }

    /// <summary>Number of lines that were left out because their class had the same text already.</summary>
    public int Repeated { get; }
}
