using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>How windows lie along one axis.</summary>
/// <param name="Size">Positions that a window covers.</param>
/// <param name="Stride">Positions from one window to the next.</param>
/// <param name="Dilation">Distance between two positions that a window covers.</param>
/// <param name="Before">Zeros before the positions.</param>
/// <param name="After">Zeros after the positions.</param>
internal sealed record KerasAxis(int Size, int Stride, int Dilation, int Before, int After)
{
    /// <summary>Each position by itself.</summary>
    public static KerasAxis Point { get; } = new(1, 1, 1, 0, 0);

    /// <summary>The distance from the first position that a window covers to the last, both included.</summary>
    public int Reach => (Size - 1) * Dilation;
}

/// <summary>The windows of a convolution or of pooling, and the zeros around the positions.</summary>
/// <param name="Steps">The windows over the steps; null if windows lie within a step.</param>
/// <param name="Down">The windows over the rows of positions.</param>
/// <param name="Along">The windows over the positions of a row.</param>
/// <param name="Count">The number of steps after it, if known.</param>
internal sealed record KerasKernel(KerasAxis? Steps, KerasAxis Down, KerasAxis Along, int? Count)
{
    /// <summary>Positions that a window covers, including those of earlier steps.</summary>
    public int Taps => checked((Steps?.Size ?? 1) * Down.Size * Along.Size);

    /// <summary>Each position by itself.</summary>
    public static KerasKernel PointOf(KerasValue value) => new(null, KerasAxis.Point, KerasAxis.Point, value.Steps);

    /// <summary>The windows of a layer.</summary>
    /// <param name="site">The layer.</param>
    /// <param name="value">The layer's input.</param>
    /// <param name="field">The field that holds the size.</param>
    /// <exception cref="ImportException">The windows do not fit the input, or need steps that a network does not have.</exception>
    public static KerasKernel Of(KerasSite site, KerasValue value, string field = "kernel_size")
    {
        bool isOfTwo = KerasClasses.IsOfTwoAxes(site.Layer.Class);
        (int, int) size = Pair(site, field, isOfTwo) ?? throw site.Error($"'{field}' is missing");
        (int, int) stride = Pair(site, "strides", isOfTwo) ?? (field == "pool_size" ? size : (1, 1));
        (int, int) dilation = Pair(site, "dilation_rate", isOfTwo) ?? (1, 1);
        string padding = site.Layer.Text("padding") ?? "valid";
        bool mayBeCausal = field != "pool_size" && !isOfTwo;
        if (padding is not ("valid" or "same") && !(mayBeCausal && padding == "causal"))
        {
            throw site.Error($"its 'padding' is {ImportSource.Quote(padding)}; 'valid', 'same'{(mayBeCausal ? ", 'causal'" : "")} was expected");
        }

        KerasAxis first = Axis(site, size.Item1, stride.Item1, dilation.Item1);
        KerasAxis second = Axis(site, size.Item2, stride.Item2, dilation.Item2);
        int? count = CountOf(value, first, padding);
        string rows = value.IsFrame ? "valid" : padding;
        KerasAxes axes = AxesOf(site, value);
        if (axes == KerasAxes.Steps)
        {
            return new KerasKernel(OfSteps(site, value, first, padding), KerasAxis.Point, KerasAxis.Point, count);
        }

        if (axes == KerasAxes.Positions)
        {
            return new KerasKernel(null, KerasAxis.Point, OfPositions(first, value.Width, value.Before, value.After, rows), count);
        }

        KerasAxis along = OfPositions(second, value.Width, value.Left, value.Right, padding);
        return axes == KerasAxes.RowsAndPositions
            ? new KerasKernel(null, OfPositions(first, value.Height!.Value, value.Before, value.After, rows), along, count)
            : new KerasKernel(OfSteps(site, value, first, padding), KerasAxis.Point, along, count);
    }

    /// <summary>The axes of the layer's windows or zeros, which must be those of zeros before it.</summary>
    /// <param name="site">The layer.</param>
    /// <param name="value">The layer's input.</param>
    /// <exception cref="ImportException">There are not two axes of positions, or the zeros are on other axes.</exception>
    public static KerasAxes AxesOf(KerasSite site, KerasValue value)
    {
        KerasAxes axes = !KerasClasses.IsOfTwoAxes(site.Layer.Class) ? value.Positions is null ? KerasAxes.Steps : KerasAxes.Positions
            : value.Height is not null ? KerasAxes.RowsAndPositions
            : value.HasStepsOfPositions ? KerasAxes.StepsAndPositions
            : throw site.Error("it needs positions on two axes, but the layer before gives one axis");
        return !value.IsPadded || value.PaddedAxes == axes
            ? axes
            : throw site.Error(
                $"it reads zeros that a ZeroPadding layer adds to the {Words(value.PaddedAxes)}, but works on the {Words(axes)} itself; zeros on the "
                    + "same axes were expected");
    }

    /// <summary>Axes in words.</summary>
    public static string Words(KerasAxes axes) => axes switch
    {
        KerasAxes.Steps => "steps",
        KerasAxes.Positions => "positions",
        KerasAxes.StepsAndPositions => "steps and positions",
        _ => "rows and positions",
    };

    /// <summary>The windows over the positions of a step, and of earlier steps that the layer reads.</summary>
    public Window Over(KerasValue value) => new(value.Channels, Steps?.Size ?? value.Height ?? 1, value.Width)
    {
        KernelHeight = Steps?.Size ?? Down.Size,
        StrideHeight = Down.Stride,
        DilationHeight = Down.Dilation,
        Top = Down.Before,
        Bottom = Down.After,
        KernelWidth = Along.Size,
        StrideWidth = Along.Stride,
        DilationWidth = Along.Dilation,
        Left = Along.Before,
        Right = Along.After,
    };

    private static KerasAxis Axis(KerasSite site, int size, int stride, int dilation)
    {
        long reach = (size - 1L) * dilation;
        return reach <= short.MaxValue
            ? new KerasAxis(size, stride, dilation, 0, 0)
            : throw site.Error($"its windows reach over {reach + 1} steps; at most {short.MaxValue} were expected");
    }

    // A row of a frame stands for a step, so the number of frames decreases like the number of Keras's steps.
    private static int? CountOf(KerasValue value, KerasAxis axis, string padding)
    {
        if (!value.IsFrame || value.Steps is not int steps)
        {
            return value.Steps;
        }

        int count = padding != "valid" ? (steps + axis.Stride - 1) / axis.Stride
            : steps <= axis.Reach ? 0
            : ((steps - axis.Reach - 1) / axis.Stride) + 1;
        return count > 0 ? count : null;
    }

    // TensorFlow's 'same': as many windows as the stride allows, with half of the zeros before and the odd one after.
    private static KerasAxis OfPositions(KerasAxis axis, int positions, int before, int after, string padding)
    {
        int read = positions + before + after;
        int zeros = Math.Max(0, ((((read + axis.Stride - 1) / axis.Stride) - 1) * axis.Stride) + axis.Reach + 1 - read);
        int more = padding switch { "same" => zeros / 2, "causal" => axis.Reach, _ => 0 };
        return axis with { Before = before + more, After = after + (padding == "same" ? zeros - more : 0) };
    }

    // Over steps, each row is computed from the steps up to its own, so there is one row for each step.
    private static KerasAxis OfSteps(KerasSite site, KerasValue value, KerasAxis axis, string padding)
    {
        site.RequireSteps(value);
        int reach = axis.Reach;
        int before = value.Before + (padding switch { "same" => reach / 2, "causal" => reach, _ => 0 });
        int after = value.After + (padding == "same" ? reach - (reach / 2) : 0);
        string? problem =
            axis.Stride != 1 ? $"it advances by {axis.Stride} steps at a time, but a TinyRnn network gives a row for each step; 'strides' of 1 "
                + "was expected"
            : value.IsReversed && reach > 0 ? "it reads steps from the last to the first ('go_backwards'); steps in their order were expected"

                : after > 0
                ? $"it reads {after} later {(after == 1 ? "step" : "steps")} ('padding' {padding}), which a TinyRnn network does not have yet; 'causal' "
                    + "was expected, or before a recurrent layer 'same' in the first convolution of a chain, with 'strides' of 1, and 'valid' in all others"

                : before != reach
                ? $"it gives {Math.Abs(reach - before)} steps {(reach > before ? "fewer" : "more")} than it reads ('padding' {padding}), but a "
                    + "TinyRnn network gives a row for each step; 'causal' was expected"
            : null;
        return problem is null ? axis : throw site.Error(problem);
    }

    // One number for all axes, or one for each; null if the field is missing.
    private static (int First, int Second)? Pair(KerasSite site, string field, bool isOfTwo)
    {
        if (!site.Layer.Has(field))
        {
            return null;
        }

        JsonValue value = site.Layer.File.Find(site.Layer.Config, field)!;
        int?[] numbers = value.Kind == JsonKind.Array ? [.. value.Items.Select(Number)] : [Number(value)];
        int most = isOfTwo ? 2 : 1;
        return numbers.Length > 0 && (numbers.Length == 1 || numbers.Length == most) && numbers.All(number => number is >= 1 and <= short.MaxValue)
            ? (numbers[0]!.Value, numbers[^1]!.Value)
            : throw site.Error(
                $"its '{field}' is {value.Describe()}; one number from 1 to {short.MaxValue}, or an array of {(isOfTwo ? "two" : "one")}, was expected");

        int? Number(JsonValue one) => one.Kind == JsonKind.Number && one.TryGetInt32(site.Layer.File.Text, out int number) ? number : null;
    }
}
