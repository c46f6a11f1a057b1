using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Transposed convolutions over the values of a step. With a stride of s, each input position corresponds to s neighbouring outputs, so one ordinary
/// convolution with s times as many outputs computes them all: output s i + r is the sum of the kernel's values s m + r times the inputs i - m.
/// </summary>
internal static class TransposedConvolutions
{
    public static Value Read(NodeContext node)
    {
        float[] stored = node.Floats(1, "weights");
        int[] dims = node.Constant(1, "weights").Dims;
        int spatial = dims.Length - 2;
        Signal signal = node.Signal(0);
        node.CheckWhole(signal);
        if (spatial is not (1 or 2) || signal.Rank != spatial + 2 || signal.Axes.Skip(1).Any(axis => axis.Along != Along.Features)
            || (signal.Axes[0].Along == Along.Features && signal.Axes[0].Size > 1))
        {
            throw node.Misread(
                $"moves windows over the axes {SignalForms.Describe(signal)}; channels and values of a step in one or two dimensions were expected after "
                    + "the first axis");
        }

        int[] sizes = signal.Sizes();
        (int inputs, int groups) = (sizes[1], node.Size(new Extent(node.Integer("group", 1))));
        if (groups < 1 || dims[0] != inputs || inputs % groups != 0 || dims.Any(size => size < 1) || signal.Elements.Any(element => element.Row is null))
        {
            throw node.Error($"has weights of the sizes [{string.Join(", ", dims.Select(number => $"{number}"))}] and {groups} groups for {inputs} channels");
        }

        TransposedAxis width = TransposedAxis.Of(node, spatial - 1, spatial, sizes[^1], dims[^1]);
        TransposedAxis height = spatial == 1 ? new TransposedAxis(1, 1, 1, 1, 0, 1) : TransposedAxis.Of(node, 0, spatial, sizes[2], dims[2]);
        int each = dims[1];
        int outputs = checked(each * groups);
        float[]? bias = node.Find(2) is null ? null : node.Floats(2, "bias");
        if (bias is not null && bias.Length != outputs)
        {
            throw node.Error($"has a bias of {bias.Length} values for {outputs} outputs");
        }

        Window window = new(inputs, height.Size, width.Size)
        {
            KernelHeight = height.Taps,
            KernelWidth = width.Taps,
            Top = height.Taps - 1,
            Bottom = height.Taps - 1,
            Left = width.Taps - 1,
            Right = width.Taps - 1,
        };
        int phases = checked(height.Stride * width.Stride);
        long size = (long)window.Positions * outputs * phases;
        node.Spend((size * 8) + ((long)outputs * phases * window.Taps * (inputs / groups)));
        if ((window.Problem ?? (size > FieldReader.MaximumSize * 16L ? $"gives {size} values, which is too many" : null)) is string problem)
        {
            throw node.Error(problem);
        }

        // Group by group; within a position's outputs, phase by phase.
        int columns = window.Taps * (inputs / groups);
        float[] weight = new float[outputs * phases * columns];
        for (int i = 0; i < weight.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            (int group, int phase, int output) = (row / (phases * each), row / each % phases, row % each);
            (int tap, int channel) = (column / (inputs / groups), column % (inputs / groups));
            int y = height.KernelAt(tap / width.Taps, phase / width.Stride);
            int x = width.KernelAt(tap % width.Taps, phase % width.Stride);
            weight[i] = y < height.Kernel && x < width.Kernel
                ? stored[((((((group * (inputs / groups)) + channel) * each) + output) * height.Kernel) + y) * width.Kernel + x]
                : 0f;
        }

        float[]? biases = bias is null ? null : [.. Enumerable.Range(0, outputs * phases).Select(row => bias[(row / (phases * each) * each) + (row % each)])];
        Element[] source = Array.ConvertAll(Indexing.Transpose([inputs, height.Size * width.Size], [1, 0]), i => signal.Elements[i]);
        ConvolutionRow made = new(source, window, weight, biases, outputs * phases, groups, node.Label);

        // [outputs, height, width] from [positions, groups, phases, outputs of a group].
        Element[] elements = new Element[checked(outputs * height.Outputs * width.Outputs)];
        for (int i = 0; i < elements.Length; i++)
        {
            (int output, int y, int x) = (
                i / (height.Outputs * width.Outputs), (i / width.Outputs % height.Outputs) + height.First, (i % width.Outputs) + width.First);
            int position = (y / height.Stride * window.OutputWidth) + (x / width.Stride);
            int phase = (y % height.Stride * width.Stride) + (x % width.Stride);
            elements[i] = y < window.OutputHeight * height.Stride && x < window.OutputWidth * width.Stride
                ? new Element(made, StepView.Every, (position * outputs * phases) + (((output / each * phases) + phase) * each) + (output % each))
                : throw node.Error("adds outputs that its kernel does not reach ('output_padding'); less than its stride was expected");
        }

        int[] counts = spatial == 1 ? [width.Outputs] : [height.Outputs, width.Outputs];
        return new Signal([signal.Axes[0], new Axis(Along.Features, outputs), .. counts.Select(count => new Axis(Along.Features, count))], elements);
    }
}

/// <summary>One axis of a transposed convolution.</summary>
/// <param name="Size">Number of input positions.</param>
/// <param name="Kernel">Number of positions of the kernel.</param>
/// <param name="Stride">Outputs from one input to the next.</param>
/// <param name="Dilation">Distance between two positions of the kernel.</param>
/// <param name="First">Outputs cut off at the front.</param>
/// <param name="Outputs">Outputs that remain.</param>
internal sealed record TransposedAxis(int Size, int Kernel, int Stride, int Dilation, int First, int Outputs)
{
    private int Reach => ((Kernel - 1) * Dilation) + 1;

    /// <summary>The largest number of inputs that an output depends on.</summary>
    public int Taps => (Reach + Stride - 1) / Stride;

    /// <summary>The kernel's position for a tap, the oldest first, and an output of a phase; past the end of the kernel for none.</summary>
    public int KernelAt(int tap, int phase)
    {
        int place = ((Taps - 1 - tap) * Stride) + phase;
        return place % Dilation == 0 && place < Reach ? place / Dilation : Kernel;
    }

    public static TransposedAxis Of(NodeContext node, int axis, int spatial, int size, int kernel)
    {
        int stride = Number("strides", 1, 1);
        int dilation = Number("dilations", 1, 1);
        int more = Number("output_padding", 0, 0);
        long[] pads = node.NumbersOf("pads") ?? new long[2 * spatial];
        long whole = ((size - 1L) * stride) + ((kernel - 1L) * dilation) + 1 + more;
        if (pads.Length != 2 * spatial || pads.Any(pad => pad is < 0 or > short.MaxValue) || (long)kernel * dilation > short.MaxValue)
        {
            throw node.Error(
                $"has the padding [{string.Join(", ", pads.Take(8).Select(pad => $"{pad}"))}] and a kernel of {kernel} with a dilation of {dilation}; "
                    + $"{2 * spatial} numbers of 0 or more, and a kernel that covers at most {short.MaxValue} positions were expected");
        }

        (long before, long after) = (pads[axis], pads[axis + spatial]);
        string automatic = node.Text("auto_pad", "NOTSET");
        long? wanted = node.NumbersOf("output_shape") is { } shape && shape.Length >= spatial
            ? shape[shape.Length - spatial + axis]
            : automatic is "SAME_UPPER" or "SAME_LOWER"
            ? (long)size * stride
            : null;
        if (wanted is long length)
        {
            // ONNX's rule if the number of surplus outputs is odd: SAME_UPPER cuts one more at the end, everything else at the front.
            long total = Math.Max(0, whole - length);
            before = automatic == "SAME_UPPER" ? total / 2 : total - (total / 2);
            after = total - before;
        }

        long outputs = whole - before - after;
        return outputs is >= 1 and <= FieldReader.MaximumSize && before < whole
            ? new TransposedAxis(size, kernel, stride, dilation, (int)before, (int)outputs)
            : throw node.Error($"gives {outputs} positions; from 1 to {FieldReader.MaximumSize} were expected");

        int Number(string name, int otherwise, int least)
        {
            long[] numbers = node.NumbersOf(name) ?? [.. Enumerable.Repeat((long)otherwise, spatial)];
            return numbers.Length == spatial && numbers[axis] >= least && numbers[axis] <= short.MaxValue
                ? (int)numbers[axis]
                : throw node.Error(
                    $"has {name} of [{string.Join(", ", numbers.Take(8).Select(number => $"{number}"))}]; {spatial} numbers from {least} to "
                        + $"{short.MaxValue} were expected");
        }
    }
}
