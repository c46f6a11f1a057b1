using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>
/// Windows over a step's values inside compiled models. The values are ordered by row, then position, then channel. Each result comes from the same
/// operations in the same order on every processor.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SlidingWindows
{
    /// <summary>Copies rows of values into a larger field, with zeros around them.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="result">Receives <paramref name="top"/> + <paramref name="rows"/> + <paramref name="bottom"/> rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="size">Values of a row.</param>
    /// <param name="top">Rows of zeros above.</param>
    /// <param name="bottom">Rows of zeros below.</param>
    /// <param name="before">Zeros before each row.</param>
    /// <param name="after">Zeros after each row.</param>
    public static void Pad(ref float values, ref float result, int rows, int size, int top, int bottom, int before, int after)
    {
        int stride = before + size + after;
        Clear(ref result, top * stride);
        for (int row = 0; row < rows; row++)
        {
            ref float to = ref Unsafe.Add(ref result, (top + row) * stride);
            Clear(ref to, before);
            Copy(ref Unsafe.Add(ref values, row * size), ref Unsafe.Add(ref to, before), size);
            Clear(ref Unsafe.Add(ref to, before + size), after);
        }

        Clear(ref Unsafe.Add(ref result, (top + rows) * stride), bottom * stride);
    }

    /// <summary>Copies rows of values from one stride to another.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="result">The first value that is written.</param>
    /// <param name="resultStride">Floats from one row of the result to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="size">Values of a row.</param>
    public static void CopyRows(ref float values, int stride, ref float result, int resultStride, int rows, int size)
    {
        for (int row = 0; row < rows; row++)
        {
            Copy(ref Unsafe.Add(ref values, row * stride), ref Unsafe.Add(ref result, row * resultStride), size);
        }
    }

    /// <summary>Adds the values of each window and their mirror images.</summary>
    /// <param name="values">The first value of the first window.</param>
    /// <param name="result">
    /// Receives <paramref name="centre"/> / 2 + 1 sums of each window: of the values at i and <paramref name="centre"/> - i. A value without a mirror
    /// image, or that is its own, is copied.
    /// </param>
    /// <param name="windows">Number of windows.</param>
    /// <param name="stride">Values from one window to the next.</param>
    /// <param name="size">Values of a window.</param>
    /// <param name="centre"><paramref name="size"/> - 1, or <paramref name="size"/> if the first value has no mirror image.</param>
    public static void AddMirrored(ref float values, ref float result, int windows, int stride, int size, int centre) =>
        Fold(ref values, ref result, windows, stride, size, centre, Vector128<float>.Zero);

    /// <summary>Subtracts the mirror images of the values of each window from the values.</summary>
    /// <inheritdoc cref="AddMirrored"/>
    public static void SubtractMirrored(ref float values, ref float result, int windows, int stride, int size, int centre) =>
        Fold(ref values, ref result, windows, stride, size, centre, Vector128.Create(-0f));

    /// <summary>A depthwise convolution: y_o = start_o + sum over the taps of w_(tap, o) x_(tap, o / multiplier).</summary>
    /// <param name="values">The first value of the padded field.</param>
    /// <param name="weights">The weights, tap by tap, output by output.</param>
    /// <param name="start">The initial value of each output.</param>
    /// <param name="result">Receives the outputs, position by position.</param>
    /// <param name="channels">Values of a position of the field.</param>
    /// <param name="multiplier">Outputs of a channel.</param>
    /// <param name="width">Positions of a row of the field.</param>
    /// <param name="outputHeight">Rows of windows.</param>
    /// <param name="outputWidth">Windows of a row.</param>
    /// <param name="strideHeight">Rows from one window to the next.</param>
    /// <param name="strideWidth">Positions from one window to the next.</param>
    /// <param name="kernelHeight">Rows of a window.</param>
    /// <param name="kernelWidth">Positions of a row of a window.</param>
    /// <param name="dilationHeight">Distance between the rows of a window.</param>
    /// <param name="dilationWidth">Distance between the positions of a window.</param>
    public static void Depthwise(
        ref float values, ref float weights, ref float start, ref float result, int channels, int multiplier, int width, int outputHeight, int outputWidth,
        int strideHeight, int strideWidth, int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth)
    {
        int outputs = channels * multiplier;
        for (int y = 0; y < outputHeight; y++)
        {
            for (int x = 0; x < outputWidth; x++)
            {
                ref float window = ref Unsafe.Add(ref values, ((y * strideHeight * width) + (x * strideWidth)) * channels);
                ref float to = ref Unsafe.Add(ref result, ((y * outputWidth) + x) * outputs);
                Copy(ref start, ref to, outputs);
                for (int i = 0; i < kernelHeight; i++)
                {
                    for (int j = 0; j < kernelWidth; j++)
                    {
                        ref float from = ref Unsafe.Add(ref window, ((i * dilationHeight * width) + (j * dilationWidth)) * channels);
                        AddProducts(ref from, ref Unsafe.Add(ref weights, ((i * kernelWidth) + j) * outputs), ref to, outputs, multiplier);
                    }
                }
            }
        }
    }

    /// <summary>The maximum of each channel in each window.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="result">Receives one value for each channel, window by window.</param>
    /// <param name="channels">Values of a position.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Positions of a row.</param>
    /// <param name="top">Rows beyond the first that windows reach.</param>
    /// <param name="left">Positions beyond the first of a row that windows reach.</param>
    /// <param name="outputHeight">Rows of windows.</param>
    /// <param name="outputWidth">Windows of a row.</param>
    /// <param name="strideHeight">Rows from one window to the next.</param>
    /// <param name="strideWidth">Positions from one window to the next.</param>
    /// <param name="kernelHeight">Rows of a window.</param>
    /// <param name="kernelWidth">Positions of a row of a window.</param>
    /// <param name="dilationHeight">Distance between the rows of a window.</param>
    /// <param name="dilationWidth">Distance between the positions of a window.</param>
    public static void Max(
        ref float values, ref float result, int channels, int height, int width, int top, int left, int outputHeight, int outputWidth,
        int strideHeight, int strideWidth, int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth)
    {
        Taps rows = new(height, strideHeight, dilationHeight, top);
        Taps columns = new(width, strideWidth, dilationWidth, left);
        for (int position = 0; position < outputHeight * outputWidth; position++)
        {
            ref float to = ref Unsafe.Add(ref result, position * channels);
            float count = 0f;
            for (int i = 0; i < kernelHeight; i++)
            {
                int y = rows.At(position / outputWidth, i);
                for (int j = 0; j < kernelWidth && y >= 0; j++)
                {
                    int x = columns.At(position % outputWidth, j);
                    if (x >= 0)
                    {
                        Pooling.Max(ref to, ref count, ref Unsafe.Add(ref values, ((y * width) + x) * channels), channels);
                    }
                }
            }
        }
    }

    /// <summary>The mean of each channel in each window.</summary>
    /// <inheritdoc cref="Max"/>
    /// <param name="values"/>
    /// <param name="result"/>
    /// <param name="channels"/>
    /// <param name="height"/>
    /// <param name="width"/>
    /// <param name="top"/>
    /// <param name="left"/>
    /// <param name="outputHeight"/>
    /// <param name="outputWidth"/>
    /// <param name="strideHeight"/>
    /// <param name="strideWidth"/>
    /// <param name="kernelHeight"/>
    /// <param name="kernelWidth"/>
    /// <param name="dilationHeight"/>
    /// <param name="dilationWidth"/>
    /// <param name="countsPadding">Whether positions beyond the edges are counted, as zeros.</param>
    public static void Mean(
        ref float values, ref float result, int channels, int height, int width, int top, int left, int outputHeight, int outputWidth,
        int strideHeight, int strideWidth, int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth, bool countsPadding)
    {
        Taps rows = new(height, strideHeight, dilationHeight, top);
        Taps columns = new(width, strideWidth, dilationWidth, left);
        for (int position = 0; position < outputHeight * outputWidth; position++)
        {
            ref float to = ref Unsafe.Add(ref result, position * channels);
            Clear(ref to, channels);
            int count = 0;
            for (int i = 0; i < kernelHeight; i++)
            {
                int y = rows.At(position / outputWidth, i);
                for (int j = 0; j < kernelWidth && y >= 0; j++)
                {
                    int x = columns.At(position % outputWidth, j);
                    if (x >= 0)
                    {
                        Add(ref Unsafe.Add(ref values, ((y * width) + x) * channels), ref to, channels);
                        count++;
                    }
                }
            }

            Divide(ref to, channels, countsPadding ? kernelHeight * kernelWidth : count);
        }
    }

    // A flipped sign bit turns the addition into a subtraction.
    private static void Fold(ref float values, ref float result, int windows, int stride, int size, int centre, Vector128<float> sign)
    {
        int folded = (centre / 2) + 1;
        for (int window = 0; window < windows; window++)
        {
            ref float from = ref Unsafe.Add(ref values, window * stride);
            ref float to = ref Unsafe.Add(ref result, window * folded);
            int i = centre - size + 1;
            to = from;
            for (; i + Vector128<float>.Count <= (centre + 1) / 2; i += Vector128<float>.Count)
            {
                Vector128<float> mirrored = Vector128.LoadUnsafe(ref from, (nuint)(centre - i - Vector128<float>.Count + 1));
                mirrored = Vector128.Shuffle(mirrored, Vector128.Create(3, 2, 1, 0)) ^ sign;
                (Vector128.LoadUnsafe(ref from, (nuint)i) + mirrored).StoreUnsafe(ref to, (nuint)i);
            }

            for (; 2 * i < centre; i++)
            {
                float mirrored = (Vector128.CreateScalar(Unsafe.Add(ref from, centre - i)) ^ sign).ToScalar();
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i) + mirrored;
            }

            if (2 * i == centre)
            {
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
            }
        }
    }

    private static void AddProducts(ref float from, ref float weights, ref float to, int count, int multiplier)
    {
        int i = 0;
        if (multiplier == 1)
        {
            for (; i + Vector256<float>.Count <= count; i += Vector256<float>.Count)
            {
                Vector256<float> product = Vector256.LoadUnsafe(ref from, (nuint)i) * Vector256.LoadUnsafe(ref weights, (nuint)i);
                (Vector256.LoadUnsafe(ref to, (nuint)i) + product).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < count; i++)
        {
            float product = Unsafe.Add(ref from, i / multiplier) * Unsafe.Add(ref weights, i);
            Unsafe.Add(ref to, i) += product;
        }
    }

    private static void Add(ref float from, ref float to, int count)
    {
        int i = 0;
        for (; i + Vector128<float>.Count <= count; i += Vector128<float>.Count)
        {
            (Vector128.LoadUnsafe(ref to, (nuint)i) + Vector128.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref to, i) += Unsafe.Add(ref from, i);
        }
    }

    private static void Divide(ref float values, int count, float divisor)
    {
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref values, i) /= divisor;
        }
    }

    private static void Clear(ref float first, int count) => Unsafe.InitBlockUnaligned(ref Unsafe.As<float, byte>(ref first), 0, (uint)(count * sizeof(float)));

    private static void Copy(ref float from, ref float to, int count) =>
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<float, byte>(ref to), ref Unsafe.As<float, byte>(ref from), (uint)(count * sizeof(float)));

    // The positions along one axis that windows cover, or -1 beyond an edge.
    private readonly struct Taps(int size, int stride, int dilation, int before)
    {
        public int At(int window, int tap)
        {
            int at = (window * stride) + (tap * dilation) - before;
            return (uint)at < (uint)size ? at : -1;
        }
    }
}
