namespace TinyRnn.Model;

/// <summary>The input of a layer over time: rows of values, or the index of the 1 in each one-hot row.</summary>
internal readonly ref struct LayerSequence
{
    private readonly ReadOnlySpan<float> _values;
    private readonly ReadOnlySpan<int> _tokens;
    private readonly int _size;

    /// <summary>Rows of <paramref name="size"/> values one after another.</summary>
    public LayerSequence(ReadOnlySpan<float> values, int size)
    {
        _values = values;
        _size = size;
        Steps = values.Length / size;
    }

    public LayerSequence(ReadOnlySpan<int> tokens)
    {
        _tokens = tokens;
        Steps = tokens.Length;
    }

    public int Steps { get; }

    /// <summary>The rows one after another; empty if the input is tokens.</summary>
    public ReadOnlySpan<float> Values => _values;

    public LayerInput this[int step] => _size == 0 ? new LayerInput(_tokens[step]) : new LayerInput(_values.Slice(step * _size, _size));

    public LayerSequence Slice(int start, int steps) => _size == 0
        ? new LayerSequence(_tokens.Slice(start, steps))
        : new LayerSequence(_values.Slice(start * _size, steps * _size), _size);
}
