namespace TinyRnn.Model;

/// <summary>What a layer reads: a row of values, or the index of the one that is 1 while all others are 0.</summary>
internal readonly ref struct LayerInput
{
    public LayerInput(ReadOnlySpan<float> values)
    {
        Values = values;
        Token = -1;
    }

    public LayerInput(int token) => Token = token;

    public ReadOnlySpan<float> Values { get; }

    /// <summary>The index of the 1 in one-hot input, or -1.</summary>
    public int Token { get; }

    /// <summary>Writes the row, of one-hot input too.</summary>
    public void CopyTo(Span<float> row)
    {
        if (Token < 0)
        {
            Values.CopyTo(row);
            return;
        }

        row.Clear();
        row[Token] = 1;
    }
}
