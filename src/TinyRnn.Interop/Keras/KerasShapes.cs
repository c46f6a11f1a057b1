using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Layers that move axes, where no value moves from one step to another.</summary>
internal sealed class KerasShapes(NetworkBuilder builder, KerasLayers layers, bool readsWindows)
{
    /// <summary>Adds one of them.</summary>
    public KerasValue Add(KerasSite site, KerasValue value) => site.Layer.Class switch
    {
        "Flatten" => Flattened(site, value),
        "Reshape" => Reshaped(site, value),
        "RepeatVector" => Repeated(site, value),
        "Permute" when value.Positions is int positions && Numbers(site, "dims").SequenceEqual([2, 1]) => Turned(site, value, positions),
        "Permute" => Numbers(site, "dims").SequenceEqual(Enumerable.Range(1, Math.Max(1, value.Rank - 1)))
            ? Passed(site, value)
            : throw site.Error($"its 'dims' are {KerasSite.Shape(Numbers(site, "dims"))}: it changes steps for values, which is not supported"),
        _ => Padded(site, value),
    };

    // One number for both ends, or two.
    private KerasValue Padded(KerasSite site, KerasValue value)
    {
        int[] padding = [.. Numbers(site, "padding")];
        return padding.Length is 1 or 2 && padding.All(number => number is >= 0 and <= short.MaxValue)
            ? KerasWindows.Padded(Passed(site, value), padding[0], padding[^1])
            : throw site.Error($"its 'padding' is {KerasSite.Shape(padding)}; one or two numbers from 0 to {short.MaxValue} were expected");
    }

    private KerasValue Passed(KerasSite site, KerasValue value) => layers.Passed(value, [site.Name]);

    // Channel by channel what lay position by position.
    private KerasValue Turned(KerasSite site, KerasValue value, int positions) =>
        layers.Add(
            value, site.Name, name => new SelectLayer(name, value.Size, Onnx.Indexing.Transpose([positions, value.Channels], [1, 0])),
            [site.Name]) with
        { Positions = value.Channels };

    private KerasValue Flattened(KerasSite site, KerasValue value) =>
        value.Positions is not null
        ? Passed(site, value) with { Rank = 2, Positions = null }
        : value.Rate == KerasRate.AtEnd || value.Rank == 2 || value.Steps == 1
        ? Passed(site, value) with { Rank = 2, Steps = null }
        : throw site.Error(
            $"it makes one row of {(value.Steps is int steps ? $"the values of {steps} steps" : "the values of all steps")}, which is not supported; the "
                + "output of one step, or of a whole sequence, was expected");

    // One step of the same values, or the same steps.
    private KerasValue Reshaped(KerasSite site, KerasValue value)
    {
        site.RequireInputs(value);
        int[] target = [.. Numbers(site, "target_shape")];
        if (value.Positions is not null || (readsWindows && value is { Rate: KerasRate.Fixed, Rank: 2 }))
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
                        $"{ImportSource.Quote(site.Name)} makes a sequence of one step of the input; here each step that is given is one more of the "
                            + "sequence, so a state goes on until the caller starts anew");
                }

                return Passed(site, value) with { Rank = 3, Steps = 1, Rate = value.Rate == KerasRate.Fixed ? KerasRate.EachStep : value.Rate };
            case [int steps, int size] when isWhole && size == value.Size && (steps == -1 || steps == value.Steps):
                return Passed(site, value);
            default:
                throw site.Error(
                    $"its 'target_shape' {KerasSite.Shape(target)} moves values from one step to another; one row of {value.Size} values, or the steps as "
                        + "they are, was expected");
        }
    }

    // A row as positions, or positions as others or as a row: the values lie in the same order.
    private KerasValue Regrouped(KerasSite site, KerasValue value, int[] target)
    {
        long given = target.Where(size => size != -1).Aggregate(1L, (product, size) => product * size);
        int[] sizes = given > 0 ? [.. target.Select(size => size == -1 ? (int)(value.Size / given) : size)] : [];
        return sizes.Length is 1 or 2 && sizes.All(size => size > 0) && sizes.Aggregate(1L, (product, size) => product * size) == value.Size
            ? Passed(site, value) with { Rank = sizes.Length + 1, Positions = sizes.Length == 2 ? sizes[0] : null }
            : throw site.Error(
                $"its 'target_shape' {KerasSite.Shape(target)} is none of {value.Size} values; one or two sizes with that product were expected");
    }

    // Of an input without steps, which is read at each step anyway.
    private KerasValue Repeated(KerasSite site, KerasValue value) => value.Rate == KerasRate.Fixed
        ? Passed(site, value) with { Rank = 3, Rate = KerasRate.EachStep, Steps = site.Layer.Size("n") }
        : throw site.Error(
            "it repeats the output for a whole sequence at each step of another one (a decoder), which no layer of TinyRnn does; split the model in two, "
                + "and give the first one's output to the second as an input");

    private static IEnumerable<int> Numbers(KerasSite site, string field)
    {
        JsonValue? value = site.Layer.File.Find(site.Layer.Config, field);
        IReadOnlyList<JsonValue> items = value is { Kind: JsonKind.Array } ? value.Items : value is null ? [] : [value];
        return items.Select(item => item.Kind == JsonKind.Number && item.TryGetInt32(site.Layer.File.Text, out int number)
            ? number
            : throw site.Error($"its '{field}' is {(value is { Kind: JsonKind.Array } ? "an array of something else than" : "no number or array of")} "
                + "whole numbers"));
    }
}
