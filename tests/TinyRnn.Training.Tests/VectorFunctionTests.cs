using System.Numerics;

namespace TinyRnn.Training.Tests;

/// <summary>The functions inside cells against <see cref="Math"/>, on vectors of each width.</summary>
public class VectorFunctionTests
{
    [Fact]
    public void Single_precision_is_right_to_its_last_bits()
    {
        CheckSinglePrecision<SystemLanes<float>>();
        CheckSinglePrecision<Lanes512<float>>();
    }

    private static void CheckSinglePrecision<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        Assert.InRange(WorstRelativeError<TLanes>(VectorFunctions<float, TLanes>.Tanh, Math.Tanh, -12, 12), 0, 3e-7);
        Assert.InRange(WorstRelativeError<TLanes>(VectorFunctions<float, TLanes>.Sigmoid, a => 1 / (1 + Math.Exp(-a)), -80, 80), 0, 6e-6);
        Assert.InRange(WorstRelativeError<TLanes>(VectorFunctions<float, TLanes>.Sigmoid, a => 1 / (1 + Math.Exp(-a)), -2, 12), 0, 3e-7);
        Assert.InRange(WorstRelativeError<TLanes>(VectorFunctions<float, TLanes>.ExpMinus1, a => Math.Exp(a) - 1, -20, -0.01f), 0, 3e-7);
    }

    [Fact]
    public void Small_values_keep_their_digits()
    {
        CheckSmallValues<SystemLanes<float>>();
        CheckSmallValues<Lanes512<float>>();
    }

    private static void CheckSmallValues<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        for (float a = 1e-30f; a < 0.1f; a *= 1.7f)
        {
            Assert.Equal(1, Of<float, TLanes>(VectorFunctions<float, TLanes>.Tanh, a) / Math.Tanh(a), 3e-7);

            // exp(2 x) - 1 = 2 tanh(x) / (1 - tanh(x)), where the difference loses nothing.
            double half = Math.Tanh(-a / 2.0);
            Assert.Equal(1, Of<float, TLanes>(VectorFunctions<float, TLanes>.ExpMinus1, -a) / (2 * half / (1 - half)), 3e-7);
        }
    }

    [Fact]
    public void Special_values_are_right()
    {
        CheckSpecialValues<SystemLanes<float>>();
        CheckSpecialValues<Lanes512<float>>();
    }

    private static void CheckSpecialValues<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        Assert.Equal(0f, Of<float, TLanes>(VectorFunctions<float, TLanes>.Tanh, 0));
        Assert.Equal(1f, Of<float, TLanes>(VectorFunctions<float, TLanes>.Tanh, float.PositiveInfinity));
        Assert.Equal(-1f, Of<float, TLanes>(VectorFunctions<float, TLanes>.Tanh, float.NegativeInfinity));
        Assert.Equal(float.NaN, Of<float, TLanes>(VectorFunctions<float, TLanes>.Tanh, float.NaN));
        Assert.Equal(0.5f, Of<float, TLanes>(VectorFunctions<float, TLanes>.Sigmoid, 0));
        Assert.Equal(1f, Of<float, TLanes>(VectorFunctions<float, TLanes>.Sigmoid, float.PositiveInfinity));
        Assert.InRange(Of<float, TLanes>(VectorFunctions<float, TLanes>.Sigmoid, float.NegativeInfinity), 0, 1e-37f);
        Assert.Equal(float.NaN, Of<float, TLanes>(VectorFunctions<float, TLanes>.Sigmoid, float.NaN));
        Assert.Equal(-1f, Of<float, TLanes>(VectorFunctions<float, TLanes>.ExpMinus1, float.NegativeInfinity));
    }

    [Fact]
    public void Double_precision_is_exact()
    {
        CheckDoublePrecision<SystemLanes<double>>();
        CheckDoublePrecision<Lanes512<double>>();
    }

    private static void CheckDoublePrecision<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        for (double a = -30; a < 30; a += 0.37)
        {
            Assert.Equal(Math.Tanh(a), Of<double, TLanes>(VectorFunctions<double, TLanes>.Tanh, a));
            Assert.Equal(1 / (1 + Math.Exp(-a)), Of<double, TLanes>(VectorFunctions<double, TLanes>.Sigmoid, a));
            Assert.Equal(double.ExpM1(a), Of<double, TLanes>(VectorFunctions<double, TLanes>.ExpMinus1, a));
        }
    }

    private static double WorstRelativeError<TLanes>(Func<TLanes, TLanes> function, Func<double, double> exact, float from, float to)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        double worst = 0;
        for (int i = 0; i <= 200_000; i++)
        {
            float a = from + ((to - from) * (i / 200_000f));
            if (a != 0)
            {
                worst = Math.Max(worst, Math.Abs((Of<float, TLanes>(function, a) / exact(a)) - 1));
            }
        }

        return worst;
    }

    // Of the last lane.
    private static unsafe T Of<T, TLanes>(Func<TLanes, TLanes> function, T a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* values = stackalloc T[TLanes.Count];
        TLanes.Store(function(TLanes.Fill(a)), values);
        return values[TLanes.Count - 1];
    }
}
