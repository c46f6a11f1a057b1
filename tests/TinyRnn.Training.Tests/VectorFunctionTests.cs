using System.Numerics;
using TinyRnn.Tests;

namespace TinyRnn.Training.Tests;

/// <summary>The functions inside cells against <see cref="Math"/>.</summary>
public class VectorFunctionTests
{
    /// <summary>As right as in compiled models, near zero and for large inputs too.</summary>
    [Fact]
    public void Single_precision_is_right_to_its_last_bits()
    {
        foreach (ActivationFunction function in ExactActivations.All)
        {
            AnyFunction<float> trained = new("layer", function);
            foreach (float a in FloatErrors.Sweep)
            {
                float actual = trained.Apply(new Vector<float>(a))[0];
                double exact = ExactActivations.Of(function, a);
                Assert.True(FloatErrors.InLastPlaces(actual, exact) <= FloatErrors.Bound, $"{function} of {a:r}: {actual:r}, exact {exact:r}");
            }

            Assert.Equal(float.NaN, trained.Apply(new Vector<float>(float.NaN))[0]);
        }
    }

    /// <summary>Slopes against differences of the values, in double precision; a bend has the slope of one of its sides, a jump none.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0.8f)]
    public void Slopes_are_those_of_the_values(float? clip)
    {
        const double step = 1e-6;
        ActivationFunction[] functions =
        [
            .. ActivationSamples.All, .. ExactActivations.All, new(Activation.ScaledTanh, -1.5f, 0.75f), new(Activation.ScaledTanh, 0f, 1f),
            new(Activation.Affine, -2f, 0.5f), new(Activation.HardSigmoid, -0.25f, 0.5f),
            new(Activation.Elu, 0f), new(Activation.LeakyRelu, 2f),
        ];
        foreach (ActivationFunction function in functions)
        {
            AnyFunction<double> trained = new("layer", function, clip);
            AnyFunction<float> single = new("layer", function, clip);
            int checks = 0;
            for (double a = -5.0137; a < 5; a += 0.0731)
            {
                double value = Value(a);
                (double below, double above) = ((value - Value(a - step)) / step, (Value(a + step) - value) / step);
                double slope = trained.SlopeAt(new Vector<double>(value))[0];
                if (Math.Abs(below - above) < 1e-4)
                {
                    checks++;
                    double expected = (below + above) / 2;
                    Assert.True(
                        Math.Abs(slope - expected) < 1e-7 * Math.Max(1, Math.Abs(expected)),
                        $"{function} at {a:r}: slope {slope:r}, by differences {expected:r}");
                    float ofSingle = single.SlopeAt(single.Apply(new Vector<float>((float)a)))[0];
                    Assert.True(
                        Math.Abs(ofSingle - expected) < 1e-5 * Math.Max(1, Math.Abs(expected)),
                        $"{function} at {a:r}: slope {ofSingle:r} in single precision, by differences {expected:r}");
                }
            }

            Assert.True(checks > 100, $"{function}: {checks} checks");

            double Value(double a) => trained.Apply(new Vector<double>(a))[0];
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
        Assert.Equal(0f, VectorFunctions.Sigmoid(new Vector<float>(float.NegativeInfinity))[0]);
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
        }
    }

    [Fact]
    public void Double_precision_keeps_its_digits_near_zero()
    {
        for (double a = 1e-300; a < 0.1; a *= 1.7)
        {
            double series = -a * (1 - (a / 2 * (1 - (a / 3 * (1 - (a / 4 * (1 - (a / 5 * (1 - (a / 6 * (1 - (a / 7))))))))))));
            Assert.Equal(1, VectorFunctions.ExpMinus1(new Vector<double>(-a))[0] / series, 1e-9);
            Assert.Equal(1, VectorFunctions.Softplus(new Vector<double>(Math.Log(a)))[0] / (a < 1e-6 ? a - (a * a / 2) : Math.Log(1 + a)), 1e-9);
        }
    }
}
