namespace TinyRnn.Training;

/// <summary>Counts how often examples of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>Makes a matrix of zeros.</summary>
    public ConfusionMatrix(IReadOnlyList<string> labels)
    {
        Labels = labels;
        _counts = new int[labels.Count * labels.Count];
    }

    /// <summary>The labels of rows and columns.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of examples of class <paramref name="actual"/> that were taken for <paramref name="predicted"/>.</summary>
    public int this[int actual, int predicted] => _counts[(actual * Labels.Count) + predicted];

    /// <summary>Number of examples.</summary>
    public int Total => _counts.Sum();

    /// <summary>Share of the examples that were right; 0 without examples.</summary>
    public double Accuracy => Total == 0 ? 0 : (double)Enumerable.Range(0, Labels.Count).Sum(i => this[i, i]) / Total;

    /// <summary>Unweighted mean over the classes of F1 = 2 right / (actual + predicted), 0 for a class that never appears.</summary>
    public double MacroF1 => Enumerable.Range(0, Labels.Count).Average(F1);

    /// <summary>Number of examples of a class.</summary>
    public int Examples(int label) => Enumerable.Range(0, Labels.Count).Sum(i => this[label, i]);

    /// <summary>Recall: the share of a class's examples that were recognised; null without examples.</summary>
    public double? Recall(int label) => Examples(label) is > 0 and int examples ? (double)this[label, label] / examples : null;

    /// <summary>Precision: the share of guesses of a class that were right; null without such guesses.</summary>
    public double? Precision(int label) =>
        Enumerable.Range(0, Labels.Count).Sum(i => this[i, label]) is > 0 and int taken ? (double)this[label, label] / taken : null;

    /// <summary>Counts an example.</summary>
    public void Add(int actual, int predicted) => _counts[(actual * Labels.Count) + predicted]++;

    /// <summary>F1 of a class, 2 right / (actual + predicted); 0 for a class that never appears.</summary>
    public double F1(int label)
    {
        int appearances = Enumerable.Range(0, Labels.Count).Sum(i => this[label, i] + this[i, label]);
        return appearances == 0 ? 0 : 2.0 * this[label, label] / appearances;
    }
}
