using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// Emits the core of every kernel: the sums of a pass over the inputs of a row, in registers. All cells share this one matrix-vector emitter; each
/// cell decides where the sums start and what becomes of them.
/// </summary>
/// <param name="writer">Receives the code.</param>
/// <param name="pass">The sums to compute.</param>
/// <param name="gates">A name for the sums of each gate.</param>
/// <param name="element">The content of a word of weights; for packed elements, "column" here means a word.</param>
internal sealed class SumEmitter(CodeWriter writer, Pass pass, IReadOnlyList<string> gates, PanelElement element)
{
    // With more multiply-adds than this a loop is emitted, with four inputs in its body.
    private const int MaximumUnrolled = 96;
    private const int InputsPerIteration = 4;
    private const string Second = "Second";
    private static readonly string[] AccumulatorSuffixes = ["", "b", "c", "d"];

    private int _stride;
    private int _extent;

    // The column of the weights that w points to.
    private int _column;

    /// <summary>The name of a sum.</summary>
    public string Sum(int gate, int vector, int accumulator = 0, int row = 0) =>
        $"{gates[gate]}{vector}{AccumulatorSuffixes[accumulator]}{(pass.Rows == 1 ? "" : $"_{row}")}";

    /// <summary>The vector type of the sums.</summary>
    private string SumType => pass.Vector + Aliases.ElementName(element.Sum);

    /// <summary>Declares the sums' first accumulators, which start from an expression; the others start from zero.</summary>
    public void EmitStart(Func<int, int, int, string> start) =>
        ForEachSum((gate, vector, row) => writer.Write($"{SumType} {Sum(gate, vector, 0, row)} = {start(gate, vector, row)};"));

    /// <summary>
    /// Adds the products, with weights read from <c>w</c> on, so that each first accumulator holds the sum. Accumulators are filled side by side if
    /// there are enough registers, else one after another; they are added in the same pairs either way.
    /// </summary>
    /// <param name="input">Where the values of a row lie.</param>
    /// <param name="name">Name of the <c>ref</c> to the first float of the (first) row.</param>
    public void EmitProducts(InputRow input, string name)
    {
        _stride = element.Type == TensorType.I8 ? element.WordsOf(input) : input.Stride;
        _extent = PanelElement.ExtentOf(input);
        _column = 0;
        EmitChains(element.IsPacked ? InputRow.Plain(element.WordsOf(input)) : input, name, 0, 1);
    }

    /// <summary>Adds sums of packed elements, times their scales if there are any.</summary>
    public void EmitScaled(SumEmitter other, Func<int, int, string>? scale) => ForEachSum((gate, vector, row) =>
    {
        string sum = other.Sum(gate, vector, 0, row);
        if (scale is null)
        {
            writer.Write($"{Sum(gate, vector, 0, row)} += {sum};");
            return;
        }

        writer.Write(
            pass.MultiplyAdd(other.SumType == SumType ? sum : $"{pass.Vector}.ConvertToSingle({sum})", scale(gate, vector), Sum(gate, vector, 0, row)));
    });

    // The accumulators first, first + step, first + 2 step and so on.
    private void EmitChains(InputRow input, string name, int first, int step)
    {
        int count = Accumulators / step;
        if (count > pass.AccumulatorsAtOnce)
        {
            EmitOneAfterAnother(input, name, first, step);
            return;
        }

        int[] accumulators = [.. Enumerable.Range(0, count).Select(i => first + (i * step))];
        foreach (int accumulator in accumulators.Where(accumulator => accumulator > 0))
        {
            ForEachSum((gate, vector, row) => writer.Write($"{SumType} {Sum(gate, vector, accumulator, row)} = {SumType}.Zero;"));
        }

        if (element.Values > 1)
        {
            // The second number of each word has its own sum.
            ForEachAccumulator(accumulators, sum => writer.Write($"{SumType} {sum}{Second} = {SumType}.Zero;"));
        }

        int before = 0;
        foreach ((int offset, int columns) in input.Pieces)
        {
            EmitPiece(name, offset, columns, before, accumulators);
            before += columns;
        }

        if (element.Values > 1)
        {
            ForEachAccumulator(accumulators, sum => writer.Write($"{sum} += {sum}{Second};"));
        }

        for (int half = count / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                EmitAdd(accumulators[i], accumulators[i + half]);
            }
        }
    }

    // The sums of one half wait in memory: the compiler would keep them in registers and spill others in the middle of the loop.
    private void EmitOneAfterAnother(InputRow input, string name, int first, int step)
    {
        EmitChains(input, name, first, step * 2);
        string saved = "saved" + AccumulatorSuffixes[first + step];
        int floats = 0;
        writer.Blank();
        writer.Write("// These sums wait in memory while the same registers sum the inputs between.");
        writer.Write($"__Unsafe.SkipInit(out Floats{pass.Rows * pass.Gates * pass.Vectors * pass.Lanes} {saved});");
        ForEachSum((gate, vector, row) =>
        {
            writer.Write($"{pass.Vector}.StoreUnsafe({Sum(gate, vector, first, row)}, ref {saved}[0]{(floats == 0 ? "" : $", {floats}")});");
            floats += pass.Lanes;
        });
        EmitChains(input, name, first + step, step * 2);
        floats = 0;
        ForEachSum((gate, vector, row) =>
        {
            writer.Write(
                $"{Sum(gate, vector, first, row)} = {pass.Vector}.LoadUnsafe(ref {saved}[0]{(floats == 0 ? "" : $", {floats}")}) + "
                    + $"{Sum(gate, vector, first + step, row)};");
            floats += pass.Lanes;
        });
    }

    private void EmitAdd(int to, int from) =>
        ForEachSum((gate, vector, row) => writer.Write($"{Sum(gate, vector, to, row)} += {Sum(gate, vector, from, row)};"));

    // Column k belongs to accumulator k modulo their number.
    private void EmitPiece(string name, int offset, int columns, int before, int[] accumulators)
    {
        int inputs = Accumulators * Math.Max(1, InputsPerIteration / accumulators.Length);
        bool isUnrolled = columns * element.Values / Accumulators * accumulators.Length * pass.Gates * pass.Vectors * pass.Rows <= MaximumUnrolled;
        int looped = isUnrolled ? 0 : columns - (columns % inputs);
        if (looped > 0)
        {
            MoveTo(before);
            using (writer.Block($"for (__UIntPtr k = {offset * element.Values}; k < {(offset + looped) * element.Values}; k += {inputs * element.Values})"))
            {
                EmitColumns("k", 0, before, inputs);
                writer.Write($"w = ref __Unsafe.Add(ref w, {inputs * WeightStride});");
            }

            _column += looped;
            writer.Blank();
        }

        EmitColumns("", offset + looped, before + looped, columns - looped);

        void EmitColumns(string index, int at, int first, int count)
        {
            for (int i = 0; i < count; i++)
            {
                int accumulator = (first + i) % Accumulators;
                if (accumulators.Contains(accumulator))
                {
                    EmitColumn(name, index, at + i, first + i, accumulator);
                }
            }
        }
    }

    // The position of w is known whenever code is emitted.
    private void MoveTo(int column)
    {
        if (column != _column)
        {
            writer.Write($"w = ref __Unsafe.Add(ref w, {(column - _column) * WeightStride});");
            _column = column;
        }
    }

    private void EmitColumn(string name, string index, int offset, int column, int accumulator)
    {
        if (column < _column)
        {
            MoveTo(column);
        }

        int weightOffset = (column - _column) * WeightStride;
        if (element.Type == TensorType.BF16)
        {
            EmitBrainWord(name, index, offset, column, accumulator, weightOffset);
            return;
        }

        if (pass.Rows > 1)
        {
            for (int gate = 0; gate < pass.Gates; gate++)
            {
                writer.Write($"{pass.Vector}Float w{gate}_{column} = {Weight(gate, 0, weightOffset)};");
            }
        }

        for (int row = 0; row < pass.Rows; row++)
        {
            // A value that only one sum reads needs no name.
            string broadcast = $"{pass.Vector}.Create({new FloatOffset(index).At(name, offset + (row * _stride))})";
            broadcast = element.Type == TensorType.I8 ? $"{pass.Vector}.AsByte({broadcast})" : broadcast;
            string local = pass.Rows == 1 ? $"{name}{column}" : $"{name}{column}_{row}";
            if (pass.Gates * pass.Vectors > 1)
            {
                writer.Write($"{pass.Vector}{(element.Type == TensorType.I8 ? "Byte" : "Float")} {local} = {broadcast};");
                broadcast = local;
            }

            for (int gate = 0; gate < pass.Gates; gate++)
            {
                for (int vector = 0; vector < pass.Vectors; vector++)
                {
                    string sum = Sum(gate, vector, accumulator, row);
                    string weight = pass.Rows > 1 ? $"w{gate}_{column}" : Weight(gate, vector, weightOffset);
                    writer.Write(element.Type == TensorType.I8
                        ? $"{sum} = global::TinyRnn.IntegerSums.Add({sum}, {broadcast}, {pass.Vector}.AsSByte({weight}));"
                        : pass.MultiplyAdd(broadcast, weight, sum));
                }
            }
        }
    }

    // A word holds two inputs. The first is in the low half: a shift makes it a float. The second is in the high half: clearing the low bits makes
    // it one.
    private void EmitBrainWord(string name, string index, int offset, int column, int accumulator, int weightOffset)
    {
        int values = Math.Min(2, _extent - (2 * column));
        for (int half = 0; half < values; half++)
        {
            for (int row = 0; row < pass.Rows; row++)
            {
                writer.Write(
                    $"{pass.Vector}Float {Value(half, row)} = {pass.Vector}.Create({new FloatOffset(index).At(name, (2 * offset) + half + (row * _stride))});");
            }
        }

        for (int gate = 0; gate < pass.Gates; gate++)
        {
            for (int vector = 0; vector < pass.Vectors; vector++)
            {
                string word = $"w{gate}_{vector}_{column}";
                writer.Write($"{pass.Vector}UInt {word} = {pass.Vector}.AsUInt32({Weight(gate, vector, weightOffset)});");
                for (int half = 0; half < values; half++)
                {
                    string weight = $"{pass.Vector}.AsSingle({word} {(half == 0 ? "<< 16" : $"& {pass.Vector}.Create(0xFFFF0000)")})";
                    if (pass.Rows > 1)
                    {
                        writer.Write($"{pass.Vector}Float {word}_{half} = {weight};");
                        weight = $"{word}_{half}";
                    }

                    for (int row = 0; row < pass.Rows; row++)
                    {
                        writer.Write(pass.MultiplyAdd(Value(half, row), weight, Sum(gate, vector, accumulator, row) + (half == 0 ? "" : Second)));
                    }
                }
            }
        }

        string Value(int half, int row) => $"{name}{(2 * column) + half}{(pass.Rows == 1 ? "" : $"_{row}")}";
    }

    // Integer sums may be added in any order.
    private int Accumulators => element.Type == TensorType.I8 ? pass.AccumulatorsAtOnce : pass.Accumulators;

    private int WeightStride => pass.Gates * pass.Run.Size;

    private string Weight(int gate, int vector, int weightOffset)
    {
        int offset = weightOffset + (gate * pass.Run.Size) + (vector * pass.Lanes);
        return $"{pass.Vector}.LoadUnsafe(ref w{(offset == 0 ? "" : $", {offset}")})";
    }

    private void ForEachAccumulator(int[] accumulators, Action<string> action)
    {
        foreach (int accumulator in accumulators)
        {
            ForEachSum((gate, vector, row) => action(Sum(gate, vector, accumulator, row)));
        }
    }

    private void ForEachSum(Action<int, int, int> action)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            for (int gate = 0; gate < pass.Gates; gate++)
            {
                for (int vector = 0; vector < pass.Vectors; vector++)
                {
                    action(gate, vector, row);
                }
            }
        }
    }
}
