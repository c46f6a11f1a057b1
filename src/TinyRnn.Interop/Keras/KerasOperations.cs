using System.Globalization;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Layers that make one result from several: Keras's layers, and the arithmetic that Keras 3 and TensorFlow write as separate
/// layers.</summary>
internal sealed class KerasOperations(NetworkBuilder builder, KerasLayers layers)
{
    // Functions of TFOpLambda.
    private static readonly Dictionary<string, string> Functions = new()
    {
        ["math.add"] = "Add",
        ["__operators__.add"] = "Add",
        ["math.subtract"] = "Subtract",
        ["math.multiply"] = "Multiply",
        ["math.divide"] = "Divide",
        ["math.truediv"] = "Divide",
        ["math.maximum"] = "Maximum",
        ["math.minimum"] = "Minimum",
    };

    /// <summary>Whether it is arithmetic whose arguments may be named.</summary>
    public static bool IsKnown(string className) => className is "Add" or "Subtract" or "Multiply" or "Divide" or "TrueDivide" or "Maximum" or "Minimum";

    /// <summary>Adds the layer's combination of its inputs.</summary>
    public KerasValue Add(KerasSite site, IReadOnlyList<KerasValue> inputs, IReadOnlyList<KerasArgument> arguments)
    {
        string kind = site.Layer.Class;
        if (kind == "TFOpLambda")
        {
            string function = site.Layer.Text("function") ?? "";
            kind = Functions.GetValueOrDefault(function) is string known ? known
                : throw site.Error($"its function {ImportSource.Quote(function)} is not supported; one of {string.Join(", ", Functions.Keys)} was expected");
        }

        foreach (KerasValue input in inputs)
        {
            site.RequireInputs(input);
        }

        if (arguments.Any(argument => argument.Tensor is null))
        {
            return WithNumber(site, kind, inputs, arguments);
        }

        KerasValue shape = Joined(site, inputs);
        switch (kind)
        {
            case "Concatenate":
                if (shape.Positions is not null)
                {
                    return Beside(site, inputs, shape);
                }

                site.Layer.RequireLastAxis(shape.Rank);
                KerasValue[] parts = [.. inputs.Select(layers.Settled)];
                return Passed(shape with { Names = [.. parts.SelectMany(part => part.Names)], Size = inputs.Sum(input => input.Size) }, site);
            case "Average":
                KerasValue sum = Combined(site, CombineOperation.Add, inputs, shape);
                return layers.Scaled(sum, [.. Enumerable.Repeat(1.0 / inputs.Count, sum.Size)], new double[sum.Size], [site.Name]);
            case "Dot":
                return Dot(site, inputs, shape);
            default:
                return Combined(site, Operation(kind), inputs, shape);
        }
    }

    // Windows one after another, or the channels of each position joined.
    private KerasValue Beside(KerasSite site, IReadOnlyList<KerasValue> inputs, KerasValue shape)
    {
        KerasValue[] parts = [.. inputs.Select(layers.Settled)];
        int size = parts.Sum(part => part.Size);
        KerasValue joined = shape with { Names = [.. parts.SelectMany(part => part.Names)], Size = size };
        JsonValue? axis = site.Layer.File.Find(site.Layer.Config, "axis");
        if (axis is not null && shape is { HasStepsOfPositions: false, Height: null } && KerasSettings.AxisOf(site.Layer.File, axis) is 1 or -2)
        {
            return parts.All(part => part.Positions is not null && part.Channels == parts[0].Channels)
                ? Passed(joined with { Positions = parts.Sum(part => part.Positions!.Value) }, site)
                : throw site.Error("it joins windows whose positions have different numbers of values");
        }

        site.Layer.RequireLastAxis(shape.Rank);
        int positions = shape.Positions!.Value;
        if (parts.Any(part => part.Positions != positions))
        {
            throw site.Error("it joins windows of different numbers of positions");
        }

        int[] starts = [.. parts.Select((_, i) => parts.Take(i).Sum(part => part.Size))];
        int[] indices =
        [
            .. from position in Enumerable.Range(0, positions)
               from part in Enumerable.Range(0, parts.Length)
               from channel in Enumerable.Range(0, parts[part].Channels)
               select starts[part] + (position * parts[part].Channels) + channel,
        ];
        return layers.Add(joined, site.Name, name => new SelectLayer(name, size, indices), [site.Name]);
    }

    private static CombineOperation Operation(string kind) => kind switch
    {
        "Add" => CombineOperation.Add,
        "Subtract" => CombineOperation.Subtract,
        "Multiply" => CombineOperation.Multiply,
        "Divide" or "TrueDivide" => CombineOperation.Divide,
        "Maximum" => CombineOperation.Maximum,
        _ => CombineOperation.Minimum,
    };

    private KerasValue Passed(KerasValue value, KerasSite site)
    {
        builder.Cite(value.Names[^1], [site.Name]);
        return value;
    }

    private KerasValue Combined(KerasSite site, CombineOperation operation, IReadOnlyList<KerasValue> inputs, KerasValue shape)
    {
        int size = inputs.Max(input => input.Size);
        if (inputs.Count < 2 || inputs.Any(input => input.Size != size && input.Size != 1)
            || (operation is CombineOperation.Subtract or CombineOperation.Divide && inputs.Count != 2))
        {
            throw site.Error(
                $"it reads {Words(inputs)} values; {(operation is CombineOperation.Subtract or CombineOperation.Divide ? "two" : "two or more")} inputs of "
                    + "one size, or of a single value, were expected");
        }

        string[] names = [.. inputs.Select(input => layers.NameOf(input, [site.Name]))];
        string own = layers.NameLayer(site.Name);
        builder.Add(new CombineLayer(own, operation, [.. inputs.Select(input => input.Size)]) { Inputs = names }, [], [site.Name]);
        return shape.As(own, size);
    }

    // The sum of the products, which Keras writes as a matrix product; along the steps it would be another function.
    private KerasValue Dot(KerasSite site, IReadOnlyList<KerasValue> inputs, KerasValue shape)
    {
        bool isOfValues = shape.Rank == 2 && inputs.Count == 2 && inputs[0].Size == inputs[1].Size && Axes(site).All(axis => axis is 1 or -1);
        if (!isOfValues || site.Layer.Flag("normalize", false))
        {
            throw site.Error(
                "a product over steps, over other axes or with 'normalize' is not supported; a product of two rows of one size along axis 1 was expected");
        }

        KerasValue product = Combined(site, CombineOperation.Multiply, inputs, shape);
        return layers.Add(product, site.Name + "_sum", name => new ReduceLayer(name, product.Size, ReduceMode.Sum), [site.Name]);
    }

    private static IEnumerable<int> Axes(KerasSite site)
    {
        JsonValue? axes = site.Layer.File.Find(site.Layer.Config, "axes");
        return axes switch
        {
            { Kind: JsonKind.Number } when axes.TryGetInt32(site.Layer.File.Text, out int one) => [one],
            { Kind: JsonKind.Array } =>
                axes.Items.Select(item => item.Kind == JsonKind.Number && item.TryGetInt32(site.Layer.File.Text, out int one) ? one : 0),
            _ => [0],
        };
    }

    // A stored number that is combined with all values.
    private KerasValue WithNumber(KerasSite site, string kind, IReadOnlyList<KerasValue> inputs, IReadOnlyList<KerasArgument> arguments)
    {
        bool isFirst = arguments[0].Tensor is null;
        if (arguments.Count != 2 || inputs.Count != 1 || !IsKnown(kind))
        {
            throw site.Error("it is called with something that is not a result of a layer; at most one result and one number were expected");
        }

        KerasValue value = inputs[0];
        double number = site.Layer.File.Number(arguments[isFirst ? 0 : 1].Value);
        (double scale, double shift)? affine = (kind, isFirst) switch
        {
            ("Add", _) => (1, number),
            ("Subtract", false) => (1, -number),
            ("Subtract", true) => (-1, number),
            ("Multiply", _) => (number, 0),
            ("Divide" or "TrueDivide", false) when number != 0 => (1 / number, 0),
            _ => null,
        };
        if (affine is (double factor, double term))
        {
            return layers.Scaled(value, [.. Enumerable.Repeat(factor, value.Size)], [.. Enumerable.Repeat(term, value.Size)], [site.Name]);
        }

        return kind switch
        {
            "Maximum" => layers.Add(value, site.Name, name => new FunctionLayer(name, value.Size, Function.Clip, (float)number, float.MaxValue), [site.Name]),
            "Minimum" => layers.Add(value, site.Name, name => new FunctionLayer(name, value.Size, Function.Clip, float.MinValue, (float)number), [site.Name]),
            _ =>
                throw site.Error(
                    string.Create(CultureInfo.InvariantCulture, $"a quotient with the number {number} {(isFirst ? "above" : "below")} is not supported")),
        };
    }

    // Checks rates, order of steps, and axes of the inputs.
    private static KerasValue Joined(KerasSite site, IReadOnlyList<KerasValue> inputs)
    {
        KerasValue[] steps = [.. inputs.Where(input => input.Rate == KerasRate.EachStep)];
        KerasValue[] ends = [.. inputs.Where(input => input.Rate == KerasRate.AtEnd)];
        if (inputs.Count == 0)
        {
            throw site.Error("it reads nothing");
        }

        if (steps.Length > 0 && ends.Length > 0)
        {
            throw site.Error("it joins values of each step with values of the whole sequence, which no TinyRnn layer can do");
        }

        if (steps.Select(step => step.IsReversed).Distinct().Count() > 1)
        {
            throw site.Error("it joins steps in forward order with steps in reverse order ('go_backwards'); one order was expected");
        }

        KerasValue first = steps.Concat(ends).FirstOrDefault() ?? inputs[0];
        return first with
        {
            Rank = inputs.Max(input => input.Rank),
            Steps = inputs.Select(input => input.Steps).FirstOrDefault(count => count is not null),
            Mask = inputs.Select(input => input.Mask).FirstOrDefault(mask => mask is not null),
            HadMask = inputs.Any(input => input.HadMask),
            Pending = null,
            IsShared = false,
        };
    }

    private static string Words(IReadOnlyList<KerasValue> inputs) =>
        inputs.Count == 1 ? $"{inputs[0].Size}" : KerasSite.Shape(inputs.Select(input => input.Size));
}
