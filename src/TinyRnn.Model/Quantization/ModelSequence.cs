namespace TinyRnn.Model;

/// <summary>A sequence that a network can run: rows of numbers one after another, in the user's units, or tokens.</summary>
public sealed class ModelSequence
{
    private ModelSequence(float[] values, int[] tokens)
    {
        Values = values;
        Tokens = tokens;
    }

    /// <summary>The rows; empty if the sequence is tokens.</summary>
    public float[] Values { get; }

    /// <summary>The tokens; empty if the sequence is rows.</summary>
    public int[] Tokens { get; }

    /// <summary>Rows of numbers.</summary>
    public static ModelSequence OfValues(float[] values) => new(values, []);

    /// <summary>Tokens, indices of the vocabulary.</summary>
    public static ModelSequence OfTokens(int[] tokens) => new([], tokens);

    /// <summary>The sequences of a network's test vectors.</summary>
    public static IReadOnlyList<ModelSequence> OfTestVectors(Network network) =>
        [.. network.TestVectors.Select(vector => vector.Values is null ? OfTokens(network.Tokens!.Encode(vector.Text!)) : OfValues(vector.Values))];

    /// <summary>Random sequences, the same ones each time: tokens with equal probability, numbers with the input's mean and standard
    /// deviation.</summary>
    public static IReadOnlyList<ModelSequence> Random(Network network, int count, int steps)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => network.Tokens is TokenInput tokens
            ? OfTokens([.. Enumerable.Range(0, steps).Select(_ => random.Next(tokens.Size))])
            : OfValues([.. Enumerable.Range(0, steps * network.InputSize).Select(i => Draw(random, network, i % network.InputSize))]))];
    }

    /// <summary>Steps of the sequence.</summary>
    public int Steps(Network network) => Values.Length > 0 ? Values.Length / network.InputSize : Tokens.Length;

    /// <summary>The first steps of the sequence.</summary>
    internal ModelSequence Take(Network network, int steps) => Values.Length > 0
        ? OfValues(Values[..Math.Min(Values.Length, steps * network.InputSize)])
        : OfTokens(Tokens[..Math.Min(Tokens.Length, steps)]);

    /// <summary>The outputs of the valid steps.</summary>
    internal float[] Run(Interpreter interpreter) => Values.Length > 0 ? interpreter.Run(Values) : interpreter.RunTokens(Tokens);

    private static float Draw(Random random, Network network, int column)
    {
        Scaling? scaling = (network.Input as VectorInput)?.Scaling;

        // Box and Muller's method.
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return (float)(scaling is null ? normal : (normal * scaling.Std[column]) + scaling.Mean[column]);
    }
}
