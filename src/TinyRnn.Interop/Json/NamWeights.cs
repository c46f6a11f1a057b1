using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>The list of numbers of a .nam file, read part by part.</summary>
internal sealed class NamWeights
{
    private readonly float[] _numbers;
    private int _position;

    /// <exception cref="ImportException">The list has another length than the configuration requires.</exception>
    public NamWeights(JsonDocumentFile file, long expected, string said)
    {
        JsonValue weights = file.Require(file.Root, "weights", JsonKind.Array, "an array of numbers");
        if (weights.Items.Count != expected)
        {
            throw file.Error(weights, $"'weights' has {weights.Items.Count} numbers; {said}, have {expected}");
        }

        _numbers = file.Numbers(weights, [weights.Items.Count]);
    }

    /// <summary>The next numbers.</summary>
    /// <param name="count">The number of values.</param>
    /// <param name="what">What they are, for reports.</param>
    /// <param name="sources">Receives their place in the file.</param>
    public float[] Take(int count, string what, List<string> sources)
    {
        int start = _position;
        _position += count;
        sources.Add($"weights {start} to {_position - 1}, {what}");
        return _numbers[start.._position];
    }
}
