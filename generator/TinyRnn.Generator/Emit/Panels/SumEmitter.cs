namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// Emits the heart of every kernel: the sums of a pass over the inputs of a row, in registers. The one matrix-vector emitter that
/// all cells share; what the sums start from and what becomes of them is the cell's.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="pass">Which sums.</param>
/// <param name="gates">A name for the sums of each gate.</param>
internal sealed class SumEmitter(CodeWriter writer, Pass pass, IReadOnlyList<string> gates)
{
    // Beyond this many multiply-adds a loop, whose body is four inputs.
    private const int MaximumUnrolled = 96;
    private const int InputsPerTurn = 4;
    private static readonly string[] ChainSuffixes = ["", "b", "c", "d"];

    private int _stride;

    /// <summary>The name of a sum.</summary>
    public string Sum(int gate, int vector, int chain = 0, int row = 0) =>
        $"{gates[gate]}{vector}{ChainSuffixes[chain]}{(pass.Rows == 1 ? "" : $"_{row}")}";

    /// <summary>Declares the sums; the first chain starts from an expression, the others from zero.</summary>
    public void EmitStart(Func<int, int, int, string> start)
    {
        ForEachSum((gate, vector, row) => writer.Write($"{pass.Vector}<float> {Sum(gate, vector, 0, row)} = {start(gate, vector, row)};"));
        for (int chain = 1; chain < pass.Run.Chains; chain++)
        {
            ForEachSum((gate, vector, row) => writer.Write($"{pass.Vector}<float> {Sum(gate, vector, chain, row)} = {pass.Vector}<float>.Zero;"));
        }
    }

    /// <summary>Adds the products; the weights are read from <c>w</c> on, which moves along.</summary>
    /// <param name="input">Where the values of a row lie.</param>
    /// <param name="name">Name of the <c>ref</c> to the first float of the (first) row.</param>
    public void EmitProducts(InputRow input, string name)
    {
        _stride = input.Stride;
        int column = 0;
        for (int i = 0; i < input.Pieces.Count; i++)
        {
            (int offset, int columns) = input.Pieces[i];
            EmitPiece(name, offset, columns, column, isLast: i == input.Pieces.Count - 1);
            column += columns;
        }
    }

    /// <summary>Adds the chains in pairs, so that the first one holds the sum.</summary>
    public void EmitTotal()
    {
        for (int half = pass.Run.Chains / 2; half > 0; half /= 2)
        {
            for (int chain = 0; chain < half; chain++)
            {
                int from = chain;
                ForEachSum((gate, vector, row) => writer.Write($"{Sum(gate, vector, from, row)} += {Sum(gate, vector, from + half, row)};"));
            }
        }
    }

    private void EmitPiece(string name, int offset, int columns, int firstColumn, bool isLast)
    {
        int stride = pass.Gates * pass.Run.Size;
        if (columns * pass.Gates * pass.Vectors * pass.Rows <= MaximumUnrolled)
        {
            for (int i = 0; i < columns; i++)
            {
                EmitColumn(name, "", offset + i, i * stride, firstColumn + i);
            }

            if (!isLast)
            {
                writer.Write($"w = ref Unsafe.Add(ref w, {columns * stride});");
            }

            return;
        }

        int looped = columns - (columns % InputsPerTurn);
        using (writer.Block($"for (nuint k = {offset}; k < {offset + looped}; k += {InputsPerTurn})"))
        {
            for (int i = 0; i < InputsPerTurn; i++)
            {
                EmitColumn(name, "k", i, i * stride, firstColumn + i);
            }

            writer.Write($"w = ref Unsafe.Add(ref w, {InputsPerTurn * stride});");
        }

        writer.Blank();
        for (int i = looped; i < columns; i++)
        {
            EmitColumn(name, "", offset + i, (i - looped) * stride, firstColumn + i);
        }

        if (!isLast && columns > looped)
        {
            writer.Write($"w = ref Unsafe.Add(ref w, {(columns - looped) * stride});");
        }
    }

    private void EmitColumn(string name, string index, int offset, int weightOffset, int column)
    {
        int chain = column % pass.Run.Chains;
        if (pass.Rows > 1)
        {
            for (int gate = 0; gate < pass.Gates; gate++)
            {
                writer.Write($"{pass.Vector}<float> w{gate}_{column} = {Weight(gate, 0, weightOffset)};");
            }
        }

        for (int row = 0; row < pass.Rows; row++)
        {
            // A value that one sum alone reads needs no name.
            string broadcast = $"{pass.Vector}.Create({new Place(index).At(name, offset + (row * _stride))})";
            string local = pass.Rows == 1 ? $"{name}{column}" : $"{name}{column}_{row}";
            if (pass.Gates * pass.Vectors > 1)
            {
                writer.Write($"{pass.Vector}<float> {local} = {broadcast};");
                broadcast = local;
            }

            for (int gate = 0; gate < pass.Gates; gate++)
            {
                for (int vector = 0; vector < pass.Vectors; vector++)
                {
                    string sum = Sum(gate, vector, chain, row);
                    string weight = pass.Rows > 1 ? $"w{gate}_{column}" : Weight(gate, vector, weightOffset);
                    writer.Write(pass.MultiplyAdd(broadcast, weight, sum));
                }
            }
        }
    }

    private string Weight(int gate, int vector, int weightOffset)
    {
        int offset = weightOffset + (gate * pass.Run.Size) + (vector * pass.Lanes);
        return $"{pass.Vector}.LoadUnsafe(ref w{(offset == 0 ? "" : $", {offset}")})";
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
