using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>The products of a bfloat16 or int8 matrix with tokens, which are its columns: one row for each token, converted to floats when it is
/// read.</summary>
internal sealed class TokenTable
{
    private readonly string _local;
    private readonly PackedTable _rows;
    private readonly FloatTable? _scales;
    private readonly FloatTable _bias;

    /// <param name="name">Prefix of the names of the data.</param>
    /// <param name="layer">The layer's name, for comments.</param>
    /// <param name="local">The local variable that receives a row.</param>
    /// <param name="tokens">Number of tokens.</param>
    /// <param name="weight">The matrix.</param>
    /// <param name="rows">For each float of a row, its row of the matrix; -1 for padding.</param>
    /// <param name="bias">The biases, in the order of a row.</param>
    public TokenTable(string name, string layer, string local, int tokens, Tensor weight, IReadOnlyList<int> rows, FloatTable bias)
    {
        _local = local;
        _bias = bias;
        _rows = new PackedTable(name + "Token", $"{layer}: W of each token.", tokens, weight, rows);
        _scales = _rows.IsBrain
            ? null
            : new FloatTable(name + "TokenScale", $"{layer}: the scales of W.", 1, rows.Count, (_, index) => rows[index] >= 0 ? weight.StepOf(rows[index]) : 0);
    }

    public IEnumerable<WeightData> Data => _scales is null ? [_rows] : [_rows, _scales];

    /// <summary>Declares the local variable; called once in a method.</summary>
    public void EmitLocal(CodeWriter writer) => writer.Write($"__Unsafe.SkipInit(out Floats{_bias.Columns} {_local});");

    /// <summary>Emits a token's row into a buffer, by default the local variable, and returns its first float.</summary>
    public string EmitRow(EmitContext context, string token, string? place = null)
    {
        place ??= _local + "[0]";
        string method = _rows.IsBrain ? "AddBrain" : "AddQuantized";
        string type = _rows.IsBrain ? "ushort" : "sbyte";
        context.Writer.Write(
            $"global::TinyRnn.PackedRows.{method}(ref __Unsafe.As<float, {type}>(ref __Unsafe.Add(ref {_rows.First}, {token} * {_rows.WordsOfRow})), ref "
                + $"{_bias.First}, {(_scales is null ? "" : $"ref {_scales.First}, ")}ref {place}, {_bias.Columns});");
        return place;
    }

    private sealed class PackedTable(string name, string summary, int tokens, Tensor weight, IReadOnlyList<int> rows) : WeightData(name, summary)
    {
        private readonly int _columns = PanelElement.Of(weight).Columns;

        public bool IsBrain => weight.Type == TensorType.BF16;

        public int WordsOfRow => (rows.Count + _columns - 1) / _columns;

        public override long Length => (long)tokens * WordsOfRow;

        public override IEnumerable<uint> Words()
        {
            for (int token = 0; token < tokens; token++)
            {
                for (int word = 0; word < WordsOfRow; word++)
                {
                    uint result = 0;
                    for (int i = 0; i < _columns; i++)
                    {
                        int index = (word * _columns) + i;
                        if (index < rows.Count && rows[index] >= 0)
                        {
                            result |= weight.BitsOf((rows[index] * weight.Shape[1]) + token) << (i * (32 / _columns));
                        }
                    }

                    yield return result;
                }
            }
        }
    }
}
