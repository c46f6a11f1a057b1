using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>A weight matrix as the interpreter multiplies it: floats with floats, or quantised weights with quantised inputs.</summary>
internal sealed class WeightMatrix
{
    // A sum of this many products of quantised values is a whole number of at most 2^24: exact in binary32, in any order.
    private const int ExactTerms = 1024;

    private readonly float[] _values;
    private readonly float[] _scales;
    private readonly double[] _rowSums;
    private readonly QuantizationRange? _range;
    private readonly int _columns;

    public WeightMatrix(Tensor tensor)
    {
        _columns = tensor.Shape[1];
        _range = tensor.InputRange;
        _values = _range is null ? tensor.Values : [.. tensor.QuantizedValues.Select(value => (float)value)];
        _scales = tensor.Scales;
        _rowSums = _range is null
            ? []
            : [.. Enumerable.Range(0, tensor.Shape[0]).Select(
                row => (double)tensor.QuantizedValues.AsSpan(row * _columns, _columns).ToArray().Sum(value => value))];
    }

    /// <summary>result += W[firstRow .., firstColumn ..] x, for as many rows as the result has.</summary>
    public void Add(LayerInput x, Span<float> result, int firstRow = 0, int firstColumn = 0)
    {
        if (_range is null)
        {
            for (int row = 0; row < result.Length; row++)
            {
                ReadOnlySpan<float> weights = _values.AsSpan(((firstRow + row) * _columns) + firstColumn);
                result[row] += x.Token >= 0 ? weights[x.Token] : TensorPrimitives.Dot(weights[..x.Values.Length], x.Values);
            }

            return;
        }

        // A quantised value cannot be NaN, so NaN in the input is passed on here.
        if (TensorPrimitives.IsNaNAny<float>(x.Values[.._columns]))
        {
            result.Fill(float.NaN);
            return;
        }

        Span<float> quantized = new float[_columns];
        for (int i = 0; i < quantized.Length; i++)
        {
            quantized[i] = _range.Quantize(x.Values[i]);
        }

        for (int row = firstRow; row < firstRow + result.Length; row++)
        {
            double sum = _range.Low * _rowSums[row];
            for (int start = 0; start < _columns; start += ExactTerms)
            {
                int length = Math.Min(ExactTerms, _columns - start);
                sum += _range.Step * TensorPrimitives.Dot<float>(_values.AsSpan((row * _columns) + start, length), quantized.Slice(start, length));
            }

            result[row - firstRow] += (float)(_scales[row] * sum);
        }
    }
}
