using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Layers that rearrange axes without moving a value from one step to another.</summary>
internal sealed class KerasShapes(NetworkBuilder builder, KerasLayers layers, bool readsWindows)
{
    /// <summary>Adds one of these layers.</summary>
    public KerasValue Add(KerasSite site, KerasValue value) => site.Layer.Class switch
    {
        "Flatten" => Flattened(site, value),
        "Reshape" => Reshaped(site, value),
        "RepeatVector" => Repeated(site, value),
        "Permute" when value is { Positions: int positions, Height: null, Rate: KerasRate.Fixed } && Numbers(site, "dims").SequenceEqual([2, 1]) =>
            Turned(site, value, positions),
        "Permute" => Numbers(site, "dims").SequenceEqual(Enumerable.Range(1, Math.Max(1, value.Rank - 1)))
            ? Passed(site, value)
            : throw site.Error($"its 'dims' are {KerasSite.Shape(Numbers(site, "dims"))}: it swaps steps and values, which is not supported"),
        "ZeroPadding2D" => PaddedRows(site, value),
        _ => Padded(site, value),
    };

    // One number for all four edges, one for each axis, or two for each.
    private KerasValue PaddedRows(KerasSite site, KerasValue value)
    {
        JsonValue? given = site.Layer.File.Find(site.Layer.Config, "padding");
        int[][] axes = given is { Kind: JsonKind.Array } && given.Items.Any(item => item.Kind == JsonKind.Array)
            ? [.. given.Items.Select(item => Numbers(site, "padding", item).ToArray())]
            : [.. Numbers(site, "padding").Select(number => new[] { number, number })];
        return axes.Length is 1 or 2 && axes.All(axis => axis.Length == 2 && axis.All(number => number is >= 0 and <= short.MaxValue))
            ? KerasWindows.Padded(Passed(site, value), KerasKernel.AxesOf(site, value), axes[0][0], axes[0][1], axes[^1][0], axes[^1][1])
            : throw site.Error($"its 'padding' is not for two axes; two numbers from 0 to {short.MaxValue}, or two pairs of them, were expected");
    }

    // One number for both ends, or two.
    private KerasValue Padded(KerasSite site, KerasValue value)
    {
        int[] padding = [.. Numbers(site, "padding")];
        return padding.Length is 1 or 2 && padding.All(number => number is >= 0 and <= short.MaxValue)
            ? KerasWindows.Padded(Passed(site, value), KerasKernel.AxesOf(site, value), padding[0], padding[^1])
            : throw site.Error($"its 'padding' is {KerasSite.Shape(padding)}; one or two numbers from 0 to {short.MaxValue} were expected");
    }

    private KerasValue Passed(KerasSite site, KerasValue value) => layers.Passed(value, [site.Name]);

    // Changes the order from position by position to channel by channel.
    private KerasValue Turned(KerasSite site, KerasValue value, int positions) =>
        layers.Add(
            value, site.Name, name => new SelectLayer(name, value.Size, Onnx.Indexing.Transpose([positions, value.Channels], [1, 0])),
            [site.Name]) with
        { Positions = value.Channels };

    private KerasValue Flattened(KerasSite site, KerasValue value) =>
        value is { Positions: not null, Rate: KerasRate.Fixed }
        ? Passed(site, value) with { Rank = 2, Positions = null, Height = null }
        : value.Rate == KerasRate.AtEnd || value.Rank == 2 || value.Steps == 1
        ? Passed(site, value) with { Rank = 2, Steps = null, Positions = null, Height = null }
        : throw site.Error(
            $"it makes one row of {(value.Steps is int steps ? $"the values of {steps} steps" : "the values of all steps")}, which is not supported; the "
                + "output of one step, or of a whole sequence, was expected");

    // One step with the same values, or the same steps.
    private KerasValue Reshaped(KerasSite site, KerasValue value)
    {
        site.RequireInputs(value);
        int[] target = [.. Numbers(site, "target_shape")];
        if (value.IsFrame || (value.Rate == KerasRate.EachStep && (value.Positions is not null || target.Length > 2)))
        {
            return OfEachStep(site, value, target);
        }

        // Within TimeDistributed the row is that of one step, so no value moves to another step.
        if (value.Positions is not null || site.Outer.Class == "TimeDistributed" || (readsWindows && value is { Rate: KerasRate.Fixed, Rank: 2 }))
        {
            return Regrouped(site, value, target);
        }

        bool isWhole = value.Rate == KerasRate.EachStep && value.Rank != 2 && value.Steps != 1;
        switch (target)
        {
            case [int size] when !isWhole && (size == value.Size || size == -1):
                return Passed(site, value) with { Rank = 2, Steps = null };
            case [int steps, int size] when !isWhole && ((steps == 1 && (size == value.Size || size == -1)) || (steps == -1 && size == value.Size)):
                if (value.Rate == KerasRate.Fixed)
                {
                    builder.Note(
                        $"{ImportSource.Quote(site.Name)} makes a sequence of one step from the input; here each input is the next step of the "
                            + "sequence, so the state is kept until the caller starts anew");
                }

                return Passed(site, value) with { Rank = 3, Steps = 1, Rate = value.Rate == KerasRate.Fixed ? KerasRate.EachStep : value.Rate };
            case [int steps, int size] when isWhole && size == value.Size && (steps == -1 || steps == value.Steps):
                return Passed(site, value);
            default:
                throw site.Error(
                    $"its 'target_shape' {KerasSite.Shape(target)} moves values from one step to another; one row of {value.Size} values, or unchanged "
                        + "steps, was expected");
        }
    }

    // A row as positions, or positions as other positions or as a row: the order of the values stays the same.
    private KerasValue Regrouped(KerasSite site, KerasValue value, int[] target)
    {
        long given = target.Where(size => size != -1).Aggregate(1L, (product, size) => product * size);
        int[] sizes = given > 0 ? [.. target.Select(size => size == -1 ? (int)(value.Size / given) : size)] : [];
        return sizes.Length is >= 1 and <= 3 && sizes.All(size => size > 0 && size <= value.Size)
            && sizes.Aggregate(1L, (product, size) => product * size) == value.Size
            ? Passed(site, value) with { Rank = sizes.Length + 1, Positions = PositionsOf(sizes), Height = sizes.Length == 3 ? sizes[0] : null }
            : throw site.Error(
                $"its 'target_shape' {KerasSite.Shape(target)} does not have {value.Size} values; one to three sizes with that product were expected");
    }

    // The steps stay, and the values of each become positions or a row.
    private KerasValue OfEachStep(KerasSite site, KerasValue value, int[] target)
    {
        int rows = value.IsFrame ? value.Height ?? value.Positions!.Value : 1;
        int size = value.Size / rows;
        int[] sizes = [.. target.Skip(1)];
        long given = sizes.Where(one => one != -1).Aggregate(1L, (product, one) => product * one);
        if (given > 0 && sizes.Count(one => one == -1) == 1 && target[0] != -1)
        {
            sizes = [.. sizes.Select(one => one == -1 ? (int)(size / given) : one)];
        }

        bool isSame = target.Length > 1 && (target[0] == -1 || target[0] == value.Steps) && sizes.All(one => one > 0 && one <= size)
            && sizes.Aggregate(1L, (product, one) => product * one) == size && sizes.Length <= (value.IsFrame ? 2 : 3);
        if (!isSame)
        {
            throw site.Error(
                $"its 'target_shape' {KerasSite.Shape(target)} moves values from one step to another; {(value.Steps is int steps ? $"{steps}" : "-1")} and "
                    + $"then sizes whose product is {size} were expected");
        }

        int? positions = PositionsOf(sizes);
        return Passed(site, value) with
        {
            Rank = sizes.Length + 2,
            Positions = value.IsFrame ? rows * (positions ?? 1) : positions,
            Height = value.IsFrame ? positions is null ? null : rows : sizes.Length == 3 ? sizes[0] : null,
        };
    }

    private static int? PositionsOf(int[] sizes) => sizes.Length switch { 2 => sizes[0], 3 => sizes[0] * sizes[1], _ => null };

    // An input without steps is read at each step anyway.
    private KerasValue Repeated(KerasSite site, KerasValue value) => value.Rate == KerasRate.Fixed
        ? Passed(site, value) with { Rank = 3, Rate = KerasRate.EachStep, Steps = site.Layer.Size("n") }
        : throw site.Error(
            "it repeats the output for a whole sequence at each step of another one (a decoder), which no TinyRnn layer can do; split the model in two, "
                + "and pass the output of the first to the second as an input");

    private static IEnumerable<int> Numbers(KerasSite site, string field) =>
        Numbers(site, field, site.Layer.File.Find(site.Layer.Config, field));

    private static IEnumerable<int> Numbers(KerasSite site, string field, JsonValue? value)
    {
        IReadOnlyList<JsonValue> items = value is { Kind: JsonKind.Array } ? value.Items : value is null ? [] : [value];
        return items.Select(item => item.Kind == JsonKind.Number && item.TryGetInt32(site.Layer.File.Text, out int number)
            ? number
            : throw site.Error(
                $"its '{field}' is {(value is { Kind: JsonKind.Array } ? "an array of something other than" : "neither a number nor an array of")} "
                + "whole numbers"));
    }
}
