namespace TinyRnn.Model;

/// <summary>
/// A recorded run from the initial state: the input, and the output that the trainer or the importer computed. A compiled model checks itself against
/// it.
/// </summary>
public sealed class TestVector
{
    private TestVector(string? text, float[]? values, float[] output)
    {
        Text = text;
        Values = values;
        Output = output;
    }

    /// <summary>The input of a network that reads tokens.</summary>
    public string? Text { get; }

    /// <summary>The input of a network that reads vectors, step by step, in the user's units.</summary>
    public float[]? Values { get; }

    /// <summary>The valid outputs: one row, or one row for each step, row-major.</summary>
    public float[] Output { get; }

    /// <summary>A test vector of a network that reads characters.</summary>
    public static TestVector OfText(string text, float[] output) => new(text, null, output);

    /// <summary>A test vector of a network that reads vectors.</summary>
    public static TestVector OfValues(float[] values, float[] output) => new(null, values, output);
}
