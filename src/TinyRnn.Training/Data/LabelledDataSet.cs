namespace TinyRnn.Training;

/// <summary>An example of a class.</summary>
/// <param name="Text">The text as the input reads it.</param>
/// <param name="Tokens">Its tokens, at least one.</param>
/// <param name="Label">Index of its label.</param>
public sealed record LabelledText(string Text, int[] Tokens, int Label);

/// <summary>Labelled texts for training and testing.</summary>
public sealed class LabelledDataSet
{
    /// <summary>Makes a set.</summary>
    /// <param name="vocabulary">The vocabulary that made the tokens.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="train">Training examples.</param>
    /// <param name="test">Test examples.</param>
    /// <param name="empty">Number of lines that were left out because they have no character of the vocabulary.</param>
    /// <param name="repeated">Number of lines that were left out because their class already has the same text.</param>
    /// <param name="validation">Validation examples, which choose the best weights; null or empty to use the test examples.</param>
    /// <exception cref="ArgumentException">There are fewer than two labels, a part without examples, an empty example, or an unknown label.</exception>
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
            throw new ArgumentException($"the example '{wrong.Text}' is empty, or its label {wrong.Label} is not below {labels.Count}");
        }

        Vocabulary = vocabulary;
        Labels = labels;
        Train = train;
        Test = test;
        Validation = validation ?? [];
        Empty = empty;
        Repeated = repeated;
    }

    /// <summary>The vocabulary that made the tokens.</summary>
    public TokenInput Vocabulary { get; }

    /// <summary>The labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Training examples, class by class.</summary>
    public IReadOnlyList<LabelledText> Train { get; }

    /// <summary>Test examples, class by class.</summary>
    public IReadOnlyList<LabelledText> Test { get; }

    /// <summary>
    /// Validation examples, which choose the best weights, class by class. Without any, <see cref="Test"/> chooses them and so flatters the result a
    /// little.
    /// </summary>
    public IReadOnlyList<LabelledText> Validation { get; }

    /// <summary>Number of lines that were left out because they have nothing of the vocabulary.</summary>
    public int Empty { get; }

    /// <summary>Number of lines that were left out because their class already has the same text.</summary>
    public int Repeated { get; }
}
