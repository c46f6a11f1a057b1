namespace TinyRnn.Model;

/// <summary>The input of a layer: a row of values, or the index of the 1 in a one-hot row.</summary>
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

    /// <summary>Writes the row; a one-hot input is written out.</summary>
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
