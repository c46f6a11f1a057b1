using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Layers that move axes, where no value moves from one step to another.</summary>
internal sealed class KerasShapes(NetworkBuilder builder, KerasLayers layers)
{
    /// <summary>Adds one of them.</summary>
    public KerasValue Add(KerasSite site, KerasValue value) => site.Layer.Class switch
    {
        "Flatten" => Flattened(site, value),
        "Reshape" => Reshaped(site, value),
        "RepeatVector" => Repeated(site, value),
        "Permute" => Numbers(site, "dims").SequenceEqual(Enumerable.Range(1, Math.Max(1, value.Rank - 1)))
            ? Passed(site, value)
            : throw site.Error($"its 'dims' are {KerasSite.Shape(Numbers(site, "dims"))}: it changes steps for values, which is not supported"),
        _ => Numbers(site, "padding").All(number => number == 0)
            ? Passed(site, value)
            : throw site.Error($"its 'padding' is {KerasSite.Shape(Numbers(site, "padding"))}: steps before or behind the sequence's own are not supported; 0 was expected"),
    };

    private KerasValue Passed(KerasSite site, KerasValue value) => layers.Passed(value, [site.Name]);

    private KerasValue Flattened(KerasSite site, KerasValue value) => value.Rate == KerasRate.AtEnd || value.Rank == 2 || value.Steps == 1
        ? Passed(site, value) with { Rank = 2, Steps = null }
        : throw site.Error($"it makes one row of {(value.Steps is int steps ? $"the values of {steps} steps" : "the values of all steps")}, which is not supported; the output of one step, or of a whole sequence, was expected");

    // One step of the same values, or the same steps.
    private KerasValue Reshaped(KerasSite site, KerasValue value)
    {
        site.RequireInputs(value);
        int[] target = [.. Numbers(site, "target_shape")];
        bool isWhole = value.Rate == KerasRate.EachStep && value.Rank != 2 && value.Steps != 1;
        switch (target)
        {
            case [int size] when !isWhole && (size == value.Size || size == -1):
                return Passed(site, value) with { Rank = 2, Steps = null };
            case [int steps, int size] when !isWhole && ((steps == 1 && (size == value.Size || size == -1)) || (steps == -1 && size == value.Size)):
                if (value.Rate == KerasRate.Fixed)
                {
                    builder.Note($"{ImportSource.Quote(site.Name)} makes a sequence of one step of the input; here each step that is given is one more of the sequence, so a state goes on until the caller starts anew");
                }

                return Passed(site, value) with { Rank = 3, Steps = 1, Rate = value.Rate == KerasRate.Fixed ? KerasRate.EachStep : value.Rate };
            case [int steps, int size] when isWhole && size == value.Size && (steps == -1 || steps == value.Steps):
                return Passed(site, value);
            default:
                throw site.Error($"its 'target_shape' {KerasSite.Shape(target)} moves values from one step to another; one row of {value.Size} values, or the steps as they are, was expected");
        }
    }

    // Of an input without steps, which is read at each step anyway.
    private KerasValue Repeated(KerasSite site, KerasValue value) => value.Rate == KerasRate.Fixed
        ? Passed(site, value) with { Rank = 3, Rate = KerasRate.EachStep, Steps = site.Layer.Size("n") }
        : throw site.Error("it repeats the output for a whole sequence at each step of another one (a decoder), which no layer of TinyRnn does; split the model in two, and give the first one's output to the second as an input");

    private static IEnumerable<int> Numbers(KerasSite site, string field)
    {
        JsonValue? value = site.Layer.File.Find(site.Layer.Config, field);
        IReadOnlyList<JsonValue> items = value is { Kind: JsonKind.Array } ? value.Items : value is null ? [] : [value];
        return items.Select(item => item.Kind == JsonKind.Number && item.TryGetInt32(site.Layer.File.Text, out int number)
            ? number
            : throw site.Error($"its '{field}' is {(value is { Kind: JsonKind.Array } ? "an array of something else than" : "no number or array of")} whole numbers"));
    }
}
