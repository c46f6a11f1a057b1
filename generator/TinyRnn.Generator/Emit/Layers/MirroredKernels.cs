using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>
/// A convolution in one dimension and one channel whose kernels are mirrored: the weight of a value and the weight of its mirror image in the window
/// are equal, or each the negative of the other. The windowed cosines and sines of a Fourier transform are such kernels. The sum (or difference) of
/// the two values then needs one weight, so half of the weights are read.
/// </summary>
/// <param name="Centre">The position of a value and the position of its mirror image add up to this.</param>
/// <param name="Parts">The runs of channels of one kind.</param>
internal sealed record MirroredKernels(int Centre, IReadOnlyList<ConvolutionPart> Parts)
{
    // Folding costs an addition for each value and window, which few short kernels do not earn back.
    private const int ShortestKernel = 16;
    private const int FewestUnits = 16;
    private const int MostParts = 8;

    // The folded windows lie on the stack, which is small in threads of small devices.
    private const int MostFloats = 8_192;

    /// <summary>Values of a window after folding.</summary>
    public int Folded => FoldedOf(Centre);

    /// <summary>The mirrored kernels of a convolution; null if it has none, or if most of its weights would be read anyway.</summary>
    public static MirroredKernels? Of(ConvolutionLayer layer, Tensor weight)
    {
        Window window = layer.Window;
        int kernel = window.KernelWidth;
        if (window.Channels > 1 || window.Height > 1 || window.Top + window.Bottom > 0 || window.KernelHeight > 1 || window.DilationWidth > 1
            || weight.Type == TensorType.I8 || kernel < ShortestKernel || 2L * window.Positions * FoldedOf(kernel) > MostFloats)
        {
            return null;
        }

        // A kernel that is mirrored about the middle of a period has no mirror image of its first value.
        return Of(layer, weight, kernel - 1) ?? Of(layer, weight, kernel);
    }

    private static MirroredKernels? Of(ConvolutionLayer layer, Tensor weight, int centre)
    {
        List<(WindowSource? Source, int Start, int End)> runs = [];
        for (int unit = 0; unit < layer.OutputChannels; unit++)
        {
            WindowSource? source = SourceOf(weight, unit, centre);
            if (runs.Count > 0 && runs[runs.Count - 1] is var last && (source is null || last.Source is null || last.Source == source))
            {
                runs[runs.Count - 1] = (last.Source ?? source, last.Start, unit + 1);
            }
            else
            {
                runs.Add((source, unit, unit + 1));
            }
        }

        int kernel = layer.Window.KernelWidth;
        ConvolutionPart[] parts = [.. runs.Select(run => PartOf(layer, weight, run.Source ?? WindowSource.Field, run.Start, run.End, FoldedOf(centre)))];
        long read = parts.Sum(part => (long)part.Units * part.Window.Columns);
        return parts.Length <= MostParts && parts.All(part => part.Units >= FewestUnits) && read <= 3L * kernel * layer.OutputChannels / 4
            ? new MirroredKernels(centre, parts)
            : null;
    }

    private static ConvolutionPart PartOf(ConvolutionLayer layer, Tensor weight, WindowSource source, int start, int end, int folded)
    {
        int kernel = layer.Window.KernelWidth;
        if (source == WindowSource.Field)
        {
            return new ConvolutionPart(
                start, end - start, weight, start, source, 0, new InputRow(layer.Window.StrideWidth, false, (0, kernel)));
        }

        // Values whose weights are zero stay, too: without them an input that is NaN would leave the output untouched.
        float[] values = [.. from unit in Enumerable.Range(start, end - start)
                             from column in Enumerable.Range(0, folded)
                             select weight.Values[(unit * kernel) + column]];
        Tensor half = new(weight.Name, [end - start, folded], values, weight.Type);
        return new ConvolutionPart(start, end - start, half, 0, source, 0, InputRow.Plain(folded));
    }

    private static int FoldedOf(int centre) => (centre / 2) + 1;

    // Null for a kernel of zeros, which can be part of any run.
    private static WindowSource? SourceOf(Tensor weight, int unit, int centre)
    {
        int kernel = weight.Shape[1];
        int start = unit * kernel;
        bool isEven = true;
        bool isOdd = true;
        for (int i = centre - kernel + 1; 2 * i <= centre; i++)
        {
            isEven &= weight.Values[start + i] == weight.Values[start + centre - i];
            isOdd &= weight.Values[start + i] == -weight.Values[start + centre - i];
        }

        return isEven && isOdd && weight.Values[start] == 0 ? null : isEven ? WindowSource.Sums : isOdd ? WindowSource.Differences : WindowSource.Field;
    }
}
