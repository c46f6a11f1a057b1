using System.Numerics;

namespace TinyRnn.Training.Tests;

/// <summary>The functions inside cells against <see cref="Math"/>.</summary>
public class VectorFunctionTests
{
    [Fact]
    public void Single_precision_is_right_to_its_last_bits()
    {
        Assert.InRange(WorstRelativeError(VectorFunctions.Tanh, Math.Tanh, -12, 12), 0, 3e-7);
        Assert.InRange(WorstRelativeError(VectorFunctions.Sigmoid, a => 1 / (1 + Math.Exp(-a)), -80, 80), 0, 6e-6);
        Assert.InRange(WorstRelativeError(VectorFunctions.Sigmoid, a => 1 / (1 + Math.Exp(-a)), -2, 12), 0, 3e-7);
        Assert.InRange(WorstRelativeError(VectorFunctions.ExpMinus1, a => Math.Exp(a) - 1, -20, -0.01f), 0, 3e-7);
    }

    [Fact]
    public void Small_values_keep_their_digits()
    {
        for (float a = 1e-30f; a < 0.1f; a *= 1.7f)
        {
            Assert.Equal(1, VectorFunctions.Tanh(new Vector<float>(a))[0] / Math.Tanh(a), 3e-7);

            // exp(2 x) - 1 = 2 tanh(x) / (1 - tanh(x)), where the difference loses nothing.
            double half = Math.Tanh(-a / 2.0);
            Assert.Equal(1, VectorFunctions.ExpMinus1(new Vector<float>(-a))[0] / (2 * half / (1 - half)), 3e-7);
        }
    }

    [Fact]
    public void Special_values_are_right()
    {
        Assert.Equal(0f, VectorFunctions.Tanh(Vector<float>.Zero)[0]);
        Assert.Equal(1f, VectorFunctions.Tanh(new Vector<float>(float.PositiveInfinity))[0]);
        Assert.Equal(-1f, VectorFunctions.Tanh(new Vector<float>(float.NegativeInfinity))[0]);
        Assert.Equal(float.NaN, VectorFunctions.Tanh(new Vector<float>(float.NaN))[0]);
        Assert.Equal(0.5f, VectorFunctions.Sigmoid(Vector<float>.Zero)[0]);
        Assert.Equal(1f, VectorFunctions.Sigmoid(new Vector<float>(float.PositiveInfinity))[0]);
        Assert.InRange(VectorFunctions.Sigmoid(new Vector<float>(float.NegativeInfinity))[0], 0, 1e-37f);
        Assert.Equal(float.NaN, VectorFunctions.Sigmoid(new Vector<float>(float.NaN))[0]);
        Assert.Equal(-1f, VectorFunctions.ExpMinus1(new Vector<float>(float.NegativeInfinity))[0]);
    }

    [Fact]
    public void Double_precision_is_exact()
    {
        for (double a = -30; a < 30; a += 0.37)
        {
            Assert.Equal(Math.Tanh(a), VectorFunctions.Tanh(new Vector<double>(a))[Vector<double>.Count - 1]);
            Assert.Equal(1 / (1 + Math.Exp(-a)), VectorFunctions.Sigmoid(new Vector<double>(a))[Vector<double>.Count - 1]);
            Assert.Equal(double.ExpM1(a), VectorFunctions.ExpMinus1(new Vector<double>(a))[Vector<double>.Count - 1]);
        }
    }

    private static double WorstRelativeError(Func<Vector<float>, Vector<float>> function, Func<double, double> exact, float from, float to)
    {
        double worst = 0;
        for (int i = 0; i <= 200_000; i++)
        {
            float a = from + ((to - from) * (i / 200_000f));
            if (a != 0)
            {
                worst = Math.Max(worst, Math.Abs((function(new Vector<float>(a))[0] / exact(a)) - 1));
            }
        }

        return worst;
    }
}
