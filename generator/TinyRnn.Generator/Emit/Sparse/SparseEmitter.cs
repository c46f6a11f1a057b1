using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// Emits the sums over the kept blocks: a loop over groups of lanes, and in it one over the words of the lanes, whose inputs' places are data.
/// Sums go to memory, because lanes of one length need not belong to neighbouring units.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="form">The vector width.</param>
/// <param name="panel">The weights.</param>
/// <param name="input">Where the values of a row lie.</param>
/// <param name="name">Name of the <c>ref</c> to the first of them.</param>
/// <param name="small">Values of the input that are added at the start, or none.</param>
/// <param name="apart">Name of the <c>ref</c> to what sums apart start from, in the order of rows; empty for zeros.</param>
/// <param name="firstStart">Where the others' start of the first row is.</param>
internal sealed class SparseEmitter(CodeWriter writer, VectorForm form, Panel panel, InputRow input, string name, SmallInput? small, string apart, int firstStart)
{
    /// <summary>The place of the sums.</summary>
    public const string Sums = "sums[0]";

    private const string Apart = "apart";

    private readonly SparseBlocks _blocks = panel.Sparse!;
    private readonly PanelElement _element = panel.Element;

    private bool IsCoded => _element.Type == TensorType.I8;

    /// <summary>Emits the refs to the data and the place of the sums.</summary>
    public void EmitData()
    {
        writer.Write($"__Unsafe.SkipInit(out Floats{_blocks.Chains * panel.Tiles.PaddedRows} sums);");

        // Of a matrix of zeros no weight is left, nor is one read.
        writer.Write($"ref float w = ref {(_blocks.Weights.Length > 0 ? _blocks.Weights.First : Sums)};");
        writer.Write($"ref ushort places = ref __Unsafe.As<float, ushort>(ref {_blocks.Places.First});");
    }

    /// <summary>Emits the input's codes, a 32-bit number each, so that any four of them can be put together.</summary>
    public void EmitCodes(CodedRange range)
    {
        int extent = PanelElement.ExtentOf(input);

        // A code is read from up to three bytes before it on.
        writer.Write($"__Unsafe.SkipInit(out Floats{extent + 1} {Apart}InPlace);");
        writer.Write($"ref byte {Apart} = ref __Unsafe.As<float, byte>(ref {Apart}InPlace[1]);");
        writer.Write($"{Apart}InPlace[0] = 0f;");
        writer.Write($"global::TinyRnn.Codes.WriteApart(ref {name}, ref __Unsafe.As<byte, int>(ref {Apart}), {extent}, {Literals.Of(range.Low)}, {Literals.Of(range.InverseStep)});");
    }

    /// <summary>Emits the sums of all rows.</summary>
    public void EmitLanes()
    {
        foreach (SparseRun run in _blocks.Runs)
        {
            writer.Blank();
            writer.Write($"// The kept blocks of units {run.Run.Start} to {run.Run.End - 1}, of {run.Block} units and {(IsCoded ? "four inputs" : _element.IsPacked ? "two inputs" : "one input")} each.");
            if (run.WholeGroups > 0)
            {
                using (run.WholeGroups == 1 ? writer.Braces() : writer.Block($"for (int group = 0; group < {run.WholeGroups}; group++)"))
                {
                    EmitGroup(run, SparseRun.LanesOfGroup);
                }
            }

            if (run.LanesLeft > 0)
            {
                using (writer.Braces())
                {
                    EmitGroup(run, run.LanesLeft);
                }
            }
        }
    }

    private void EmitGroup(SparseRun run, int lanes)
    {
        int width = Math.Min(run.Block, form.Lanes);
        int vectors = run.Block / width;
        int atOnce = Math.Max(1, Math.Min(lanes, LanesAtOnce(vectors)));
        writer.Write("__UIntPtr count = places;");
        for (int first = 0; first < lanes; first += atOnce)
        {
            int[] some = [.. Enumerable.Range(first, Math.Min(atOnce, lanes - first))];
            if (some.Length == lanes)
            {
                EmitSome(run, lanes, some, width, vectors);
                continue;
            }

            using (writer.Braces())
            {
                EmitSome(run, lanes, some, width, vectors);
            }
        }

        writer.Write($"w = ref __Unsafe.Add(ref w, count * {lanes * run.Block});");
        writer.Write($"places = ref __Unsafe.Add(ref places, {1 + lanes} + (count * {lanes * _element.Columns}));");
    }

    // Of 32 or 16 registers; words of two numbers have two sums.
    private int LanesAtOnce(int vectors) => (form.Width == 512 ? 16 : 8) / (vectors * _element.Values);

    private void EmitSome(SparseRun run, int lanes, int[] some, int width, int vectors)
    {
        string vector = Aliases.VectorOf(width * 32);
        string type = vector + Aliases.ElementName(_element.Sum);
        writer.Write($"ref ushort place = ref __Unsafe.Add(ref places, {1 + lanes + (some[0] * _element.Columns)});");
        writer.Write($"ref float block = ref {new Place("", some[0] * run.Block).At("w")};");
        foreach (int lane in some)
        {
            writer.Write($"__UIntPtr target{lane} = (__UIntPtr){new Place("", 1 + lane).At("places")} * 4;");
            for (int v = 0; v < vectors; v++)
            {
                EmitStart(run.Start, vector, type, Sum(lane, v), new Place($"target{lane}", v * width));
                if (_element.Values > 1)
                {
                    writer.Write($"{type} {Second(lane, v)} = {type}.Zero;");
                }
            }
        }

        using (writer.Block("for (__UIntPtr i = 0; i < count; i++)"))
        {
            foreach (int lane in some)
            {
                EmitWord(run, lane, lane - some[0], vector, width, vectors);
            }

            writer.Write($"place = ref __Unsafe.Add(ref place, {lanes * _element.Columns});");
            writer.Write($"block = ref __Unsafe.Add(ref block, {lanes * run.Block});");
        }

        writer.Blank();
        foreach (int lane in some)
        {
            for (int v = 0; v < vectors; v++)
            {
                string value = _element.Values > 1 ? $"{Sum(lane, v)} + {Second(lane, v)}" : IsCoded ? $"{vector}.AsSingle({Sum(lane, v)})" : Sum(lane, v);
                writer.Write($"{vector}.StoreUnsafe({value}, {Target(lane, v)});");
            }
        }

        string Target(int lane, int v) => $"ref {Sums}, {new Place($"target{lane}", v * width)}";
    }

    private void EmitStart(SparseStart start, string vector, string type, string sum, Place target)
    {
        string from = start switch
        {
            SparseStart.Input => $"{vector}.LoadUnsafe({target.Arguments("start", firstStart)})",
            SparseStart.Apart when apart.Length > 0 => $"{vector}.LoadUnsafe({target.Arguments(apart)})",
            _ => $"{type}.Zero",
        };
        writer.Write($"{type} {sum} = {from};");
        for (int column = 0; start == SparseStart.Input && column < small?.Columns; column++)
        {
            EmitProduct(vector, $"{vector}.Create({new Place("").At("x", small.OffsetOf(column))})", $"{vector}.LoadUnsafe({target.Arguments("inputWeights", small.WeightsOf(column))})", sum);
        }
    }

    private void EmitWord(SparseRun run, int lane, int index, string vector, int width, int vectors)
    {
        for (int number = 0; number < _element.Values; number++)
        {
            string value = IsCoded
                ? $"{vector}.AsByte({vector}.Create(global::TinyRnn.IntegerSums.Gather(ref {Apart}, ref {PlaceAt(0)})))"
                : $"{vector}.Create(__Unsafe.Add(ref {name}, (__UIntPtr){PlaceAt(number)}))";
            writer.Write($"{vector}{(IsCoded ? "Byte" : "Float")} {Value(number)} = {value};");
        }

        for (int v = 0; v < vectors; v++)
        {
            string weight = $"{vector}.LoadUnsafe({new Place("", (index * run.Block) + (v * width)).Arguments("block")})";
            if (IsCoded)
            {
                writer.Write($"{Sum(lane, v)} = global::TinyRnn.IntegerSums.Add({Sum(lane, v)}, {Value(0)}, {vector}.AsSByte({weight}));");
            }
            else if (_element.Values > 1)
            {
                string word = $"word{lane}_{v}";
                writer.Write($"{vector}UInt {word} = {vector}.AsUInt32({weight});");
                EmitProduct(vector, Value(0), $"{vector}.AsSingle({word} << 16)", Sum(lane, v));
                EmitProduct(vector, Value(1), $"{vector}.AsSingle({word} & {vector}.Create(0xFFFF0000))", Second(lane, v));
            }
            else
            {
                EmitProduct(vector, Value(0), weight, Sum(lane, v));
            }
        }

        string PlaceAt(int number) => new Place("", (index * _element.Columns) + number).At("place");

        string Value(int number) => $"value{lane}_{number}";
    }

    private void EmitProduct(string vector, string left, string right, string sum) =>
        writer.Write(form.IsFused ? $"{sum} = {vector}.MultiplyAddEstimate({left}, {right}, {sum});" : $"{sum} += {left} * {right};");

    private static string Sum(int lane, int vector) => $"lane{lane}_{vector}";

    private static string Second(int lane, int vector) => $"second{lane}_{vector}";
}
