using TinyRnn.Model;

namespace TinyRnn.Tests;

/// <summary>Random windows, of one and two dimensions.</summary>
internal static class RandomWindows
{
    private const int MostPositions = 30;

    /// <summary>Windows over <paramref name="size"/> values, each of which covers one.</summary>
    public static Window Of(Random random, int size)
    {
        while (true)
        {
            int channels = Divisor(random, size);
            int height = random.Next(2) == 0 ? 1 : Divisor(random, size / channels);
            Window window = new(channels, height, size / channels / height)
            {
                KernelHeight = height == 1 ? 1 : random.Next(1, 4),
                KernelWidth = random.Next(1, 5),
                StrideHeight = height == 1 ? 1 : random.Next(1, 3),
                StrideWidth = random.Next(1, 4),
                DilationHeight = height == 1 ? 1 : random.Next(1, 3),
                DilationWidth = random.Next(1, 3),
            };
            window = random.Next(2) == 0
                ? window
                : window with
                {
                    Top = height == 1 ? 0 : random.Next(window.KernelHeight),
                    Bottom = height == 1 ? 0 : random.Next(window.KernelHeight),
                    Left = random.Next(window.KernelWidth),
                    Right = random.Next(window.KernelWidth),
                };
            if (window.Positions is > 0 and <= MostPositions && CoversValues(window))
            {
                return window;
            }
        }
    }

    /// <summary>A window of any numbers; some do not fit, and some cover no value.</summary>
    public static Window Any(Random random, int channels) => new(channels, random.Next(1, 6), random.Next(1, 9))
    {
        KernelHeight = random.Next(1, 4),
        KernelWidth = random.Next(1, 4),
        StrideHeight = random.Next(1, 4),
        StrideWidth = random.Next(1, 4),
        DilationHeight = random.Next(1, 3),
        DilationWidth = random.Next(1, 4),
        Top = random.Next(3),
        Left = random.Next(4),
        Bottom = random.Next(3),
        Right = random.Next(4),
    };

    /// <summary>A convolution of up to four values a position, in groups where channels allow, depthwise too.</summary>
    public static ConvolutionLayer Convolution(Random random, string name, int size, ActivationFunction? activation)
    {
        Window window = Of(random, size);
        int groups = random.Next(2) == 0 ? 1 : random.Next(2) == 0 ? window.Channels : Divisor(random, window.Channels);
        return new ConvolutionLayer(name, window, groups * random.Next(1, 5), groups, activation, random.Next(2) == 0);
    }

    private static bool CoversValues(Window window)
    {
        try
        {
            return new WindowPoolingLayer("pool", window, WindowPoolingMode.Max).OutputSize > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static int Divisor(Random random, int size)
    {
        int[] divisors = [.. Enumerable.Range(1, size).Where(divisor => size % divisor == 0)];
        return divisors[random.Next(divisors.Length)];
    }
}
