using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using static TinyRnn.Generator.Emit.Sparse.SparseContext;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// Emits the sums over the kept blocks as a loop over groups of lanes, and in it a loop over the words of the lanes; the indices of their inputs are
/// data.
/// </summary>
internal sealed class LoopedBlocks(SparseContext context)
{
    // With one load for four indices instead of four, a step of 512 units takes 3 to 6 % less.
    private const int IndicesOfLoad = 4;

    private readonly CodeWriter _writer = context.Writer;
    private readonly PanelElement _element = context.Element;

    /// <summary>Emits the sums of a run.</summary>
    public void Emit(SparseRun run)
    {
        _writer.Blank();
        _writer.Write(
            $"// The kept blocks of units {run.Run.Start} to {run.Run.End - 1}, each of {run.Block} units and "
                + $"{Literals.Count(_element.Columns, "input")}.");
        if (run.Whole.Count == 1 || (run.Whole.Count > 1 && !context.Alternates))
        {
            using (run.Whole.Count == 1 ? _writer.Braces() : _writer.Block($"for (int group = 0; group < {run.Whole.Count}; group++)"))
            {
                _writer.Write("__UIntPtr count = indices;");
                EmitGroup(run, run.Whole);
                EmitNext(run, SparseRun.LanesOfGroup);
            }
        }
        else if (run.Whole.Count > 1)
        {
            EmitBothWays(run);
        }

        foreach (SparseGroup group in run.Left)
        {
            using (_writer.Braces())
            {
                _writer.Write("__UIntPtr count = indices;");
                EmitGroup(run, [group]);
                EmitNext(run, group.Lanes.Count);
            }
        }
    }

    // Forward; or backward, and then to the end again. A step thus finds in the cache the weights that the step before it read last.
    private void EmitBothWays(SparseRun run)
    {
        int lanes = SparseRun.LanesOfGroup;
        string weights = $"w = ref __Unsafe.Add(ref w, {run.Whole.Sum(group => group.Weights(run.Block))});";
        string indices = $"indices = ref __Unsafe.Add(ref indices, {run.Whole.Sum(group => group.Indices(_element.Columns))});";
        EmitIf("backward != 0", () => _writer.Write(weights + "\n" + indices));
        using (_writer.Block($"for (int i = 0; i < {run.Whole.Count}; i++)"))
        {
            _writer.Write("__UIntPtr count = indices;");
            if (run.Whole.Any(group => group.Start != run.Whole[0].Start))
            {
                _writer.Write($"int group = backward == 0 ? i : {run.Whole.Count - 1} - i;");
            }

            EmitIf("backward != 0", () => _writer.Write(
                $"count = __Unsafe.Subtract(ref indices, 1);\nw = ref __Unsafe.Subtract(ref w, count * {lanes * run.Block});\n"
                + $"indices = ref __Unsafe.Subtract(ref indices, {2 + lanes} + (count * {lanes * _element.Columns}));"));
            EmitGroup(run, run.Whole);
            EmitIf("backward == 0", () => EmitNext(run, lanes));
        }

        EmitIf("backward != 0", () => _writer.Write(weights + "\n" + indices));

        void EmitIf(string condition, Action emit)
        {
            using (_writer.Block($"if ({condition})"))
            {
                emit();
            }

            _writer.Blank();
        }
    }

    // The groups of a loop, or a single one.
    private void EmitGroup(SparseRun run, IReadOnlyList<SparseGroup> groups)
    {
        int lanes = groups[0].Lanes.Count;
        int width = run.WidthIn(context.Form);
        int vectors = run.VectorsIn(context.Form);
        int atOnce = Math.Max(1, Math.Min(lanes, LanesAtOnce(vectors)));
        for (int first = 0; first < lanes; first += atOnce)
        {
            int[] some = [.. Enumerable.Range(first, Math.Min(atOnce, lanes - first))];
            using IDisposable? braces = some.Length < lanes ? _writer.Braces() : null;
            EmitSome(run, groups, some, width, vectors);
        }
    }

    private void EmitNext(SparseRun run, int lanes) => _writer.Write(
        $"w = ref __Unsafe.Add(ref w, count * {lanes * run.Block});\n"
        + $"indices = ref __Unsafe.Add(ref indices, {2 + lanes} + (count * {lanes * _element.Columns}));");

    // Of 16 or 32 registers; words of two numbers need two sums.
    private int LanesAtOnce(int vectors) => (context.Form.Width == 512 ? 16 : 8) / (vectors * _element.Values);

    private void EmitSome(SparseRun run, IReadOnlyList<SparseGroup> groups, int[] some, int width, int vectors)
    {
        int lanes = groups[0].Lanes.Count;
        string vector = context.VectorOf(run);
        _writer.Write($"ref ushort position = ref __Unsafe.Add(ref indices, {1 + lanes + (some[0] * _element.Columns)});");
        _writer.Write($"ref float block = ref {new FloatOffset("", some[0] * run.Block).At("w")};");
        foreach (int lane in some)
        {
            _writer.Write($"__UIntPtr target{lane} = (__UIntPtr){new FloatOffset("", 1 + lane).At("indices")} * 4;");
        }

        (int Lane, int Vector)[] sums = [.. some.SelectMany(lane => Enumerable.Range(0, vectors).Select(v => (lane, v)))];
        EmitStarts(run, groups, sums, width);
        using (_writer.Block("for (__UIntPtr word = 0; word < count; word++)"))
        {
            int indices = some.Length * _element.Columns;
            bool isByFours = !context.IsInt8 && indices % IndicesOfLoad == 0;
            for (int four = 0; isByFours && four < indices / IndicesOfLoad; four++)
            {
                string address = new FloatOffset("", four * IndicesOfLoad).At("position");
                _writer.Write($"ulong four{four} = __Unsafe.ReadUnaligned<ulong>(ref __Unsafe.As<ushort, byte>(ref {address}));");
            }

            foreach (int lane in some)
            {
                EmitWord(run, lane, lane - some[0], vector, width, vectors, isByFours);
            }

            _writer.Write($"position = ref __Unsafe.Add(ref position, {lanes * _element.Columns});");
            _writer.Write($"block = ref __Unsafe.Add(ref block, {lanes * run.Block});");
        }

        _writer.Blank();
        foreach ((int lane, int v) in sums)
        {
            context.EmitStore(run, lane, v, Target(lane, v, width).Arguments(Sums));
        }
    }

    // Groups are sorted by their kind of start value, so the number of a group determines its kind.
    private void EmitStarts(SparseRun run, IReadOnlyList<SparseGroup> groups, (int Lane, int Vector)[] sums, int width)
    {
        string type = context.SumOf(run);
        SparseStart[] starts = [.. groups.Select(group => group.Start).Distinct()];
        foreach ((int lane, int v) in sums)
        {
            _writer.Write($"{type} {Sum(lane, v)}{(starts.Length == 1 ? $" = {context.StartOf(run, starts[0], Target(lane, v, width))}" : "")};");
        }

        for (int i = 0; i < starts.Length && starts.Length > 1; i++)
        {
            int end = groups.Count(group => group.Start <= starts[i]);
            using (_writer.Block(i == 0 ? $"if (group < {end})" : i + 1 < starts.Length ? $"else if (group < {end})" : "else"))
            {
                foreach ((int lane, int v) in sums)
                {
                    _writer.Write($"{Sum(lane, v)} = {context.StartOf(run, starts[i], Target(lane, v, width))};");
                }

                EmitSmall(starts[i]);
            }
        }

        if (starts.Length == 1)
        {
            EmitSmall(starts[0]);
        }

        foreach ((int lane, int v) in sums.Where(_ => _element.Values > 1))
        {
            _writer.Write($"{type} {Second(lane, v)} = {type}.Zero;");
        }

        void EmitSmall(SparseStart start) =>
            context.EmitSmall(run, start == SparseStart.Input ? [.. sums.Select(sum => (Sum(sum.Lane, sum.Vector), Target(sum.Lane, sum.Vector, width)))] : []);
    }

    private void EmitWord(SparseRun run, int lane, int index, string vector, int width, int vectors, bool isByFours)
    {
        for (int number = 0; number < _element.Values; number++)
        {
            string value = context.IsInt8
                ? $"{vector}.AsByte({vector}.Create(global::TinyRnn.IntegerSums.Gather(ref {SparseContext.Quantized}, ref {IndexAt(0)})))"
                : $"{vector}.Create(__Unsafe.Add(ref {context.Name}, {(isByFours ? FromFour(number) : $"(__UIntPtr){IndexAt(number)}")}))";
            _writer.Write($"{vector}{(context.IsInt8 ? "Byte" : "Float")} {Value(number)} = {value};");
        }

        for (int v = 0; v < vectors; v++)
        {
            string weight = $"{vector}.LoadUnsafe({new FloatOffset("", (index * run.Block) + (v * width)).Arguments("block")})";
            if (context.IsInt8)
            {
                _writer.Write($"{Sum(lane, v)} = global::TinyRnn.IntegerSums.Add({Sum(lane, v)}, {Value(0)}, {vector}.AsSByte({weight}));");
            }
            else if (_element.Values > 1)
            {
                string word = $"bits{lane}_{v}";
                _writer.Write($"{vector}UInt {word} = {vector}.AsUInt32({weight});");
                context.EmitProduct(vector, Value(0), $"{vector}.AsSingle({word} << 16)", Sum(lane, v));
                context.EmitProduct(vector, Value(1), $"{vector}.AsSingle({word} & {vector}.Create(0xFFFF0000))", Second(lane, v));
            }
            else
            {
                context.EmitProduct(vector, Value(0), weight, Sum(lane, v));
            }
        }

        string IndexAt(int number) => new FloatOffset("", (index * _element.Columns) + number).At("position");

        // Little-endian, as all data of a compiled model.
        string FromFour(int number)
        {
            int four = (index * _element.Columns) + number;
            string shifted = $"four{four / IndicesOfLoad}{(four % IndicesOfLoad == 0 ? "" : $" >> {16 * (four % IndicesOfLoad)}")}";
            return four % IndicesOfLoad == IndicesOfLoad - 1 ? $"(__UIntPtr)({shifted})" : $"(__UIntPtr)(ushort)({shifted})";
        }

        string Value(int number) => $"value{lane}_{number}";
    }

    private static FloatOffset Target(int lane, int vector, int width) => new($"target{lane}", vector * width);
}
