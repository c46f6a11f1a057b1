using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Generator.Emit.Sparse;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>
/// A kernel that goes through a panel pass by pass: it keeps sums in accumulators, and the cell finishes them. Each kind of cell derives its own
/// kernel from it.
/// </summary>
internal abstract class PanelKernel : IKernel
{
    // Smaller kernels are inlined into the step; larger ones are called.
    private const int LargestInlined = 1024;

    private const int RowsOfQuantized = 16;

    // 0, or NaN if the input contains a NaN.
    private const string Missing = "missing";

    private readonly string _summary;
    private readonly IReadOnlyList<string> _gates;

    protected PanelKernel(string name, string summary, Panel panel, InputRow input, string inputName, IReadOnlyList<string> gates)
    {
        Name = name;
        _summary = summary;
        Panel = panel;
        Input = input;
        InputName = inputName;
        _gates = gates;
    }

    public string Name { get; }

    public int WidestForm => KernelForms.WidestFormOf(Tiles.LargestTile);

    /// <summary>The weights.</summary>
    public Panel Panel { get; }

    /// <summary>
    /// Whether the result may be written over the input: either all sums are complete before the first result is stored, or the sums read quantised
    /// inputs, which are computed before everything else.
    /// </summary>
    public bool IsOnePass(VectorForm form) => IsInt8 || IsSparse || IsOnePassOverFloats(form);

    private bool IsOnePassOverFloats(VectorForm form) => Tiles.Runs.Count == 1 && Pass.OfOneRow(Tiles.Runs[0], Tiles.Gates, this.Narrow(form)).Count == 1;

    public bool Alternates { get; set; }

    /// <summary>Whether zero blocks are skipped.</summary>
    public bool IsSparse => Panel.Sparse is not null;

    /// <summary>Multiply-adds with weights of zero blocks, if they are skipped.</summary>
    public long SkippedMultiplyAdds => Panel.Sparse?.SkippedMultiplyAdds ?? 0;

    /// <summary>Input values that the kernel adds by itself, or null.</summary>
    public SmallInput? Small { get; set; }

    /// <summary>The weights and, if they are quantised, their scales.</summary>
    public IReadOnlyList<WeightData> Data =>
    [
        .. Panel.Sparse is SparseBlocks sparse ? [sparse.Weights, sparse.Indices] : new WeightData[] { Panel },
        .. Panel is PackedPanel { Scales: FloatTable scales } ? [scales] : Array.Empty<WeightData>(),
    ];

    public UnitTiles Tiles => Panel.Tiles;

    /// <summary>Where the values that the weights are multiplied with lie.</summary>
    protected InputRow Input { get; }

    /// <summary>The parameter that points to them.</summary>
    protected string InputName { get; }

    /// <summary>The parameters; the first is the start value of the sums.</summary>
    protected abstract IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>The parameter for the input values that the kernel adds by itself, or none.</summary>
    protected IEnumerable<KernelParameter> SmallParameters => Small is null
        ? []
        : [new KernelParameter("x", Literals.Count(Small.Columns, "value") + " of input.", Small.Row.Stride)];

    public int RowsOf(VectorForm form) => IsSparse ? 1 : Pass.RowsOf(Tiles, this.Narrow(form));

    /// <summary>Whether the input is quantised before it is multiplied.</summary>
    public bool IsInt8 => Panel.Element.Type == TensorType.I8;

    public void Emit(CodeWriter writer, VectorForm form)
    {
        EmitDocumentation(writer, _summary, Parameters);
        EmitBackwardDocumentation(writer);
        writer.Write(
            Panel.Length <= LargestInlined && !IsSparse ? "[__MethodImpl(__MethodImplOptions.AggressiveInlining)]"
                : "[__MethodImpl(__MethodImplOptions.AggressiveOptimization | __MethodImplOptions.NoInlining)]");
        string parameters = string.Join(", ", Parameters.Select(parameter => $"ref float {parameter.Name}"));
        using (writer.Block($"private static void {Name}{form.Suffix}({parameters}{(Alternates ? ", uint backward" : "")})"))
        {
            EmitWeights(writer, Small);
            if (IsSparse)
            {
                EmitSparse(writer, form);
                return;
            }

            if (IsInt8)
            {
                EmitMissing(writer);
                PackedKernel.EmitQuantized(writer, (PackedPanel)Panel, Input, InputName);
            }

            foreach (TileRun run in Tiles.Runs)
            {
                EmitPasses(writer, Pass.OfOneRow(run, Tiles.Gates, form), (pass, unit) => EmitPass(writer, pass, unit, Small), Alternates);
            }
        }
    }

    public void EmitRows(CodeWriter writer, VectorForm form)
    {
        int rows = RowsOf(form);
        KernelParameter[] parameters = [.. Parameters.Where(parameter => parameter.Name != "x" || Small is null)];
        EmitDocumentation(
            writer, $"{_summary} For several rows: the weights are read once for each {rows} rows.",
            parameters.Select(parameter => parameter with { Name = NameOfRows(parameter) }));
        writer.Param("rows", $"Number of rows, a multiple of {rows}.");
        EmitBackwardDocumentation(writer);
        writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveOptimization | __MethodImplOptions.NoInlining)]");
        string list = string.Join(", ", parameters.Select(parameter => $"ref float {NameOfRows(parameter)}"));
        using (writer.Block($"private static void {Name}Rows{form.Suffix}({list}, __UIntPtr rows{(Alternates ? ", uint backward" : "")})"))
        {
            EmitWeights(writer, small: null);
            if (!IsInt8)
            {
                EmitRowPasses("0", "rows");
                return;
            }

            // The stack holds quantised inputs for this many rows; a whole sequence may have more.
            PackedKernel.EmitQuantizedInPlace(writer, (PackedPanel)Panel, RowsOfQuantized);
            writer.Write($"__Unsafe.SkipInit(out Floats{RowsOfQuantized} {Missing}InPlace);");
            using (writer.Block($"for (__UIntPtr first = 0; first < rows; first += {RowsOfQuantized})"))
            {
                writer.Write($"__UIntPtr end = __UIntPtr.Min(first + {RowsOfQuantized}, rows);");
                string input = NameOfRows(parameters.Single(parameter => parameter.Name == InputName));
                PackedKernel.EmitQuantizedOfRows(writer, (PackedPanel)Panel, Input, input, row => $"{Missing}InPlace[(int)(row - first)] = {MissingOf(row)};");
                EmitRowPasses("first", "end");
            }
        }

        void EmitRowPasses(string first, string end)
        {
            foreach (TileRun run in Tiles.Runs)
            {
                EmitPasses(writer, Pass.OfRows(run, Tiles.Gates, form, rows), (pass, unit) =>
                {
                    using (writer.Block($"for (__UIntPtr row = {first}; row < {end}; row += {rows})"))
                    {
                        foreach (KernelParameter parameter in parameters.Where(parameter => parameter.Stride != 0))
                        {
                            writer.Write($"ref float {parameter.Name} = ref __Unsafe.Add(ref {NameOfRows(parameter)}, row * {parameter.Stride});");
                        }

                        if (IsInt8)
                        {
                            PackedKernel.EmitQuantizedOfRow(writer, (PackedPanel)Panel);
                            writer.Write($"ref float {Missing} = ref __Unsafe.Add(ref {Missing}InPlace[0], row - first);");
                        }

                        EmitPass(writer, pass, unit, small: null);
                    }
                }, Alternates);
            }
        }
    }

    /// <summary>Emits refs to the constant data that <see cref="EmitFinish"/> reads.</summary>
    protected virtual void EmitConstants(CodeWriter writer)
    {
    }

    /// <summary>The start value of the first accumulator of a sum.</summary>
    protected virtual string StartOf(PassPosition position, int gate, int vector, int row) =>
        position.Load("start", position.Row(gate, vector), FirstStart + (StrideOf("start") * row));

    /// <summary>The gate through which a NaN reaches the output and the state of a unit.</summary>
    protected virtual int CarryingGate => 0;

    /// <summary>Whether the sum of a gate contains no product with the small input.</summary>
    protected virtual bool IsWithoutInput(int gate) => false;

    /// <summary>The <c>ref</c> to the start values of sums without input, in the order of rows; empty for zeros.</summary>
    protected virtual string SparseStartApart => "";

    /// <summary>Offset in <c>start</c> of the first row's start value.</summary>
    protected virtual int FirstStart => 0;

    /// <summary>Emits the rest of a unit's step, from the sums of a vector of units to the stored result.</summary>
    protected abstract void EmitFinish(CodeWriter writer, PassPosition position, SumEmitter sums, int vector, int row, SmallInput? small);

    protected int StrideOf(string parameter) => Parameters.First(candidate => candidate.Name == parameter).Stride;

    private static string NameOfRows(KernelParameter parameter) => parameter.Stride == 0 ? parameter.Name : parameter.Name + "Rows";

    private static void EmitDocumentation(CodeWriter writer, string summary, IEnumerable<KernelParameter> parameters)
    {
        writer.Blank();
        writer.Summary(summary);
        foreach (KernelParameter parameter in parameters)
        {
            writer.Param(parameter.Name, parameter.Description);
        }
    }

    private void EmitBackwardDocumentation(CodeWriter writer)
    {
        if (Alternates)
        {
            writer.Param("backward", "0 to read the weights from front to back, 1 from back to front.");
        }
    }

    private void EmitWeights(CodeWriter writer, SmallInput? small)
    {
        if (Tiles.Columns > 0 && !IsSparse)
        {
            writer.Write($"ref float weights = ref {Panel.First};");
        }

        if (Panel is PackedPanel { Scales: FloatTable scales })
        {
            writer.Write($"ref float scales = ref {scales.First};");
        }

        if (small is not null)
        {
            writer.Write($"ref float inputWeights = ref {small.Weights.First};");
        }

        EmitConstants(writer);
    }

    private void EmitPasses(CodeWriter writer, Pass pass, Action<Pass, PassPosition> emit, bool alternates)
    {
        TileRun run = pass.Run;
        int last = run.End - pass.Units;
        writer.Blank();
        string what =
            $"Units {run.Start} to "
                + $"{run.End - 1}{(pass.Count == 1 ? "" : $", {pass.Units} at a time")}{(alternates && pass.Count > 1 ? ", forward or backward" : "")}.";
        writer.Write("// " + what);
        if (pass.Count == 1)
        {
            // Braces keep the names of several runs separate.
            if (Tiles.Runs.Count == 1)
            {
                emit(pass, PassPosition.Constant(pass, run.Start));
                return;
            }

            using (writer.Braces())
            {
                emit(pass, PassPosition.Constant(pass, run.Start));
            }

            return;
        }

        string loop = alternates
            ? $"for (__UIntPtr i = 0; i < {run.End - run.Start}; i += {pass.Units})"
            : $"for (__UIntPtr unit = {run.Start}; unit < {run.End}; unit += {pass.Units})";
        using (writer.Block(loop))
        {
            if (alternates)
            {
                writer.Write($"__UIntPtr unit = backward == 0 ? {(run.Start == 0 ? "i" : $"{run.Start} + i")} : {last} - i;");
            }

            emit(pass, PassPosition.Variable(writer, pass));
        }
    }

    private void EmitPass(CodeWriter writer, Pass pass, PassPosition position, SmallInput? small)
    {
        // The accumulators of packed weights begin at zero; the start value is added when they are scaled.
        SumEmitter? packedSums = Panel is PackedPanel packed ? PackedKernel.EmitSums(writer, pass, position, packed, Input, InputName, _gates) : null;
        SumEmitter sums = EmitStarts(writer, pass, position, small);
        if (packedSums is not null)
        {
            sums.EmitScaled(packedSums, Panel is PackedPanel { Scales: null } ? null : (gate, vector) => position.Load("scales", position.Row(gate, vector)));
        }
        else if (Tiles.Columns > 0)
        {
            writer.Write($"ref float w = ref {position.WeightsAt(Tiles.Columns)};");
            sums.EmitProducts(Input, InputName);
        }

        EmitFinishes(writer, pass, position, sums, small);
    }

    // The start values of the sums, together with the products of a small input.
    private SumEmitter EmitStarts(CodeWriter writer, Pass pass, PassPosition position, SmallInput? small)
    {
        SumEmitter sums = new(writer, pass, _gates, PanelElement.Float);
        sums.EmitStart((gate, vector, row) => WithMissing(pass, StartOf(position, gate, vector, row), gate, row));
        for (int column = 0; column < small?.Columns; column++)
        {
            EmitSmallValue(writer, pass, small, column);
            for (int gate = 0; gate < pass.Gates; gate++)
            {
                for (int vector = 0; vector < pass.Vectors && !IsWithoutInput(gate); vector++)
                {
                    writer.Write(
                        pass.MultiplyAdd(
                            $"value{column}", position.Load("inputWeights", position.Row(gate, vector), small.WeightsOf(column)), sums.Sum(gate, vector)));
                }
            }
        }

        return sums;
    }

    // Computes the value that spreads a NaN, before the result may be written over the input.
    private void EmitMissing(CodeWriter writer) => writer.Write($"float {Missing} = {MissingOf(InputName)};");

    // Quantised values have no NaN, but infinities are limited to their range; a skipped block would hide both.
    private string MissingOf(string row) => string.Join(" + ", Input.Pieces.Select(
        piece => $"global::TinyRnn.NanSpread.{(IsInt8 ? "OfNaN" : "OfNonFinite")}(ref {new FloatOffset("", piece.Offset).At(row)}, {piece.Columns})"));

    private string WithMissing(Pass pass, string start, int gate, int row) =>
        (IsInt8 || IsSparse) && gate == CarryingGate ? $"{start} + {pass.Vector}.Create({new FloatOffset("", row).At(Missing)})" : start;

    private static void EmitSmallValue(CodeWriter writer, Pass pass, SmallInput small, int column) =>
        writer.Write($"{pass.Vector}Float value{column} = {pass.Vector}.Create({new FloatOffset("").At("x", small.OffsetOf(column))});");

    private void EmitFinishes(CodeWriter writer, Pass pass, PassPosition position, SumEmitter sums, SmallInput? small)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            for (int vector = 0; vector < pass.Vectors; vector++)
            {
                writer.Blank();
                EmitFinish(writer, position, sums, vector, row, small);
            }
        }
    }

    // The products of the kept blocks for all rows, then the rest of the step.
    private void EmitSparse(CodeWriter writer, VectorForm form)
    {
        SparseEmitter sparse = new(new SparseContext(writer, form, Panel, Input, InputName, Small, SparseStartApart, FirstStart, Alternates));
        sparse.EmitData();
        EmitMissing(writer);
        if (IsInt8)
        {
            sparse.EmitQuantized(((PackedPanel)Panel).Range);
        }

        sparse.EmitLanes();

        // One vector of units at a time, because activations leave no registers for more. The sums are in the cache in either direction.
        foreach (TileRun run in Tiles.Runs)
        {
            EmitPasses(writer, Pass.OfRows(run, Tiles.Gates, form, 1), (pass, position) => EmitSparseFinishes(writer, pass, position), alternates: false);
        }
    }

    private void EmitSparseFinishes(CodeWriter writer, Pass pass, PassPosition position)
    {
        SumEmitter sums;
        if (Panel is PackedPanel packed)
        {
            SumEmitter packedSums = new(writer, pass, [.. _gates.Select(gate => gate + "Sum")], packed.Element);
            packedSums.EmitStart((gate, vector, _) => SparseSum(pass, position, gate, vector));
            sums = EmitStarts(writer, pass, position, Small);
            sums.EmitScaled(packedSums, packed.Scales is null ? null : (gate, vector) => position.Load("scales", position.Row(gate, vector)));
        }
        else
        {
            sums = new(writer, pass, _gates, PanelElement.Float);
            sums.EmitStart((gate, vector, row) => WithMissing(pass, SparseSum(pass, position, gate, vector), gate, row));
            for (int column = 0; column < Small?.Columns && Enumerable.Range(0, pass.Gates).Any(IsWithoutInput); column++)
            {
                EmitSmallValue(writer, pass, Small, column);
            }
        }

        EmitFinishes(writer, pass, position, sums, Small);
    }

    // Adds the accumulators of a sum in the same pairs as the dense kernel.
    private string SparseSum(Pass pass, PassPosition position, int gate, int vector)
    {
        return IsInt8 ? $"{pass.Vector}.AsInt32({Accumulator(0)})" : pass.Run.Accumulators switch
        {
            1 => Accumulator(0),
            2 => $"{Accumulator(0)} + {Accumulator(1)}",
            4 => $"({Accumulator(0)} + {Accumulator(2)}) + ({Accumulator(1)} + {Accumulator(3)})",
            _ => throw new NotSupportedException($"no sum of {pass.Run.Accumulators} accumulators"),
        };

        string Accumulator(int accumulator) => position.Load(SparseContext.Sums, position.Row(gate, vector), accumulator * Tiles.PaddedRows);
    }
}
