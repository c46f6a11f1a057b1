using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using static TinyRnn.Generator.Emit.Sparse.SparseContext;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// Emits the sums over the kept blocks one block after another, with their indices as constants, in local functions that each sum some lanes. A value of
/// the input is read once for all lanes of a function.
/// </summary>
internal sealed class UnrolledBlocks(SparseContext context)
{
    // The compiler of the runtime optimises no method that is much larger than a thousand statements, and takes longer for each in a large one.
    private const int MostStatements = 800;
    private const int MostInt8Statements = 100;

    private readonly CodeWriter _writer = context.Writer;
    private readonly PanelElement _element = context.Element;

    /// <summary>Emits the calls, then the functions.</summary>
    public void Emit()
    {
        List<(SparseRun Run, List<UnrolledLane> Lanes)> parts = [];
        int weights = 0;
        foreach (SparseRun run in context.Blocks.Runs)
        {
            List<UnrolledLane> lanes = [];
            foreach (SparseGroup group in run.Groups)
            {
                int stride = group.Lanes.Count * run.Block;
                lanes.AddRange(group.Lanes.Select((lane, index) => new UnrolledLane(lane, group.Count, weights + (index * run.Block), stride)));
                weights += group.Weights(run.Block);
            }

            parts.AddRange(Parts(run, lanes).Select(part => (run, part)));
        }

        (string Type, string Name, string Argument)[] all = [.. Parameters()];
        string arguments = string.Join(", ", all.Select(parameter => $"ref {parameter.Argument}"));
        string parameters = string.Join(", ", all.Select(parameter => $"ref {parameter.Type} {parameter.Name}"));
        string[] calls = [.. parts.Select((_, index) => $"Blocks{index}({arguments});")];
        _writer.Blank();
        _writer.Write($"// The kept blocks, each of up to {context.Blocks.Runs.Max(run => run.Block)} units and {Literals.Count(_element.Columns, "input")}.");
        if (context.Alternates && calls.Length > 1)
        {
            // A step finds in the cache the weights that the step before it read last.
            using (_writer.Block("if (backward == 0)"))
            {
                _writer.Write(string.Join("\n", calls));
            }

            using (_writer.Block("else"))
            {
                _writer.Write(string.Join("\n", Enumerable.Reverse(calls)));
            }
        }
        else
        {
            _writer.Write(string.Join("\n", calls));
        }

        for (int i = 0; i < parts.Count; i++)
        {
            _writer.Blank();
            _writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveOptimization | __MethodImplOptions.NoInlining)]");
            using (_writer.Block($"static void Blocks{i}({parameters})"))
            {
                EmitPart(parts[i].Run, parts[i].Lanes);
            }
        }
    }

    private IEnumerable<(string Type, string Name, string Argument)> Parameters()
    {
        yield return ("float", "w", "w");
        yield return ("float", "sums", Sums);
        if (context.IsInt8)
        {
            yield return ("byte", SparseContext.Quantized, SparseContext.Quantized);
            yield break;
        }

        yield return ("float", context.Name, context.Name);
        SparseStart[] starts = [.. context.Blocks.Runs.SelectMany(run => run.Groups).Select(group => group.Start).Distinct()];
        if (starts.Contains(SparseStart.Input))
        {
            yield return ("float", "start", "start");
            if (context.Small is not null)
            {
                yield return ("float", "x", "x");
                yield return ("float", "inputWeights", "inputWeights");
            }
        }

        if (starts.Contains(SparseStart.Apart) && context.Bias.Length > 0)
        {
            yield return ("float", context.Bias, context.Bias);
        }
    }

    private IEnumerable<List<UnrolledLane>> Parts(SparseRun run, List<UnrolledLane> lanes)
    {
        int vectors = run.VectorsIn(context.Form);
        int registers = (context.Form.Width == 512 ? 16 : 12) / (vectors * _element.Values);
        List<UnrolledLane> part = [];
        int statements = 0;
        foreach (UnrolledLane lane in lanes)
        {
            int own = lane.Count * vectors * _element.Values;
            if (part.Count > 0 && (part.Count >= registers || statements + own > (context.IsInt8 ? MostInt8Statements : MostStatements)))
            {
                yield return part;
                part = [];
                statements = 0;
            }

            part.Add(lane);
            statements += own;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private void EmitPart(SparseRun run, List<UnrolledLane> lanes)
    {
        string type = context.SumOf(run);
        int width = run.WidthIn(context.Form);
        int vectors = run.VectorsIn(context.Form);
        foreach (int lane in Lanes(_ => true))
        {
            for (int v = 0; v < vectors; v++)
            {
                _writer.Write($"{type} {Sum(lane, v)} = {context.StartOf(run, lanes[lane].Start, Target(lane, v))};");
                if (_element.Values > 1)
                {
                    _writer.Write($"{type} {Second(lane, v)} = {type}.Zero;");
                }
            }
        }

        context.EmitSmall(run, [.. Lanes(lane => lane.Start == SparseStart.Input)
            .SelectMany(lane => Enumerable.Range(0, vectors).Select(v => (Sum(lane, v), Target(lane, v))))]);
        if (_element.IsPacked)
        {
            EmitWords(run, lanes);
        }
        else
        {
            EmitColumns(run, lanes);
        }

        foreach (int lane in Lanes(_ => true))
        {
            for (int v = 0; v < vectors; v++)
            {
                context.EmitStore(run, lane, v, Target(lane, v).Arguments("sums"));
            }
        }

        IEnumerable<int> Lanes(Func<UnrolledLane, bool> match) => Enumerable.Range(0, lanes.Count).Where(lane => match(lanes[lane]));

        FloatOffset Target(int lane, int v) => new("", (lanes[lane].Target * 4) + (v * width));
    }

    // Input by input, in the order of each sum.
    private void EmitColumns(SparseRun run, List<UnrolledLane> lanes)
    {
        string vector = context.VectorOf(run);
        int width = run.WidthIn(context.Form);
        IEnumerable<IGrouping<int, (int Lane, int Weights)>> products =
            from lane in Enumerable.Range(0, lanes.Count)
            from word in Enumerable.Range(0, lanes[lane].Count)
            let position = lanes[lane].Words[word][0]
            where position >= 0
            orderby position, lane
            group (Lane: lane, Weights: lanes[lane].WeightsAt(word)) by position;
        bool isFirst = true;
        foreach (IGrouping<int, (int Lane, int Weights)> ofInput in products)
        {
            string value = $"{vector}.Create({new FloatOffset("", context.Input.OffsetOf(ofInput.Key)).At(context.Name)})";
            _writer.Write($"{(isFirst ? vector + "Float " : "")}value = {value};");
            isFirst = false;
            foreach ((int lane, int weights) in ofInput)
            {
                for (int v = 0; v < run.VectorsIn(context.Form); v++)
                {
                    context.EmitProduct(vector, "value", $"{vector}.LoadUnsafe({new FloatOffset("", weights + (v * width)).Arguments("w")})", Sum(lane, v));
                }
            }
        }
    }

    // Lanes side by side, so that no sum waits for the one before.
    private void EmitWords(SparseRun run, List<UnrolledLane> lanes)
    {
        int words = lanes.Max(lane => lane.Count);
        if (words > 0)
        {
            _writer.Write($"{context.VectorOf(run)}{(context.IsInt8 ? "Byte values" : "UInt bits")};");
        }

        for (int word = 0; word < words; word++)
        {
            for (int lane = 0; lane < lanes.Count; lane++)
            {
                if (word < lanes[lane].Count)
                {
                    EmitWord(run, lanes[lane].Words[word], lanes[lane].WeightsAt(word), lane);
                }
            }
        }
    }

    private void EmitWord(SparseRun run, int[] positions, int weights, int lane)
    {
        string vector = context.VectorOf(run);
        int width = run.WidthIn(context.Form);
        if (context.IsInt8)
        {
            // A filler has a zero weight, so it may read any quantised value.
            string indices = string.Join(", ", positions.Select(position => Literals.Plain(position < 0 ? -1 - position : position)));
            _writer.Write($"values = {vector}.AsByte({vector}.Create(global::TinyRnn.IntegerSums.Gather(ref {SparseContext.Quantized}, {indices})));");
        }

        for (int v = 0; v < run.VectorsIn(context.Form); v++)
        {
            string weight = $"{vector}.LoadUnsafe({new FloatOffset("", weights + (v * width)).Arguments("w")})";
            if (context.IsInt8)
            {
                _writer.Write($"{Sum(lane, v)} = global::TinyRnn.IntegerSums.Add({Sum(lane, v)}, values, {vector}.AsSByte({weight}));");
                continue;
            }

            _writer.Write($"bits = {vector}.AsUInt32({weight});");
            EmitNumber(0, "bits << 16", Sum(lane, v));
            EmitNumber(1, $"bits & {vector}.Create(0xFFFF0000)", Second(lane, v));
        }

        void EmitNumber(int number, string bits, string sum)
        {
            if (positions[number] >= 0)
            {
                string value = $"{vector}.Create({new FloatOffset("", positions[number]).At(context.Name)})";
                context.EmitProduct(vector, value, $"{vector}.AsSingle({bits})", sum);
            }
        }
    }

    /// <summary>A lane, and where its weights lie among all weights.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="words">Words of its group.</param>
    /// <param name="first">Offset of its first word.</param>
    /// <param name="stride">Floats from one word to the next.</param>
    private sealed class UnrolledLane(SparseLane lane, int words, int first, int stride)
    {
        public SparseStart Start => lane.Start;

        public int Target => lane.Target;

        /// <summary>Words, without the fillers of its group.</summary>
        public int Count => lane.Count;

        public IReadOnlyList<int[]> Words { get; } = lane.Words(words);

        public int WeightsAt(int word) => first + (word * stride);
    }
}
