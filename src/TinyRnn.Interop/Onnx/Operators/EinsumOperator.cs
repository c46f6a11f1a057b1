namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Sums of products by the letters of axes (Einsum) of a result and a stored tensor, or of one result alone. They are a product of matrices between
/// two changes of axes: grouped linear layers are written so.
/// </summary>
internal static class EinsumOperator
{
    private const string Dots = "...";

    public static Value Read(NodeContext node)
    {
        string equation = node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        string[] sides = equation.Split("->");
        string[] operands = sides[0].Split(',');
        if (sides.Length > 2 || operands.Length is not (1 or 2) || operands.Length != node.Node.Inputs.Count)
        {
            throw node.Error($"has the equation '{equation}' for {node.Node.Inputs.Count} inputs; one or two inputs were expected");
        }

        if (operands.Length == 2 && node.Get(0) is Signal && node.Get(1) is Signal)
        {
            throw node.Error("multiplies two results; a result and a stored tensor were expected");
        }

        int at = node.Get(0) is Signal ? 0 : 1;
        Signal signal = node.Signal(operands.Length == 1 ? 0 : at);
        Constant weights = operands.Length == 1 ? new Constant([], [1f]) : node.Constant(1 - at, "weights");
        string left = Letters(node, operands[operands.Length == 1 ? 0 : at], signal.Rank);
        string right = operands.Length == 1 ? "" : Letters(node, operands[1 - at], weights.Dims.Length);
        string output = sides.Length == 2 ? OutputLetters(node, sides[1], left + right) : Implicit(left + right);
        return Multiply(node, signal, left, weights, right, output);
    }

    private static Signal Multiply(NodeContext node, Signal signal, string left, Constant weights, string right, string output)
    {
        // What only the result has, what both have and the output keeps, what is summed over, and what only the weights have.
        string own = Of(left, letter => !right.Contains(letter) && output.Contains(letter));
        string shared = Of(left, letter => right.Contains(letter) && output.Contains(letter));
        string summed = Of(left, letter => !output.Contains(letter));
        string added = Of(right, letter => !left.Contains(letter) && output.Contains(letter));
        int[] sizes = signal.Sizes();
        int Size(char letter) => left.Contains(letter) ? sizes[left.IndexOf(letter)] : weights.Dims[right.IndexOf(letter)];
        foreach (char letter in (shared + summed).Where(right.Contains))
        {
            if (weights.Dims[right.IndexOf(letter)] != Size(letter))
            {
                throw node.Error(
                    $"has the size {Size(letter)} in the result and {weights.Dims[right.IndexOf(letter)]} in the weights for the letter '{letter}'");
            }
        }

        if (summed.Any(letter => signal.Axes[left.IndexOf(letter)].Along != Along.Features))
        {
            throw node.Misread($"sums over the axes {SignalForms.Describe(signal)}; a sum over values of a step was expected");
        }

        int inputs = summed.Aggregate(1, (product, letter) => product * Size(letter));
        int outputs = added.Aggregate(1, (product, letter) => product * Size(letter));
        int groups = shared.Aggregate(1, (product, letter) => product * Size(letter));
        node.Spend((signal.Elements.Length + ((long)groups * inputs * outputs)) * 8);
        string order = own + shared + summed;
        Axis[] rows = [.. (own + shared).Select(letter => signal.Axes[left.IndexOf(letter)])];
        Signal turned = signal.Pick(
            [.. rows, new Axis(Along.Features, 1), new Axis(Along.Features, inputs)],
            Indexing.Transpose(sizes, [.. order.Select(letter => left.IndexOf(letter))]));
        float[] matrices = Matrices(node, weights, right, shared, summed, added, Size);
        Signal product = DenseOperators.MatMul(node, turned, matrices, [.. shared.Select(Size), inputs, outputs], isTurned: false);

        string made = own + shared + added;
        Axis[] axes = [.. rows, .. added.Select(letter => new Axis(Along.Features, Size(letter)))];
        int[] places = [.. output.Select(letter => made.IndexOf(letter))];
        return product.Pick([.. places.Select(place => axes[place])], Indexing.Transpose([.. made.Select(Size)], places));
    }

    // The weights by group, input and output. A letter that the weights alone have and the output does not is summed over here; one that only the
    // result has weighs 1.
    private static float[] Matrices(NodeContext node, Constant weights, string right, string shared, string summed, string added, Func<char, int> size)
    {
        float[] stored = weights.Floats ?? throw node.Error("its weights are whole numbers; numbers in floating point were expected");
        string letters = shared + summed + added;
        string present = Of(letters, right.Contains);
        int[] sizes = [.. present.Select(size)];
        int[] strides = Indexing.Strides(sizes);
        int StrideOf(char letter) => present.Contains(letter) ? strides[present.IndexOf(letter)] : 0;

        double[] sums = new double[Indexing.Product(sizes)];
        int[] places = Indexing.Walk(weights.Dims, [.. right.Select(StrideOf)]);
        for (int i = 0; i < stored.Length; i++)
        {
            sums[places[i]] += stored[i];
        }

        return Array.ConvertAll(Indexing.Walk([.. letters.Select(size)], [.. letters.Select(StrideOf)]), place => (float)sums[place]);
    }

    // The letters of an operand's axes. Three dots stand for the axes that no letter names; they get the digits from 0 on, from the last axis.
    private static string Letters(NodeContext node, string operand, int rank)
    {
        int unnamed = operand.Contains(Dots, StringComparison.Ordinal) ? rank - operand.Length + Dots.Length : 0;
        string letters = operand.Replace(Dots, "9876543210"[^Math.Clamp(unnamed, 0, 10)..], StringComparison.Ordinal);
        return letters.Length == rank && letters.Distinct().Count() == rank && operand.Replace(Dots, "", StringComparison.Ordinal).All(char.IsAsciiLetter)
            ? letters
            : throw node.Error($"names the axes of an input with {rank} axes '{operand}'; another letter for each axis was expected");
    }

    private static string OutputLetters(NodeContext node, string output, string inputs)
    {
        string letters = output.Replace(Dots, new string([.. inputs.Where(char.IsAsciiDigit).Distinct()]), StringComparison.Ordinal);
        return letters.Distinct().Count() == letters.Length && letters.All(inputs.Contains)
            ? letters
            : throw node.Error($"names the axes of its output '{output}'; letters of its inputs were expected, each once");
    }

    // Without an arrow the output has the axes without a letter and then the letters that occur once, in alphabetical order.
    private static string Implicit(string letters) => new(
        [
            .. letters.Where(char.IsAsciiDigit).Distinct(),
            .. letters.Where(letter => char.IsAsciiLetter(letter) && letters.Count(other => other == letter) == 1).Order(),
        ]);

    private static string Of(string letters, Func<char, bool> isMeant) => new([.. letters.Where(isMeant)]);
}
