using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>The input of a layer, from the point of view of its weights: a row of values, or tokens whose products are looked up in a
/// table.</summary>
internal sealed class LayerSource
{
    private readonly Tensor? _embedding;
    private readonly IReadOnlyList<float>? _deviations;
    private readonly IReadOnlyList<int>? _order;

    private LayerSource(InputRow row, int tokens, Tensor? embedding, IReadOnlyList<float>? deviations, IReadOnlyList<int>? order = null)
    {
        _order = order;
        Row = row;
        Tokens = tokens;
        _embedding = embedding;
        _deviations = deviations;
    }

    /// <summary>Where the values of a row lie; has no meaning for tokens.</summary>
    public InputRow Row { get; }

    /// <summary>Number of tokens; 0 for rows of values.</summary>
    public int Tokens { get; }

    /// <summary>Rows of values.</summary>
    /// <param name="row">Where they lie.</param>
    /// <param name="order">The column of the weights for each value of the row; null for the natural order.</param>
    public static LayerSource OfRow(InputRow row, IReadOnlyList<int>? order = null) => new(row, 0, null, null, order);

    /// <summary>The caller's rows with the means subtracted; the weights are divided by the deviations.</summary>
    public static LayerSource OfScaledInput(int size, IReadOnlyList<float>? deviations) => new(InputRow.Plain(size), 0, null, deviations);

    /// <summary>Tokens: one-hot, or through an embedding that is multiplied into the weights.</summary>
    public static LayerSource OfTokens(int tokens, Tensor? embedding) => new(InputRow.Plain(1), tokens, embedding, null);

    /// <summary>For one row of a weight matrix: the weight of a column, or the whole product of a token.</summary>
    /// <param name="weight">The matrix.</param>
    /// <param name="row">The row.</param>
    /// <param name="index">The column or the token.</param>
    public double At(Tensor weight, int row, int index)
    {
        int start = row * weight.Shape[1];
        if (_embedding is null)
        {
            double value = weight.Values[start + (_order?[index] ?? index)];
            return _deviations is null ? value : value / _deviations[index];
        }

        double sum = 0;
        int size = _embedding.Shape[1];
        for (int i = 0; i < size; i++)
        {
            sum += (double)weight.Values[start + i] * _embedding.Values[(index * size) + i];
        }

        return sum;
    }
}
