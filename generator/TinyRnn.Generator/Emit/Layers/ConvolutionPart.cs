using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>Consecutive output channels of a convolution that read the same values of a window.</summary>
/// <param name="FirstUnit">The first of the output channels.</param>
/// <param name="Units">How many there are.</param>
/// <param name="Weight">The weights of the values that are read; the first channel's are in row <paramref name="FirstRow"/>.</param>
/// <param name="FirstRow">A row of <paramref name="Weight"/>.</param>
/// <param name="Source">Which values the windows move over.</param>
/// <param name="Offset">Where the first window starts in them.</param>
/// <param name="Window">The values of a window, from its start.</param>
internal sealed record ConvolutionPart(int FirstUnit, int Units, Tensor Weight, int FirstRow, WindowSource Source, int Offset, InputRow Window)
{
    /// <summary>A part for each group of channels, of the values of a window as they lie in the field.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weight">Its weights.</param>
    /// <param name="fieldRow">Floats of a row of positions, padding included.</param>
    public static IReadOnlyList<ConvolutionPart> OfGroups(ConvolutionLayer layer, Tensor weight, int fieldRow)
    {
        // In int8 a zero is a quantised value like others, and its products have the error that the bound of quantisation has measured, so no tap is
        // left out.
        Window window = layer.Window;
        int channels = window.Channels / layer.Groups;
        int units = layer.OutputChannels / layer.Groups;
        int[] taps = weight.Type == TensorType.I8 ? [] : LiveTaps(window);
        taps = taps.Length == 0 ? [.. Enumerable.Range(0, window.Taps)] : taps;
        if (taps.Length < window.Taps)
        {
            weight = Columns(weight, [.. taps.SelectMany(tap => Enumerable.Range(tap * channels, channels))]);
        }

        List<(int Offset, int Columns)> pieces = [];
        int first = OffsetOf(taps[0]);
        foreach (int tap in taps)
        {
            InputRow.AddPiece(pieces, OffsetOf(tap) - first, channels);
        }

        // Each group reads only its own channels.
        InputRow row = new(window.StrideWidth * window.Channels, false, [.. pieces]);
        return [.. Enumerable.Range(0, layer.Groups).Select(
            group => new ConvolutionPart(group * units, units, weight, group * units, WindowSource.Field, first + (group * channels), row))];

        int OffsetOf(int tap) =>
            (tap / window.KernelWidth * window.DilationHeight * fieldRow) + (tap % window.KernelWidth * window.DilationWidth * window.Channels);
    }

    // The taps that read a value in at least one window; the others read zeros beyond the edges in every window.
    private static int[] LiveTaps(Window window)
    {
        bool[] rows = Reach(window.KernelHeight, window.DilationHeight, window.StrideHeight, window.OutputHeight, window.Top, window.Height);
        bool[] columns = Reach(window.KernelWidth, window.DilationWidth, window.StrideWidth, window.OutputWidth, window.Left, window.Width);
        return [.. Enumerable.Range(0, window.Taps).Where(tap => rows[tap / window.KernelWidth] && columns[tap % window.KernelWidth])];
    }

    private static bool[] Reach(int kernel, int dilation, int stride, int windows, int before, int size) =>
        [.. Enumerable.Range(0, kernel).Select(tap => Enumerable.Range(0, windows).Any(
            position => (position * stride) + (tap * dilation) - before is int at && at >= 0 && at < size))];

    private static Tensor Columns(Tensor tensor, int[] columns) => new(
        tensor.Name, [tensor.Shape[0], columns.Length],
        [.. Enumerable.Range(0, tensor.Shape[0]).SelectMany(row => columns.Select(column => tensor.Values[(row * tensor.Shape[1]) + column]))], tensor.Type);
}
