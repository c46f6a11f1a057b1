using System.Runtime.Intrinsics;

namespace TinyRnn.Tests.Maths;

public class VectorMathTests
{
    // A prime, so that all exponents and low bits are met.
    private const long Stride = 997;

    private static readonly float[] Special =
    [
        0f, -0f, float.Epsilon, -float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, float.MaxValue, float.MinValue, 1f, -1f, 0.5f, -0.5f,
        43.668274f, -43.668274f, 44.361419f, -44.361419f, 87.336544f, -87.336544f, 88.722839f, -88.722839f, 8.5f, 9.01f, -9.01f, 17.5f, -17.5f, 104f,
        10f, -10f, 71f, -71f, 104.2f, -104.2f, -18f, -17.3f, 103.97f, -103.97f,
    ];

    [Fact]
    public void Activations_are_right_to_their_last_bits_over_all_floats()
    {
        Dictionary<string, (double Error, float At)> worst = [];
        foreach (Vector128<float> a in Sweep(stride: 17 * Stride))
        {
            Check("tanh", a, VectorMath.Tanh(a), Math.Tanh);
            Check("sigmoid", a, VectorMath.Sigmoid(a), x => 1 / (1 + Math.Exp(-x)));
            Check("exp(-a)", a, VectorMath.ExpOfMinus(a), x => x < -71 ? Math.Exp(71) : Math.Exp(-x), isChecked: x => x >= -71);
            Check("exp(a) - 1", a, VectorMath.ExpMinus1(a), ExpMinus1, isChecked: x => x <= 0);
            Check("leaky relu", a, VectorMath.LeakyRelu(a, 0.2f), x => x > 0 ? x : 0.2f * x);
            Check("elu", a, VectorMath.Elu(a, 0.3f), x => x > 0 ? x : 0.3f * ExpMinus1(x));
            Check(
                "hard sigmoid", a, VectorMath.HardSigmoid(a, 0.2f, 0.5f), x => Math.Max(0, Math.Min(1, ((double)0.2f * x) + 0.5)),
                isChecked: _ => VectorMath.IsFused);
            Check("thresholded relu", a, VectorMath.ThresholdedRelu(a, 0.75f), x => x > 0.75 ? x : 0);
            Check("thresholded relu", a, VectorMath.ThresholdedRelu(a, -0.75f), x => x > -0.75 ? x : 0);
            Check("affine", a, VectorMath.Affine(a, -0.5f, 2f), x => (-0.5 * x) + 2, isChecked: _ => VectorMath.IsFused);
            Check("softsign", a, VectorMath.Softsign(a), x => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x)));
            Check("softplus", a, VectorMath.Softplus(a), x => Math.Max(x, 0) + LogOf1Plus(Math.Exp(-Math.Abs(x))));
            Check("clip", a, VectorMath.Clip(a, 3f), x => Math.Max(-3, Math.Min(3, x)));
            Check("clip", a, VectorMath.Clip(a, -1f, 2f), x => Math.Max(-1, Math.Min(2, x)));
            Check("exp", a, VectorMath.Exp(a), Math.Exp);
            Check("log", a, VectorMath.Log(a), Math.Log, isChecked: x => x >= 0);
            foreach (float exponent in new[] { 0.3f, 1.7f, -0.5f, 5f })
            {
                Check("power", a, VectorMath.Power(a, exponent), x => Math.Pow(x, exponent), isChecked: x => x > 0 || (x == 0 && exponent > 0));
                Assert.All(Enumerable.Range(0, 4).Where(lane => a[lane] < 0), lane => Assert.True(float.IsNaN(VectorMath.Power(a, exponent)[lane])));
            }

            Check("magnitude", a, VectorMath.Magnitude(a, a * 0.75f), x => Hypotenuse(x, (float)x * 0.75f));
            Check("magnitude", a, VectorMath.Magnitude(Vector128.Create(2f), a), x => Hypotenuse(2, x));
        }

        foreach ((string name, (double error, float at)) in worst)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {error:f2} units in the last place at {at:r}");
        }

        Assert.All(worst, entry => Assert.InRange(entry.Value.Error, 0, FloatErrors.Bound));

        void Check(string name, Vector128<float> a, Vector128<float> actual, Func<double, double> function, Func<float, bool>? isChecked = null)
        {
            for (int lane = 0; lane < Vector128<float>.Count; lane++)
            {
                if (float.IsNaN(a[lane]))
                {
                    Assert.True(float.IsNaN(actual[lane]), $"{name} of {BitConverter.SingleToInt32Bits(a[lane]):x8}");
                    continue;
                }

                if (isChecked is not null && !isChecked(a[lane]))
                {
                    continue;
                }

                double exact = function(a[lane]);
                double error = FloatErrors.InLastPlaces(actual[lane], exact);
                Assert.True(error < 1000, $"{name} of {a[lane]:r} is {actual[lane]:r}, exact {exact:r}");
                if (!worst.TryGetValue(name, out (double Error, float At) before) || error > before.Error)
                {
                    worst[name] = (error, a[lane]);
                }
            }
        }

        static double ExpMinus1(double x) => Math.Abs(x) < 1e-5 ? x * (1 + (x / 2 * (1 + (x / 3)))) : Math.Exp(x) - 1;
        static double LogOf1Plus(double x) => x < 1e-5 ? x * (1 - (x / 2) + (x * x / 3)) : Math.Log(1 + x);
    }

    [Fact]
    public void Tanh_and_sigmoid_stay_within_their_limits()
    {
        foreach (Vector128<float> a in Sweep())
        {
            Vector128<float> tanh = VectorMath.Tanh(a);
            Vector128<float> sigmoid = VectorMath.Sigmoid(a);
            for (int lane = 0; lane < Vector128<float>.Count; lane++)
            {
                Assert.True(
                    float.IsNaN(a[lane]) || (tanh[lane] is >= -1 and <= 1 && sigmoid[lane] is >= 0 and <= 1), $"{a[lane]}: {tanh[lane]}, {sigmoid[lane]}");
            }
        }
    }

    [Fact]
    public void Infinities_and_zero_are_exact()
    {
        Vector128<float> tanh = VectorMath.Tanh(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, -0f));
        Assert.Equal(Vector128.Create(-1f, 1f, 0f, 0f), tanh);
        Vector128<float> sigmoid = VectorMath.Sigmoid(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, -0f));
        Assert.Equal(Vector128.Create(0f, 1f, 0.5f, 0.5f), sigmoid);
        Vector128<float> power = VectorMath.ExpOfMinus(Vector128.Create(float.PositiveInfinity, 200f, 0f, -0f));
        Assert.Equal(Vector128.Create(0f, 0f, 1f, 1f), power);
        Vector128<float> elu = VectorMath.Elu(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, 100f), 0.5f);
        Assert.Equal(Vector128.Create(-0.5f, float.PositiveInfinity, 0f, 100f), elu);
        Vector128<float> softplus = VectorMath.Softplus(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, -200f, 200f));
        Assert.Equal(Vector128.Create(0f, float.PositiveInfinity, 0f, 200f), softplus);
        Vector128<float> exp = VectorMath.Exp(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, 89f));
        Assert.Equal(Vector128.Create(0f, float.PositiveInfinity, 1f, float.PositiveInfinity), exp);
        Vector128<float> log = VectorMath.Log(Vector128.Create(0f, float.PositiveInfinity, 1f, -0f));
        Assert.Equal(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, float.NegativeInfinity), log);
        Assert.All(
            [0, 1, 2, 3], lane => Assert.True(float.IsNaN(VectorMath.Log(Vector128.Create(-1f, float.NegativeInfinity, -float.Epsilon, float.NaN))[lane])));
        Vector128<float> magnitude = VectorMath.Magnitude(
            Vector128.Create(0f, float.PositiveInfinity, 3e38f, float.Epsilon), Vector128.Create(-0f, 1f, 3e38f, 0f));
        Assert.Equal(Vector128.Create(0f, float.PositiveInfinity, float.PositiveInfinity, float.Epsilon), magnitude);
        Vector128<float> relu = VectorMath.Relu(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, -1f, 2f));
        Assert.Equal(Vector128.Create(0f, float.PositiveInfinity, 0f, 2f), relu);
    }

    [Theory]
    [InlineData(0x7fc00000)]
    [InlineData(unchecked((int)0xffc00000))]
    [InlineData(0x7f800001)]
    public void Nan_goes_through(int bits)
    {
        // In each lane alone, so that no lane speaks for another.
        float nan = BitConverter.Int32BitsToSingle(bits);
        for (int lane = 0; lane < 4; lane++)
        {
            Vector128<float> a = Vector128.Create(1f).WithElement(lane, nan);
            Vector128<float>[] results =
            [
                VectorMath.ExpOfMinus(a), VectorMath.ExpMinus1(a), VectorMath.Tanh(a), VectorMath.Sigmoid(a), VectorMath.Relu(a),
                VectorMath.LeakyRelu(a, 0.1f), VectorMath.Elu(a, 0.5f), VectorMath.HardSigmoid(a, 0.2f, 0.5f), VectorMath.ThresholdedRelu(a, 1f),
                VectorMath.Affine(a, 2f, 1f), VectorMath.Softsign(a), VectorMath.Softplus(a), VectorMath.Clip(a, 2f), VectorMath.Clip(a, 0f, 2f),
                VectorMath.Exp(a), VectorMath.Log(a), VectorMath.Magnitude(a, Vector128.Create(3f)), VectorMath.Magnitude(Vector128.Create(3f), a),
            ];
            foreach (Vector128<float> result in results)
            {
                for (int i = 0; i < 4; i++)
                {
                    Assert.Equal(i == lane, float.IsNaN(result[i]));
                }
            }
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits_in_every_lane()
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            Assert.Skip("no 256-bit vectors on this processor");
        }

        // Without 512-bit hardware those run in halves, which must give the same as well.
        foreach (Vector512<float> a in Sweep().Chunk(4).Where(four => four.Length == 4).Select(four =>
            Vector512.Create(Vector256.Create(four[0], four[1]), Vector256.Create(four[2], four[3]))))
        {
            Same(a, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh);
            Same(a, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid);
            Same(a, VectorMath.ExpMinus1, VectorMath.ExpMinus1, VectorMath.ExpMinus1);
            Same(a, VectorMath.ExpOfMinus, VectorMath.ExpOfMinus, VectorMath.ExpOfMinus);
            Same(a, VectorMath.Relu, VectorMath.Relu, VectorMath.Relu);
            Same(a, b => VectorMath.LeakyRelu(b, 0.1f), b => VectorMath.LeakyRelu(b, 0.1f), b => VectorMath.LeakyRelu(b, 0.1f));
            Same(a, b => VectorMath.Elu(b, 0.5f), b => VectorMath.Elu(b, 0.5f), b => VectorMath.Elu(b, 0.5f));
            Same(a, b => VectorMath.HardSigmoid(b, 0.2f, 0.5f), b => VectorMath.HardSigmoid(b, 0.2f, 0.5f), b => VectorMath.HardSigmoid(b, 0.2f, 0.5f));
            Same(a, b => VectorMath.ThresholdedRelu(b, 1f), b => VectorMath.ThresholdedRelu(b, 1f), b => VectorMath.ThresholdedRelu(b, 1f));
            Same(a, b => VectorMath.Affine(b, 3f, 1f), b => VectorMath.Affine(b, 3f, 1f), b => VectorMath.Affine(b, 3f, 1f));
            Same(a, VectorMath.Softsign, VectorMath.Softsign, VectorMath.Softsign);
            Same(a, VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus);
            Same(a, b => VectorMath.Clip(b, 2f), b => VectorMath.Clip(b, 2f), b => VectorMath.Clip(b, 2f));
            Same(a, b => VectorMath.Clip(b, -1f, 2f), b => VectorMath.Clip(b, -1f, 2f), b => VectorMath.Clip(b, -1f, 2f));
            Same(a, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp);
            Same(a, VectorMath.Log, VectorMath.Log, VectorMath.Log);
            Same(a, b => VectorMath.Magnitude(b, b), b => VectorMath.Magnitude(b, b), b => VectorMath.Magnitude(b, b));
        }
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static void Same(
        Vector512<float> a,
        Func<Vector128<float>, Vector128<float>> of128,
        Func<Vector256<float>, Vector256<float>> of256,
        Func<Vector512<float>, Vector512<float>> of512)
    {
        Vector256<float> low = a.GetLower();
        Vector256<float> high = a.GetUpper();
        Vector512<float> from128 = Vector512.Create(
            Vector256.Create(of128(low.GetLower()), of128(low.GetUpper())), Vector256.Create(of128(high.GetLower()), of128(high.GetUpper())));
        Vector512<float> from256 = Vector512.Create(of256(low), of256(high));
        if (from128.AsInt32() != from256.AsInt32() || from128.AsInt32() != of512(a).AsInt32())
        {
            Assert.Fail($"{a}: {from128}, {from256}, {of512(a)}");
        }
    }

    private static IEnumerable<Vector128<float>> Sweep(long stride = Stride)
    {
        for (int i = 0; i + 4 <= Special.Length; i += 2)
        {
            yield return Vector128.Create(Special[i], Special[i + 1], Special[i + 2], Special[i + 3]);
        }

        yield return Vector128.Create(float.NaN, float.PositiveInfinity, float.NegativeInfinity, -float.NaN);
        for (long bits = 0; bits + 3 * stride <= uint.MaxValue; bits += 4 * stride)
        {
            yield return Vector128.Create((uint)bits, (uint)(bits + stride), (uint)(bits + 2 * stride), (uint)(bits + 3 * stride)).AsSingle();
        }
    }
}
