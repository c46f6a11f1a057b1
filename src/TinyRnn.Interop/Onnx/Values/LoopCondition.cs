namespace TinyRnn.Interop.Onnx;

/// <summary>The condition for a loop to continue: the number of its iteration is below some limits. tf2onnx writes loops with such a condition as
/// well as the number of iterations.</summary>
/// <param name="Limits">The limits, all of which must hold.</param>
internal sealed record LoopCondition(IReadOnlyList<Extent> Limits) : Value
{
    /// <inheritdoc/>
    public override int Rank => 0;

    /// <summary>A comparison of the iteration's number with a size, or two such comparisons joined by And.</summary>
    /// <exception cref="ImportException">The condition has another form.</exception>
    public static LoopCondition Of(NodeContext node, Value first, Value second)
    {
        switch (node.Node.Operator)
        {
            case "And":
                return new LoopCondition([.. LimitsOf(node, first), .. LimitsOf(node, second)]);
            case "Less":
                return new LoopCondition([Limit(node, first, second)]);
            case "LessOrEqual":
                return new LoopCondition([Limit(node, first, second).Plus(1)]);
            case "Greater":
                return new LoopCondition([Limit(node, second, first)]);
            case "GreaterOrEqual":
                return new LoopCondition([Limit(node, second, first).Plus(1)]);
            default:
                throw Unknown(node);
        }
    }

    /// <summary>Whether a loop that starts, and continues on this condition, runs exactly once for each step.</summary>
    /// <param name="trips">The number of iterations that the loop states, or none.</param>
    /// <param name="steps">The number of steps.</param>
    public bool RunsOver(Extent? trips, Extent steps)
    {
        // The condition is tested after each iteration, so the loop ends after the first iteration for which it does not hold.
        Extent[] ends = [.. Limits.Select(limit => limit.Plus(1)), .. trips is Extent stated ? new[] { stated } : []];
        return ends.Contains(steps)












            && ends.All(end => end == steps || end == steps.Plus(1)
                || (end.IsKnown && (steps.IsKnown ? end.Number >= steps.Number : end.Number >= int.MaxValue)));
    }

    private static IReadOnlyList<Extent> LimitsOf(NodeContext node, Value value) => value switch
    {
        LoopCondition condition => condition.Limits,
        Constant { Integers: [{ IsKnown: true, Number: not 0 }] } => [],
        _ => throw Unknown(node),
    };

    // iteration + k < n becomes iteration < n - k.
    private static Extent Limit(NodeContext node, Value below, Value above)
    {
        if (below is not Signal { Elements: [Element element] })
        {
            throw Unknown(node);
        }

        double offset = 0;
        while (element.Row is AffineRow { Form: AffineForm.Plus, Source: [Element inner] } affine)
        {
            offset += affine.Numbers[0];
            element = inner;
        }

        Extent limit = above switch
        {
            Constant { Integers: [Extent size] } => size,
            Constant { Floats: [float number] } when Math.Abs(number) < int.MaxValue => new Extent((long)Math.Ceiling(number)),
            _ => throw Unknown(node),
        };
        return element.Row is IterationRow && offset == Math.Floor(offset) && Math.Abs(offset) < int.MaxValue ? limit.Plus(-(long)offset) : throw Unknown(node);
    }

    private static ImportException Unknown(NodeContext node) =>
        node.Error("depends on the input; comparisons of known sizes, or of a loop's iteration with one, were expected");
}
