using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>Measures a classifier on labelled texts.</summary>
internal static class ClassifierMeasure
{
    /// <summary>The examples of a part of the data: test, validation, train or all.</summary>
    /// <exception cref="ToolException">The data have no validation part.</exception>
    public static IEnumerable<LabelledText> Part(LabelledDataSet data, string split, string source) => split switch
    {
        "test" => data.Test,
        "train" => data.Train,
        "validation" => data.Validation.Count > 0
            ? data.Validation
            : throw new ToolException($"{source}: this model was trained without a validation part; use --split test, train or all"),
        _ => data.Train.Concat(data.Validation).Concat(data.Test),
    };

    /// <summary>The network's index of each label of the data.</summary>
    /// <exception cref="ToolException">The network does not have one of the labels.</exception>
    public static int[] Labels(Network network, IReadOnlyList<string> labels, string path, string source) =>
    [
        .. labels.Select(label => network.Labels.ToList().IndexOf(label) is >= 0 and int index
            ? index
            : throw new ToolException($"{source}: the model {path} has no label '{label}'; rename the class or leave it out")),
    ];

    /// <summary>Classifies examples.</summary>
    /// <param name="network">The classifier.</param>
    /// <param name="examples">The tokens of the examples, with the network's index of the label.</param>
    public static ConfusionMatrix Of(Network network, IEnumerable<(int[] Tokens, int Label)> examples)
    {
        Interpreter interpreter = new(network);
        ConfusionMatrix confusion = new(network.Labels);
        foreach ((int[] tokens, int label) in examples)
        {
            float[] output = interpreter.RunTokens(tokens);
            confusion.Add(label, output.AsSpan().IndexOf(output.Max()));
        }

        return confusion;
    }
}
