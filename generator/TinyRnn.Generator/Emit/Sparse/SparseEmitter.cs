using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// Emits the sums over the kept blocks: a loop over groups of lanes, and in it a loop over the words of the lanes; the places of their inputs are
/// data. Sums are written to memory, because lanes of one length need not belong to neighbouring units.
/// </summary>
/// <param name="writer">Receives the code.</param>
/// <param name="form">The vector width.</param>
/// <param name="panel">The weights.</param>
/// <param name="input">Where the values of a row lie.</param>
/// <param name="name">Name of the <c>ref</c> to the first value.</param>
/// <param name="small">Input values whose products are added at the start, or null.</param>
/// <param name="apart">Name of the <c>ref</c> to the separate start values, in the order of rows; empty for zeros.</param>
/// <param name="firstStart">Offset of the first row's start value in the other start values.</param>
/// <param name="alternates">Whether groups are read forward and backward in turn.</param>
internal sealed class SparseEmitter(
    CodeWriter writer, VectorForm form, Panel panel, InputRow input, string name, SmallInput? small, string apart, int firstStart, bool alternates)
{
    /// <summary>The name of the sums' memory.</summary>
    public const string Sums = "sums[0]";

    private const string Apart = "apart";

    private readonly SparseBlocks _blocks = panel.Sparse!;
    private readonly PanelElement _element = panel.Element;

    private bool IsCoded => _element.Type == TensorType.I8;

    /// <summary>Emits the refs to the data and the memory of the sums.</summary>
    public void EmitData()
    {
        writer.Write($"__Unsafe.SkipInit(out Floats{_blocks.Chains * panel.Tiles.PaddedRows} sums);");

        // A matrix of zeros keeps no weights, and none are read.
        writer.Write($"ref float w = ref {(_blocks.Weights.Length > 0 ? _blocks.Weights.First : Sums)};");
        writer.Write($"ref ushort places = ref __Unsafe.As<float, ushort>(ref {_blocks.Places.First});");
    }

    /// <summary>Emits the quantised input, a 32-bit number for each value, so that any four values can be combined into a word.</summary>
    public void EmitCodes(CodedRange range)
    {
        int extent = PanelElement.ExtentOf(input);

        // A value is read from an address up to three bytes before it.
        writer.Write($"__Unsafe.SkipInit(out Floats{extent + 1} {Apart}InPlace);");
        writer.Write($"ref byte {Apart} = ref __Unsafe.As<float, byte>(ref {Apart}InPlace[1]);");
        writer.Write($"{Apart}InPlace[0] = 0f;");
        string limits = $"{Literals.Of(range.Low)}, {Literals.Of(range.InverseStep)}";
        writer.Write($"global::TinyRnn.Codes.WriteApart(ref {name}, ref __Unsafe.As<byte, int>(ref {Apart}), {extent}, {limits});");
    }

    /// <summary>Emits the sums of all rows.</summary>
    public void EmitLanes()
    {
        foreach (SparseRun run in _blocks.Runs)
        {
            writer.Blank();
            writer.Write(
                $"// The kept blocks of units {run.Run.Start} to {run.Run.End - 1}, each of {run.Block} units and "
                    + $"{Literals.Count(_element.Columns, "input")}.");
            if (run.Whole.Count == 1 || (run.Whole.Count > 1 && !alternates))
            {
                using (run.Whole.Count == 1 ? writer.Braces() : writer.Block($"for (int group = 0; group < {run.Whole.Count}; group++)"))
                {
                    writer.Write("__UIntPtr count = places;");
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
                using (writer.Braces())
                {
                    writer.Write("__UIntPtr count = places;");
                    EmitGroup(run, [group]);
                    EmitNext(run, group.Lanes.Count);
                }
            }
        }
    }

    // Forward; or backward, and then to the end again. A step thus finds in the cache the weights that the step before it read last.
    private void EmitBothWays(SparseRun run)
    {
        int lanes = SparseRun.LanesOfGroup;
        string weights = $"w = ref __Unsafe.Add(ref w, {run.Whole.Sum(group => group.Weights(run.Block))});";
        string places = $"places = ref __Unsafe.Add(ref places, {run.Whole.Sum(group => group.Places(_element.Columns))});";
        EmitIf("turn != 0", () => writer.Write(weights + "\n" + places));
        using (writer.Block($"for (int i = 0; i < {run.Whole.Count}; i++)"))
        {
            writer.Write("__UIntPtr count = places;");
            if (run.Whole.Any(group => group.Start != run.Whole[0].Start))
            {
                writer.Write($"int group = turn == 0 ? i : {run.Whole.Count - 1} - i;");
            }

            EmitIf("turn != 0", () => writer.Write(
                $"count = __Unsafe.Subtract(ref places, 1);\nw = ref __Unsafe.Subtract(ref w, count * {lanes * run.Block});\n"
                + $"places = ref __Unsafe.Subtract(ref places, {2 + lanes} + (count * {lanes * _element.Columns}));"));
            EmitGroup(run, run.Whole);
            EmitIf("turn == 0", () => EmitNext(run, lanes));
        }

        EmitIf("turn != 0", () => writer.Write(weights + "\n" + places));

        void EmitIf(string condition, Action emit)
        {
            using (writer.Block($"if ({condition})"))
            {
                emit();
            }

            writer.Blank();
        }
    }

    // The groups of a loop, or a single one.
    private void EmitGroup(SparseRun run, IReadOnlyList<SparseGroup> groups)
    {
        int lanes = groups[0].Lanes.Count;
        int width = Math.Min(run.Block, form.Lanes);
        int vectors = run.Block / width;
        int atOnce = Math.Max(1, Math.Min(lanes, LanesAtOnce(vectors)));
        for (int first = 0; first < lanes; first += atOnce)
        {
            int[] some = [.. Enumerable.Range(first, Math.Min(atOnce, lanes - first))];
            using IDisposable? braces = some.Length < lanes ? writer.Braces() : null;
            EmitSome(run, groups, some, width, vectors);
        }
    }

    private void EmitNext(SparseRun run, int lanes) => writer.Write(
        $"w = ref __Unsafe.Add(ref w, count * {lanes * run.Block});\n"
        + $"places = ref __Unsafe.Add(ref places, {2 + lanes} + (count * {lanes * _element.Columns}));");

    // Of 16 or 32 registers; words of two numbers need two sums.
    private int LanesAtOnce(int vectors) => (form.Width == 512 ? 16 : 8) / (vectors * _element.Values);

    private void EmitSome(SparseRun run, IReadOnlyList<SparseGroup> groups, int[] some, int width, int vectors)
    {
        int lanes = groups[0].Lanes.Count;
        string vector = Aliases.VectorOf(width * 32);
        string type = vector + Aliases.ElementName(_element.Sum);
        writer.Write($"ref ushort place = ref __Unsafe.Add(ref places, {1 + lanes + (some[0] * _element.Columns)});");
        writer.Write($"ref float block = ref {new Place("", some[0] * run.Block).At("w")};");
        foreach (int lane in some)
        {
            writer.Write($"__UIntPtr target{lane} = (__UIntPtr){new Place("", 1 + lane).At("places")} * 4;");
        }

        EmitStarts(groups, some, width, vectors);
        using (writer.Block("for (__UIntPtr word = 0; word < count; word++)"))
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

    // Groups are sorted by their kind of start value, so the number of a group determines its kind.
    private void EmitStarts(IReadOnlyList<SparseGroup> groups, int[] some, int width, int vectors)
    {
        string vector = Aliases.VectorOf(width * 32);
        string type = vector + Aliases.ElementName(_element.Sum);
        SparseStart[] starts = [.. groups.Select(group => group.Start).Distinct()];
        ForEach((lane, v) => writer.Write(starts.Length == 1 ? $"{type} {Sum(lane, v)} = {From(starts[0], lane, v)};" : $"{type} {Sum(lane, v)};"));
        for (int i = 0; i < starts.Length && starts.Length > 1; i++)
        {
            int end = groups.Count(group => group.Start <= starts[i]);
            using (writer.Block(i == 0 ? $"if (group < {end})" : i + 1 < starts.Length ? $"else if (group < {end})" : "else"))
            {
                ForEach((lane, v) => writer.Write($"{Sum(lane, v)} = {From(starts[i], lane, v)};"));
                EmitSmall(starts[i]);
            }
        }

        if (starts.Length == 1)
        {
            EmitSmall(starts[0]);
        }

        if (_element.Values > 1)
        {
            ForEach((lane, v) => writer.Write($"{type} {Second(lane, v)} = {type}.Zero;"));
        }

        string From(SparseStart start, int lane, int v) => start switch
        {
            SparseStart.Input => $"{vector}.LoadUnsafe({Target(lane, v).Arguments("start", firstStart)})",
            SparseStart.Apart when apart.Length > 0 => $"{vector}.LoadUnsafe({Target(lane, v).Arguments(apart)})",
            _ => $"{type}.Zero",
        };

        void EmitSmall(SparseStart start)
        {
            for (int column = 0; start == SparseStart.Input && column < small?.Columns; column++)
            {
                string value = $"{vector}.Create({new Place("").At("x", small.OffsetOf(column))})";
                int weights = small.WeightsOf(column);
                ForEach((lane, v) => EmitProduct(vector, value, $"{vector}.LoadUnsafe({Target(lane, v).Arguments("inputWeights", weights)})", Sum(lane, v)));
            }
        }

        Place Target(int lane, int v) => new($"target{lane}", v * width);

        void ForEach(Action<int, int> action)
        {
            foreach (int lane in some)
            {
                for (int v = 0; v < vectors; v++)
                {
                    action(lane, v);
                }
            }
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
                string word = $"bits{lane}_{v}";
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
