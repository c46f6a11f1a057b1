using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// Emits the matrix-vector kernel of a layer, one body a vector width. Each row is summed in two chains, over its even
/// and its odd inputs, the same at every width: that gives the processor independent additions, and every width the
/// same bits.
/// </summary>
internal static class PanelKernelEmitter
{
    private static readonly int[] Widths = [512, 256, 128];

    private const int Chains = 2;

    // Eight accumulators hide the latency of a multiply-add and leave room in sixteen registers.
    private const int MaximumVectors = 4;

    // Beyond this many multiply-adds a loop, whose body is four inputs.
    private const int MaximumUnrolled = 64;
    private const int InputsPerTurn = 4;

    /// <summary>The method that picks the width, and a method for each width that the tiles can fill.</summary>
    public static void Emit(CodeWriter writer, PanelMatrix matrix, string summary)
    {
        int[] widths = [.. Widths.Where(width => width == 128 || matrix.Layout.LargestTile * 32 >= width)];
        string parameters = $"ref float start, {string.Join("", matrix.Inputs.Select(input => $"ref float {input.Name}, "))}ref float result";
        string arguments = $"ref start, {string.Join("", matrix.Inputs.Select(input => $"ref {input.Name}, "))}ref result";
        writer.Blank();
        writer.Summary(summary);
        writer.Param("start", matrix.TableRows > 0 ? "The token's row of the table, which holds the bias." : "The bias.");
        foreach (PanelInput input in matrix.Inputs)
        {
            writer.Param(input.Name, Literals.Count(input.Columns, "value") + ".");
        }

        writer.Param("result", $"Receives {matrix.Layout.PaddedRows} values{(matrix.Layout.PaddedRows == matrix.Layout.Rows ? "" : matrix.Layout.Rows == 1 ? "; the first one counts" : $"; the first {matrix.Layout.Rows} count")}.");
        if (widths.Length == 1)
        {
            EmitForm(writer, matrix, widths[0], $"public static void {matrix.Name}({parameters})");
            return;
        }

        using (writer.Block($"public static void {matrix.Name}({parameters})"))
        {
            foreach (int width in widths)
            {
                string call = $"{matrix.Name}{width}({arguments});";
                if (width == 128)
                {
                    writer.Write(call);
                    continue;
                }

                using (writer.Block($"if (Vector{width}.IsHardwareAccelerated)"))
                {
                    writer.Write(call);
                    writer.Write("return;");
                }

                writer.Blank();
            }
        }

        foreach (int width in widths)
        {
            writer.Blank();
            EmitForm(writer, matrix, width, $"private static void {matrix.Name}{width}({parameters})");
        }
    }

    private static void EmitForm(CodeWriter writer, PanelMatrix matrix, int width, string signature)
    {
        writer.Write("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block(signature))
        {
            if (matrix.InputCount > 0)
            {
                writer.Write($"ref float weights = ref Floats(Weights.{matrix.Name});");
            }

            IReadOnlyList<PanelTile> tiles = matrix.Layout.Tiles;
            for (int first = 0; first < tiles.Count;)
            {
                int size = tiles[first].Size;
                int count = tiles.Skip(first).TakeWhile(tile => tile.Size == size).Count();
                EmitTiles(writer, matrix, width, tiles[first].Start, size, count);
                first += count;
            }
        }
    }

    // Some tiles of one size.
    private static void EmitTiles(CodeWriter writer, PanelMatrix matrix, int width, int start, int size, int count)
    {
        int lanes = Math.Min(size, width / 32);
        int rows = Math.Min(size, lanes * MaximumVectors);
        int end = start + (size * count);
        writer.Blank();
        if (count == 1 && rows == size)
        {
            writer.Write($"// Rows {start} to {end - 1}.");

            // Braces keep the names of several tiles apart.
            if (matrix.Layout.Tiles.Count == 1)
            {
                EmitPass(writer, matrix, lanes, size, rows, start.ToString(), (start * matrix.InputCount).ToString());
                return;
            }

            using (writer.Braces())
            {
                EmitPass(writer, matrix, lanes, size, rows, start.ToString(), (start * matrix.InputCount).ToString());
            }

            return;
        }

        writer.Write($"// Rows {start} to {end - 1} in tiles of {size}{(rows == size ? "" : $", {rows} at a time")}.");
        using (writer.Block($"for (nuint row = {start}; row < {end}; row += {rows})"))
        {
            // Within a tile the rows lie side by side; from tile to tile all inputs come between.
            string offset = rows == size ? $"row * {matrix.InputCount}"
                : count == 1 && start == 0 ? "row"
                : count == 1 ? $"{start * matrix.InputCount} + (row - {start})"
                : start == 0 ? $"((row / {size}) * {size * matrix.InputCount}) + (row % {size})"
                : $"{start * matrix.InputCount} + (((row - {start}) / {size}) * {size * matrix.InputCount}) + ((row - {start}) % {size})";
            EmitPass(writer, matrix, lanes, size, rows, "row", offset);
        }
    }

    // Some rows of a tile, all inputs: sums in registers, then the activation, then the result.
    private static void EmitPass(CodeWriter writer, PanelMatrix matrix, int lanes, int tileSize, int rows, string row, string offset)
    {
        string vector = $"Vector{lanes * 32}";
        int vectors = rows / lanes;
        bool hasOdd = matrix.Inputs.Any(input => input.Columns > 1);
        for (int v = 0; v < vectors; v++)
        {
            writer.Write($"{vector}<float> even{v} = {vector}.LoadUnsafe(ref start{At(row, v * lanes)});");
        }

        for (int v = 0; v < vectors && hasOdd; v++)
        {
            writer.Write($"{vector}<float> odd{v} = {vector}<float>.Zero;");
        }

        if (matrix.InputCount > 0)
        {
            writer.Write(offset == "0" ? "ref float w = ref weights;" : $"ref float w = ref Unsafe.Add(ref weights, {offset});");
        }

        foreach (PanelInput input in matrix.Inputs)
        {
            EmitInput(writer, input, vector, vectors, lanes, tileSize, input == matrix.Inputs[matrix.Inputs.Count - 1]);
        }

        writer.Blank();
        for (int v = 0; v < vectors; v++)
        {
            string sum = hasOdd ? $"even{v} + odd{v}" : $"even{v}";
            string value = matrix.Activation switch
            {
                Activation.Tanh => $"global::TinyRnn.VectorMath.TanhOfScaled({sum})",
                Activation.Sigmoid => $"global::TinyRnn.VectorMath.SigmoidOfScaled({sum})",
                Activation.Relu => $"global::TinyRnn.VectorMath.Relu({sum})",
                _ => hasOdd ? $"({sum})" : sum,
            };
            writer.Write($"{value}.StoreUnsafe(ref result{At(row, v * lanes)});");
        }
    }

    private static void EmitInput(CodeWriter writer, PanelInput input, string vector, int vectors, int lanes, int tileSize, bool isLast)
    {
        int columns = input.Columns;
        if (columns * vectors <= MaximumUnrolled)
        {
            for (int column = 0; column < columns; column++)
            {
                EmitColumn(writer, input.Name, column, column.ToString(), column * tileSize, vector, vectors, lanes);
            }

            Advance(columns);
            return;
        }

        int looped = columns - (columns % InputsPerTurn);
        using (writer.Block($"for (int k = 0; k < {looped}; k += {InputsPerTurn})"))
        {
            for (int i = 0; i < InputsPerTurn; i++)
            {
                EmitColumn(writer, input.Name, i, i == 0 ? "k" : $"k + {i}", i * tileSize, vector, vectors, lanes);
            }

            writer.Write($"w = ref Unsafe.Add(ref w, {InputsPerTurn * tileSize});");
        }

        writer.Blank();
        for (int column = looped; column < columns; column++)
        {
            EmitColumn(writer, input.Name, column, column.ToString(), (column - looped) * tileSize, vector, vectors, lanes);
        }

        Advance(columns - looped);

        void Advance(int passed)
        {
            if (!isLast && passed > 0)
            {
                writer.Write($"w = ref Unsafe.Add(ref w, {passed * tileSize});");
            }
        }
    }

    private static void EmitColumn(CodeWriter writer, string input, int column, string index, int offset, string vector, int vectors, int lanes)
    {
        string chain = column % Chains == 0 ? "even" : "odd";
        string value = $"{vector}.Create({(index == "0" ? input : $"Unsafe.Add(ref {input}, {index})")})";
        if (vectors > 1)
        {
            writer.Write($"{vector}<float> {input}{column} = {value};");
            value = $"{input}{column}";
        }

        for (int v = 0; v < vectors; v++)
        {
            EmitMultiplyAdd(writer, chain + v, value, offset + (v * lanes), vector);
        }
    }

    private static void EmitMultiplyAdd(CodeWriter writer, string sum, string value, int offset, string vector) =>
        writer.Write($"{sum} = {vector}.MultiplyAddEstimate({value}, {vector}.LoadUnsafe(ref w{(offset == 0 ? "" : $", {offset}")}), {sum});");

    // The argument of a load or store at a row, with the comma before it; nothing at the first row.
    private static string At(string row, int offset) =>
        int.TryParse(row, out int start) ? start + offset == 0 ? "" : $", {start + offset}"
        : offset == 0 ? $", {row}" : $", {row} + {offset}";
}
