using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>
/// A dense layer of one to three outputs, for which a tile of rows would be mostly padding: each row is a dot product along the inputs. Lane j of up
/// to 32 sums the inputs j, j + 32, ..., and the lanes are added in halves: the same order at every vector width. Floats of padding are cleared
/// first: they are NaN after an infinite input, and multiplying by a zero weight would not remove that.
/// </summary>
internal sealed class DotKernel : IKernel
{
    /// <summary>The largest number of outputs.</summary>
    public const int MaximumRows = 3;

    private const int MaximumUnrolled = 32;
    private const int VectorFloats = 4;

    private readonly string _summary;
    private readonly FloatTable _weights;
    private readonly FloatTable _bias;
    private readonly InputRow _input;
    private readonly ActivationFunction _activation;
    private readonly int _lanes;

    public DotKernel(string name, string summary, FloatTable weights, FloatTable bias, InputRow input, ActivationFunction activation)
    {
        Name = name;
        _summary = summary;
        _weights = weights;
        _bias = bias;
        _input = input;
        _activation = activation;
        _lanes = new[] { 32, 16, 8, VectorFloats }.First(lanes => input.Stride % lanes == 0);
    }

    public string Name { get; }

    public int WidestForm => KernelForms.WidestFormOf(_lanes);

    public bool Alternates => false;

    public int RowsOf(VectorForm form) => 1;

    public void Emit(CodeWriter writer, VectorForm form)
    {
        int lanes = Math.Min(_lanes, form.Lanes);
        string vector = Aliases.VectorOf(lanes * 32);
        int sums = _lanes / lanes;
        writer.Blank();
        writer.Summary(_summary);
        writer.Param("x", Literals.Count(_input.Columns, "value") + ", followed by zeros.");
        writer.Param("result", $"Receives {VectorFloats} values; the output is the first {(_weights.Rows == 1 ? "one" : $"{_weights.Rows}")}.");
        writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveInlining)]");
        using (writer.Block($"private static void {Name}{form.Suffix}(ref float x, ref float result)"))
        {
            writer.Write($"ref float weights = ref {_weights.First};");
            for (int row = 0; row < _weights.Rows; row++)
            {
                EmitRow(writer, vector, lanes, sums, row);
            }

            IEnumerable<string> values = Enumerable.Range(0, VectorFloats).Select(row => row < _weights.Rows ? $"sum{row}" : "0f");
            string result = $"(__Vector128.Create({string.Join(", ", values)}) + __Vector128.LoadUnsafe(ref {_bias.First}))";
            string value = VectorActivations.Of(_activation, result);
            writer.Blank();
            writer.Write($"__Vector128.StoreUnsafe({value}, ref result);");
        }
    }

    public void EmitRows(CodeWriter writer, VectorForm form) => throw new NotSupportedException("a dot-product kernel has no form for several rows");

    private bool IsPadded(int offset, int count) => Enumerable.Range(offset, count).Any(at => _input.ColumnAt(at) < 0);

    private void EmitRow(CodeWriter writer, string vector, int lanes, int sums, int row)
    {
        writer.Blank();
        int floats = _input.Stride;
        int iterations = floats / _lanes;
        string[] names = [.. Enumerable.Range(0, sums).Select(i => $"row{row}_{i}")];
        for (int i = 0; i < sums; i++)
        {
            writer.Write(
                $"{vector}Float {names[i]} = {Input(new FloatOffset("", i * lanes), i * lanes)} * "
                    + $"{Load("weights", new FloatOffset("", (row * floats) + (i * lanes)))};");
        }

        bool isUnrolled = iterations * sums <= MaximumUnrolled;
        for (int k = _lanes; k < floats; k += _lanes)
        {
            int end = k;
            while (!isUnrolled && end < floats && !IsPadded(end, _lanes))
            {
                end += _lanes;
            }

            if (end <= k + _lanes)
            {
                EmitProducts(new FloatOffset("", k), k);
                continue;
            }

            using (writer.Block($"for (__UIntPtr k = {k}; k < {end}; k += {_lanes})"))
            {
                EmitProducts(new FloatOffset("k"), k);
            }

            k = end - _lanes;
        }

        for (int half = sums / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                writer.Write($"{names[i]} += {names[i + half]};");
            }
        }

        string last = names[0];
        for (int width = lanes; width > VectorFloats; width /= 2)
        {
            string narrow = $"row{row}_{width * 16}";
            writer.Write($"__Vector{width * 16}Float {narrow} = __Vector{width * 32}.GetLower({last}) + __Vector{width * 32}.GetUpper({last});");
            last = narrow;
        }

        writer.Write($"{last} += __Vector128.Shuffle({last}, __Vector128.Create(2, 3, 2, 3));");
        writer.Write($"float sum{row} = __Vector128.GetElement({last}, 0) + __Vector128.GetElement({last}, 1);");

        void EmitProducts(FloatOffset k, int offset)
        {
            for (int i = 0; i < sums; i++)
            {
                writer.Write(
                    $"{names[i]} = {vector}.MultiplyAddEstimate({Input(k.Plus(i * lanes), offset + (i * lanes))}, "
                        + $"{Load("weights", k.Plus((row * floats) + (i * lanes)))}, {names[i]});");
            }
        }

        string Load(string name, FloatOffset offset) => $"{vector}.LoadUnsafe({offset.Arguments(name)})";

        string Input(FloatOffset offset, int first)
        {
            string value = Load("x", offset);
            IEnumerable<string> mask = Enumerable.Range(first, lanes).Select(at => _input.ColumnAt(at) < 0 ? "0" : "-1");
            return IsPadded(first, lanes) ? $"({value} & {vector}.AsSingle({vector}.Create({string.Join(", ", mask)})))" : value;
        }
    }
}
