namespace TinyRnn.Model.Tests.Networks;

/// <summary>The geometry of convolutions and poolings: how many windows there are, what each covers, and which numbers are possible.</summary>
public class WindowTests
{
    private const string Range = "needs channels, sizes, strides and dilations from 1 to 32768 and a padding of 0 or more";

    private static readonly Window One = new(1, 1, 1);

    [Fact]
    public void Windows_and_what_they_cover_are_those_that_counting_finds()
    {
        Random random = new(20);
        for (int i = 0; i < 500; i++)
        {
            Window window = RandomWindows.Any(random, random.Next(1, 3));
            int[] tops = [.. Starts(window.Height, window.KernelHeight, window.StrideHeight, window.DilationHeight, window.Top, window.Bottom)];
            int[] lefts = [.. Starts(window.Width, window.KernelWidth, window.StrideWidth, window.DilationWidth, window.Left, window.Right)];
            Assert.Equal((tops.Length, lefts.Length), (window.OutputHeight, window.OutputWidth));
            Assert.Equal(tops.Length == 0 || lefts.Length == 0, window.Problem is not null);
            int[][] covered = [.. tops.SelectMany(top => lefts.Select(left => Covered(window, top, left)))];
            Assert.Equal(covered, Enumerable.Range(0, window.Positions).Select(
                position => Enumerable.Range(0, window.Taps).Select(tap => window.PositionOf(position, tap)).ToArray()));
        }

        // Where windows start, the padding in front counted.
        static IEnumerable<int> Starts(int size, int kernel, int stride, int dilation, int before, int after)
        {
            for (int start = 0; start + ((kernel - 1) * dilation) < before + size + after; start += stride)
            {
                yield return start;
            }
        }

        static int[] Covered(Window window, int top, int left) =>
        [
            .. from row in Enumerable.Range(0, window.KernelHeight)
               from column in Enumerable.Range(0, window.KernelWidth)
               let y = top + (row * window.DilationHeight) - window.Top
               let x = left + (column * window.DilationWidth) - window.Left
               select y >= 0 && y < window.Height && x >= 0 && x < window.Width ? (y * window.Width) + x : -1,
        ];
    }

    [Fact]
    public void Every_number_has_its_limits()
    {
        Func<int, Window>[] sizes =
        [
            value => One with { Channels = value }, value => One with { Height = value }, value => One with { Width = value },
            value => One with { KernelHeight = value, Top = Before(value) }, value => One with { KernelWidth = value, Left = Before(value) },
            value => One with { StrideHeight = value }, value => One with { StrideWidth = value },
            value => One with { DilationHeight = value }, value => One with { DilationWidth = value },
        ];
        Assert.All(sizes, make => Limited(make, 1));
        Func<int, Window>[] padding =
        [
            value => One with { Top = value }, value => One with { Left = value }, value => One with { Bottom = value }, value => One with { Right = value },
        ];
        Assert.All(padding, make => Limited(make, 0));

        // As much padding as lets a kernel fit.
        static int Before(int kernel) => kernel < 1 ? 0 : kernel - 1;

        static void Limited(Func<int, Window> make, int least)
        {
            Assert.Equal((Range, null), (make(least - 1).Problem, make(least).Problem));
            Assert.Equal((null, Range), (make(32768).Problem, make(32769).Problem));
            Assert.Equal((Range, Range), (make(int.MinValue).Problem, make(int.MaxValue).Problem));
        }
    }

    [Fact]
    public void Values_taps_and_padded_values_are_limited_together()
    {
        const string Values = "reads more than 32768 values";
        Assert.Null(new Window(2, 4, 4096).Problem);
        Assert.Equal(Values, new Window(2, 4, 4097).Problem);
        Assert.Equal(Values, new Window(32768, 32768, 32768).Problem);
        Window kernel = new(1, 128, 256) { KernelHeight = 128, KernelWidth = 256 };
        Assert.Null(kernel.Problem);
        Assert.Equal(Values, (kernel with { KernelHeight = 129, Top = 1 }).Problem);

        const string Padded = "has more than 65536 values, padding included";
        Window[] wide = [new(32768, 1, 1) { Top = 1 }, new(32768, 1, 1) { Bottom = 1 }, new(32768, 1, 1) { Left = 1 }, new(32768, 1, 1) { Right = 1 }];
        Assert.All(wide, window => Assert.Null(window.Problem));
        Assert.All(
            (Window[])[wide[0] with { Top = 2 }, wide[1] with { Bottom = 2 }, wide[2] with { Left = 2 }, wide[3] with { Right = 2 }],
            window => Assert.Equal(Padded, window.Problem));
        Assert.Equal(Padded, (new Window(1, 32768, 1) { Left = 32768, Right = 32768 }).Problem);
    }

    [Fact]
    public void A_window_must_fit()
    {
        Window line = new(1, 1, 5) { KernelWidth = 3, DilationWidth = 3, Left = 1, Right = 1 };
        Assert.Null(line.Problem);
        Assert.Equal("has windows of 7 positions, but only 6 positions, padding included", (line with { Right = 0 }).Problem);
        Window field = new(1, 2, 5) { KernelHeight = 3, KernelWidth = 2, Top = 1 };
        Assert.Null(field.Problem);
        Assert.Equal("has windows of 3 x 2 positions, but only 2 x 5 positions, padding included", (field with { Top = 0 }).Problem);
        Assert.Equal("has windows of 3 x 6 positions, but only 3 x 5 positions, padding included", (field with { KernelWidth = 6 }).Problem);
        Window below = field with { KernelHeight = 6, Bottom = 2, Left = 1, Right = 2 };
        Assert.Equal("has windows of 6 x 2 positions, but only 5 x 8 positions, padding included", below.Problem);
    }

    [Fact]
    public void Sizes_are_products()
    {
        Window window = new(2, 3, 5) { KernelHeight = 2, KernelWidth = 3 };
        Assert.Equal((30, 2, 3, 6, 6), (window.InputSize, window.OutputHeight, window.OutputWidth, window.Positions, window.Taps));
        Assert.Equal(int.MaxValue, new Window(32768, 32768, 32768).InputSize);
        Assert.False(window.IsPadded);
        Assert.All(
            (Window[])[window with { Top = 1 }, window with { Left = 1 }, window with { Bottom = 1 }, window with { Right = 1 }],
            padded => Assert.True(padded.IsPadded));
    }

    [Fact]
    public void The_words_of_a_window()
    {
        Window line = new(1, 1, 640) { KernelWidth = 256, StrideWidth = 128 };
        Assert.Equal("1 x 640, kernel 256, stride 128", line.ToString());
        Assert.Equal("1 x 640, kernel 256, dilation 2, padding 3 and 0", (line with { StrideWidth = 1, DilationWidth = 2, Left = 3 }).ToString());
        Assert.Equal("1 x 1 x 640, kernel 1 x 256, stride 1 x 128, padding 1, 0, 0 and 4", (line with { Top = 1, Right = 4 }).ToString());
        Window field = new(3, 4, 5) { KernelHeight = 2, StrideHeight = 2, DilationHeight = 3, Bottom = 1 };
        Assert.Equal("3 x 4 x 5, kernel 2 x 1, stride 2 x 1, dilation 3 x 1, padding 0, 0, 1 and 0", field.ToString());
        Assert.Equal("1 x 1 x 640, kernel 1 x 256, padding 1, 0, 1 and 0", (line with { StrideWidth = 1, Top = 1, Bottom = 1 }).ToString());
        Assert.Equal("has windows of 1 x 9 positions, but only 3 x 5 positions, padding included", new Window(1, 1, 5)
        {
            KernelWidth = 9,
            Top = 1,
            Bottom = 1,
        }.Problem);
        Assert.Equal("3 x 1 x 5, kernel 2 x 1, padding 0, 0, 1 and 0", (new Window(3, 1, 5) { KernelHeight = 2, Bottom = 1 }).ToString());
        Assert.Equal("1 x 1", One.ToString()[..5]);
    }
}
