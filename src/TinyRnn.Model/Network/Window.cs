namespace TinyRnn.Model;

/// <summary>
/// The windows that a convolution or a pooling moves over the values of one step. The values lie row by row, position by position, channel by
/// channel: value (y, x, c) is at (y * <see cref="Width"/> + x) * <see cref="Channels"/> + c. A one-dimensional signal has the height 1. Output
/// positions lie in the same order. The padding says how many zeros there are beyond the edges.
/// </summary>
/// <param name="Channels">Values at each position, from 1.</param>
/// <param name="Height">Number of rows of positions, from 1.</param>
/// <param name="Width">Number of positions in a row, from 1.</param>
public sealed partial record Window(int Channels, int Height, int Width)
{
    /// <summary>Number of rows that a window covers.</summary>
    public int KernelHeight { get; init; } = 1;

    /// <summary>Number of positions in a row that a window covers.</summary>
    public int KernelWidth { get; init; } = 1;

    /// <summary>Rows from one window to the next.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Positions from one window to the next.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Distance between two rows that a window covers (dilation).</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Distance between two positions that a window covers (dilation).</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Rows of zeros above the first row.</summary>
    public int Top { get; init; }

    /// <summary>Zeros before each row.</summary>
    public int Left { get; init; }

    /// <summary>Rows of zeros below the last row.</summary>
    public int Bottom { get; init; }

    /// <summary>Zeros after each row.</summary>
    public int Right { get; init; }

    /// <summary>Values in a step of input.</summary>
    public int InputSize => Product(Channels, Height, Width);

    /// <summary>Number of rows of windows.</summary>
    public int OutputHeight => Outputs(Height, KernelHeight, StrideHeight, DilationHeight, Top, Bottom);

    /// <summary>Number of windows in a row.</summary>
    public int OutputWidth => Outputs(Width, KernelWidth, StrideWidth, DilationWidth, Left, Right);

    /// <summary>Number of windows in a step.</summary>
    public int Positions => Product(1, OutputHeight, OutputWidth);

    /// <summary>Number of positions that a window covers.</summary>
    public int Taps => Product(1, KernelHeight, KernelWidth);

    /// <summary>Whether a window may reach beyond an edge.</summary>
    public bool IsPadded => Top + Left + Bottom + Right > 0;

    /// <summary>What is wrong with the numbers, or null.</summary>
    internal string? Problem
    {
        get
        {
            int[] sizes = [Channels, Height, Width, KernelHeight, KernelWidth, StrideHeight, StrideWidth, DilationHeight, DilationWidth];
            int[] padding = [Top, Left, Bottom, Right];
            if (Array.Exists(sizes, size => size is < 1 or > FieldReader.MaximumSize)
                || Array.Exists(padding, size => size is < 0 or > FieldReader.MaximumSize))
            {
                return FormattableString.Invariant(
                    $"needs channels, sizes, strides and dilations from 1 to {FieldReader.MaximumSize} and a padding of 0 or more");
            }

            if ((long)Channels * Height * Width > FieldReader.MaximumSize || (long)KernelHeight * KernelWidth > FieldReader.MaximumSize)
            {
                return FormattableString.Invariant($"reads more than {FieldReader.MaximumSize} values");
            }

            // In memory the zeros are part of a row.
            if ((long)Channels * (Height + (long)Top + Bottom) * (Width + (long)Left + Right) > 2L * FieldReader.MaximumSize)
            {
                return FormattableString.Invariant($"has more than {2 * FieldReader.MaximumSize} values, padding included");
            }

            return OutputHeight < 1 || OutputWidth < 1
                ? FormattableString.Invariant(
                    $"has windows of {Describe(Extent(KernelHeight, DilationHeight), Extent(KernelWidth, DilationWidth))} positions, but only ")
                        + FormattableString.Invariant($"{Describe(Height + Top + Bottom, Width + Left + Right)} positions, padding included")
                : null;
        }
    }

    /// <summary>The position of the input that a tap of a window covers, counted from 0 in the order of the values; -1 beyond an edge.</summary>
    /// <param name="position">The window, from 0 to <see cref="Positions"/> less 1.</param>
    /// <param name="tap">The tap, row by row, from 0 to <see cref="Taps"/> less 1.</param>
    public int PositionOf(int position, int tap)
    {
        int y = (position / OutputWidth * StrideHeight) + (tap / KernelWidth * DilationHeight) - Top;
        int x = (position % OutputWidth * StrideWidth) + (tap % KernelWidth * DilationWidth) - Left;
        return y >= 0 && y < Height && x >= 0 && x < Width ? (y * Width) + x : -1;
    }

    /// <summary>The windows in words, such as <c>1 x 640, kernel 256, stride 128</c>.</summary>
    public override string ToString()
    {
        string text = FormattableString.Invariant($"{Channels} x {Describe(Height, Width)}, kernel {Describe(KernelHeight, KernelWidth)}");
        text += StrideHeight * StrideWidth > 1 ? $", stride {Describe(StrideHeight, StrideWidth)}" : "";
        text += DilationHeight * DilationWidth > 1 ? $", dilation {Describe(DilationHeight, DilationWidth)}" : "";
        if (!IsPadded)
        {
            return text;
        }

        return text + ", padding " + (Height == 1 && Top + Bottom == 0
            ? FormattableString.Invariant($"{Left} and {Right}")
            : FormattableString.Invariant($"{Top}, {Left}, {Bottom} and {Right}"));
    }

    private static int Product(int a, int b, int c) => (int)Math.Min(int.MaxValue, (long)a * b * c);

    private static long Extent(int kernel, int dilation) => ((long)dilation * (kernel - 1)) + 1;

    private static int Outputs(int size, int kernel, int stride, int dilation, int before, int after)
    {
        long room = (long)size + before + after - Extent(kernel, dilation);
        return room < 0 ? 0 : (int)((room / stride) + 1);
    }

    private string Describe(long height, long width) =>
        Height == 1 && KernelHeight == 1 && Top + Bottom == 0 ? FormattableString.Invariant($"{width}") : FormattableString.Invariant($"{height} x {width}");
}
