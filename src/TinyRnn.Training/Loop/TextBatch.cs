namespace TinyRnn.Training;

/// <summary>Texts as one packed batch. Its buffers are filled again for each batch.</summary>
internal sealed class TextBatch
{
    private readonly IReadOnlyList<LabelledText> _texts;
    private readonly Func<int, int> _lengthOf;
    private long[] _keys = [];
    private int[] _lengths = [];
    private int[] _tokens = [];
    private int[] _labels = [];

    public TextBatch(IReadOnlyList<LabelledText> texts)
    {
        _texts = texts;
        _lengthOf = index => texts[index].Tokens.Length;
    }

    public PackedLayout Layout { get; } = new();

    public StepInput<float> Input => new(_tokens.AsSpan(0, Layout.Rows));

    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Layout.Sequences);

    /// <param name="indices">Indices of the texts; sorted by falling length in place.</param>
    public void Fill(Span<int> indices)
    {
        LengthOrder.Sort(indices, _lengthOf, ref _keys);
        Span<int> lengths = GrowingArray.Ensure(ref _lengths, indices.Length);
        Span<int> labels = GrowingArray.Ensure(ref _labels, indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            lengths[i] = _texts[indices[i]].Tokens.Length;
            labels[i] = _texts[indices[i]].Label;
        }

        Layout.Reset(lengths);
        Span<int> tokens = GrowingArray.Ensure(ref _tokens, Layout.Rows);
        for (int i = 0; i < indices.Length; i++)
        {
            int[] source = _texts[indices[i]].Tokens;
            for (int step = 0; step < source.Length; step++)
            {
                tokens[Layout.Offset(step) + i] = source[step];
            }
        }
    }
}
