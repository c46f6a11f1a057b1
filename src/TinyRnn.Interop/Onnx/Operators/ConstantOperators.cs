namespace TinyRnn.Interop.Onnx;

/// <summary>Shapes and numbers that are known before a run, except for the number of steps and the batch.</summary>
internal static class ConstantOperators
{
    public static Value Shape(NodeContext node)
    {
        Extent[] sizes = Sizes(node, node.Get(0));
        int start = Clamp(node.Integer("start", 0), sizes.Length);
        int end = Clamp(node.Integer("end", sizes.Length), sizes.Length);
        Extent[] part = start < end ? sizes[start..end] : [];
        return new Constant([part.Length], part);
    }

    public static Value Size(NodeContext node) => new Constant([], [Sizes(node, node.Get(0)).Aggregate(Extent.One, (product, size) => product * size)]);

    public static Value Constant(NodeContext node)
    {
        foreach (OnnxAttribute attribute in node.Node.Attributes.Values)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.Tensor is OnnxTensor tensor:
                    return ConstantCache.Decode(node.Reading.Source, tensor with { Name = tensor.Name.Length > 0 ? tensor.Name : node.Label });
                case "value_float" when attribute.Float is float number:
                    return new Constant([], [number]);
                case "value_int" when attribute.Integer is long integer:
                    return new Constant([], [new Extent(integer)]);
                case "value_floats":
                    return new Constant([attribute.Floats.Count], [.. attribute.Floats]);
                case "value_ints":
                    return new Constant([attribute.Integers.Count], [.. attribute.Integers.Select(value => new Extent(value))]);
            }
        }

        throw node.Error("holds no value");
    }

    public static Value ConstantOfShape(NodeContext node)
    {
        Constant shape = node.Integers(0, "sizes");
        Constant value = node.Attribute("value")?.Tensor is OnnxTensor tensor ? ConstantCache.Decode(node.Reading.Source, tensor) : new Constant([1], [0f]);
        return value.Count == 1
            ? ShapeOperators.Expand(node, value.Reshape([]), shape.Integers!)
            : throw node.Error($"has a value with {value.Count} elements; one was expected");
    }

    public static Value Range(NodeContext node)
    {
        long start = node.Numbers(0, "start")[0];
        long limit = node.Numbers(1, "limit")[0];
        long delta = node.Numbers(2, "delta")[0];
        Int128 count = delta == 0 ? throw node.Error("has the step 0") : Int128.Max(0, (((Int128)limit - start) + delta - Math.Sign(delta)) / delta);
        node.Spend(count > int.MaxValue ? -1 : (long)count * 2);
        return new Constant([(int)count], [.. Enumerable.Range(0, (int)count).Select(i => new Extent(start + (i * delta)))]);
    }

    public static Value Equal(NodeContext node) =>
        Elementwise(node, node.Integers(0, "operands"), node.Integers(1, "operands"), (a, b) => new Extent(a == b ? 1 : 0));

    /// <summary>Comparisons and logic of known numbers, and of the number of a loop's iteration with a known number.</summary>
    public static Value Compare(NodeContext node)
    {
        Value first = node.Get(0);
        Value second = node.Node.Operator == "Not" ? first : node.Get(1);
        return (first, second) switch
        {
            (LoopCondition or Signal, _) or (_, LoopCondition or Signal) => LoopCondition.Of(node, first, second),
            (Constant { Floats: float[] x } a, Constant { Floats: float[] y } b) => CompareNumbers(node, a, b, x, y),
            _ =>
                Elementwise(
                    node, node.Integers(0, "operands"), node.Node.Operator == "Not" ? node.Integers(0, "operands") : node.Integers(1, "operands"),
                    (a, b) => Compare(node, a, b)),
        };
    }

    private static Constant CompareNumbers(NodeContext node, Constant a, Constant b, float[] x, float[] y)
    {
        (int[] dims, int[] left, int[] right) = Broadcast(node, a, b);
        return new Constant(dims, [.. left.Select((index, i) => new Extent(Holds(node, x[index].CompareTo(y[right[i]])) ? 1 : 0))]);
    }

    private static Extent Compare(NodeContext node, Extent a, Extent b)
    {
        if (!a.IsKnown || !b.IsKnown)
        {
            throw node.Error($"compares the sizes {a} and {b}, which are known only during a run");
        }

        return new Extent(node.Node.Operator switch
        {
            "Not" => a.Number == 0,
            "And" => a.Number != 0 && b.Number != 0,
            "Or" => a.Number != 0 || b.Number != 0,
            _ => Holds(node, a.Number.CompareTo(b.Number)),
        } ? 1 : 0);
    }

    // By the sign of the difference of the operands.
    private static bool Holds(NodeContext node, int difference) => node.Node.Operator switch
    {
        "Less" => difference < 0,
        "LessOrEqual" => difference <= 0,
        "Greater" => difference > 0,
        "GreaterOrEqual" => difference >= 0,
        _ => throw node.Error("combines numbers as if they were conditions"),
    };

    public static Value Where(NodeContext node)
    {
        Constant condition = node.Integers(0, "condition");
        Constant left = Elementwise(node, node.Integers(1, "operands"), node.Integers(2, "operands"), (a, _) => a);
        Constant right = Elementwise(node, node.Integers(1, "operands"), node.Integers(2, "operands"), (_, b) => b);
        Constant taken = Elementwise(node, condition, left, (a, b) => a.Number != 0 ? b : default);
        Constant other = Elementwise(node, condition, right, (a, b) => a.Number == 0 ? b : default);
        return Elementwise(node, taken, other, (a, b) => a == default ? b : a);
    }

    /// <summary>Combines two integer tensors element by element.</summary>
    public static Constant Elementwise(NodeContext node, Constant left, Constant right, Func<Extent, Extent, Extent> join)
    {
        (int[] dims, int[] from, int[] with) = Broadcast(node, left, right);
        return new Constant(dims, [.. from.Select((index, i) => join(left.Integers![index], right.Integers![with[i]]))]);
    }

    public static (int[] Dims, int[] Left, int[] Right) Broadcast(NodeContext node, Constant left, Constant right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        int[] a = [.. Enumerable.Repeat(1, rank - left.Rank), .. left.Dims];
        int[] b = [.. Enumerable.Repeat(1, rank - right.Rank), .. right.Dims];
        int[] dims = [.. a.Select((size, i) => size == b[i] || b[i] == 1 ? size : size == 1 ? b[i]
            : throw node.Error($"combines tensors of the sizes [{string.Join(", ", left.Dims.Select(number => $"{number}"))}] and "
                + $"[{string.Join(", ", right.Dims.Select(number => $"{number}"))}], which do not fit"))];
        node.Spend(dims.Aggregate(4L, (product, size) => checked(product * size)));
        return (dims, Indexing.Broadcast(a, dims), Indexing.Broadcast(b, dims));
    }

    private static Extent[] Sizes(NodeContext node, Value value) => value switch
    {
        Signal signal => Array.ConvertAll(signal.Axes, axis => node.Reading.ExtentOf(axis).Plus(axis.Along == Along.Time ? signal.Before - signal.Without : 0)),
        Constant constant => Array.ConvertAll(constant.Dims, size => new Extent(size)),
        _ => throw node.Error("reads a result that TinyRnn does not compute"),
    };

    private static int Clamp(long index, int rank) => (int)Math.Clamp(index < 0 ? index + rank : index, 0, rank);
}
