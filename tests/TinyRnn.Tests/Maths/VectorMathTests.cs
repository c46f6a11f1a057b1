using System.Runtime.Intrinsics;

namespace TinyRnn.Tests.Maths;

public class VectorMathTests
{
    private const double Tolerance = 3e-7;

    // A prime, so that all exponents and low bits are met.
    private const long Stride = 997;

    private static readonly float[] Special =
    [
        0f, -0f, float.Epsilon, -float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, float.MaxValue, float.MinValue, 1f, -1f, 0.5f, -0.5f,
        43.668274f, -43.668274f, 44.361419f, -44.361419f, 87.336544f, -87.336544f, 88.722839f, -88.722839f, 8.5f, 9.01f, -9.01f, 17.5f, -17.5f, 104f,
    ];

    [Fact]
    public void Tanh_and_sigmoid_are_right_over_all_floats()
    {
        double tanhError = 0;
        double sigmoidError = 0;
        foreach (Vector128<float> a in Sweep())
        {
            Vector128<float> tanh = Tanh(a);
            Vector128<float> sigmoid = Sigmoid(a);
            for (int lane = 0; lane < Vector128<float>.Count; lane++)
            {
                if (float.IsNaN(a[lane]))
                {
                    Assert.True(float.IsNaN(tanh[lane]) && float.IsNaN(sigmoid[lane]), $"{BitConverter.SingleToInt32Bits(a[lane]):x8}");
                    continue;
                }

                // Not Math.Max: it would let a NaN pass unseen here as well, but this says for which input.
                Assert.True(tanh[lane] is >= -1 and <= 1 && sigmoid[lane] is >= 0 and <= 1, $"{a[lane]}: {tanh[lane]}, {sigmoid[lane]}");
                tanhError = Math.Max(tanhError, Math.Abs(tanh[lane] - Math.Tanh(a[lane])));
                sigmoidError = Math.Max(sigmoidError, Math.Abs(sigmoid[lane] - 1 / (1 + Math.Exp(-(double)a[lane]))));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"tanh {tanhError:e2}, sigmoid {sigmoidError:e2}");
        Assert.InRange(tanhError, 0, Tolerance);
        Assert.InRange(sigmoidError, 0, Tolerance);
    }

    [Fact]
    public void Power_of_two_is_right_within_its_range()
    {
        foreach (Vector128<float> t in Sweep())
        {
            Vector128<float> power = VectorMath.Exp2(t);
            for (int lane = 0; lane < Vector128<float>.Count; lane++)
            {
                if (float.IsNaN(t[lane]))
                {
                    Assert.True(float.IsNaN(power[lane]));
                    continue;
                }

                double expected = Math.Pow(2, Math.Max(t[lane], -125d));
                bool right = float.IsPositiveInfinity(power[lane]) ? expected > float.MaxValue : Math.Abs(power[lane] / expected - 1) <= 2e-7;
                Assert.True(right, $"2^{t[lane]:r} = {power[lane]:r}, expected {expected:r}");
            }
        }
    }

    [Fact]
    public void Leaky_and_exponential_units_are_right_over_all_floats()
    {
        foreach (Vector128<float> a in Sweep())
        {
            Vector128<float> leaky = VectorMath.LeakyRelu(a, 0.25f);
            Vector128<float> elu = VectorMath.Elu(a, 2f);
            for (int lane = 0; lane < Vector128<float>.Count; lane++)
            {
                double expected = a[lane] > 0 ? a[lane] : 2 * (Math.Exp(a[lane]) - 1);
                Assert.Equal(a[lane] > 0 ? a[lane] : a[lane] * 0.25f, leaky[lane]);
                Assert.True(float.IsNaN(a[lane]) ? float.IsNaN(elu[lane]) : elu[lane] == expected || Math.Abs(elu[lane] - expected) <= 2 * Tolerance, $"{a[lane]:r}: {elu[lane]:r}, expected {expected:r}");
            }
        }
    }

    [Fact]
    public void Other_activations_are_right_over_all_floats()
    {
        foreach (Vector128<float> a in Sweep())
        {
            Check(a, VectorMath.HardSigmoid(a, 0.2f, 0.5f), x => Math.Max(0, Math.Min(1, ((double)0.2f * x) + 0.5)));
            Check(a, VectorMath.ThresholdedRelu(a, 0.75f), x => x > 0.75 ? x : 0);
            Check(a, VectorMath.ThresholdedRelu(a, -0.75f), x => x > -0.75 ? x : 0);
            Check(a, VectorMath.Affine(a, -0.5f, 2f), x => (-0.5 * x) + 2);
            Check(a, VectorMath.Softsign(a), x => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x)));
            Check(a, VectorMath.Softplus(a), x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))));
            Check(a, VectorMath.Clip(a, 3f), x => Math.Max(-3, Math.Min(3, x)));
        }

        static void Check(Vector128<float> a, Vector128<float> actual, Func<double, double> function)
        {
            for (int lane = 0; lane < Vector128<float>.Count; lane++)
            {
                double expected = function(a[lane]);
                bool right = float.IsNaN(a[lane])
                    ? float.IsNaN(actual[lane])
                    : actual[lane] == (float)expected || Math.Abs(actual[lane] - expected) <= Tolerance * Math.Max(1, Math.Abs(expected));
                Assert.True(right, $"{a[lane]:r}: {actual[lane]:r}, expected {expected:r}");
            }
        }
    }

    [Fact]
    public void Infinities_and_zero_are_exact()
    {
        Vector128<float> tanh = Tanh(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, -0f));
        Assert.Equal(Vector128.Create(-1f, 1f, 0f, 0f), tanh);
        Vector128<float> sigmoid = Sigmoid(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, -0f));
        Assert.Equal(Vector128.Create(0f, 1f, 0.5f, 0.5f), sigmoid);
        Vector128<float> power = VectorMath.Exp2(Vector128.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, 127f));
        Assert.Equal(Vector128.Create(2.3509887e-38f, float.PositiveInfinity, 1f, 1.70141183e38f), power);
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
            foreach (Vector128<float> result in (Vector128<float>[])[VectorMath.Exp2(a), VectorMath.TanhOfScaled(a), VectorMath.SigmoidOfScaled(a), VectorMath.Relu(a), VectorMath.LeakyRelu(a, 0.1f), VectorMath.Elu(a, 0.5f),
                VectorMath.HardSigmoid(a, 0.2f, 0.5f), VectorMath.ThresholdedRelu(a, 1f), VectorMath.Affine(a, 2f, 1f), VectorMath.Softsign(a), VectorMath.Softplus(a), VectorMath.Clip(a, 2f)])
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
            Same(a, VectorMath.TanhOfScaled, VectorMath.TanhOfScaled, VectorMath.TanhOfScaled);
            Same(a, VectorMath.SigmoidOfScaled, VectorMath.SigmoidOfScaled, VectorMath.SigmoidOfScaled);
            Same(a, VectorMath.Relu, VectorMath.Relu, VectorMath.Relu);
            Same(a, b => VectorMath.LeakyRelu(b, 0.1f), b => VectorMath.LeakyRelu(b, 0.1f), b => VectorMath.LeakyRelu(b, 0.1f));
            Same(a, b => VectorMath.Elu(b, 0.5f), b => VectorMath.Elu(b, 0.5f), b => VectorMath.Elu(b, 0.5f));
            Same(a, b => VectorMath.HardSigmoid(b, 0.2f, 0.5f), b => VectorMath.HardSigmoid(b, 0.2f, 0.5f), b => VectorMath.HardSigmoid(b, 0.2f, 0.5f));
            Same(a, b => VectorMath.ThresholdedRelu(b, 1f), b => VectorMath.ThresholdedRelu(b, 1f), b => VectorMath.ThresholdedRelu(b, 1f));
            Same(a, b => VectorMath.Affine(b, 3f, 1f), b => VectorMath.Affine(b, 3f, 1f), b => VectorMath.Affine(b, 3f, 1f));
            Same(a, VectorMath.Softsign, VectorMath.Softsign, VectorMath.Softsign);
            Same(a, VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus);
            Same(a, b => VectorMath.Clip(b, 2f), b => VectorMath.Clip(b, 2f), b => VectorMath.Clip(b, 2f));
        }
    }

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

    private static Vector128<float> Tanh(Vector128<float> a) => VectorMath.TanhOfScaled(a * VectorMath.TanhScale);

    private static Vector128<float> Sigmoid(Vector128<float> a) => VectorMath.SigmoidOfScaled(a * VectorMath.SigmoidScale);

    private static IEnumerable<Vector128<float>> Sweep()
    {
        for (int i = 0; i + 4 <= Special.Length; i += 2)
        {
            yield return Vector128.Create(Special[i], Special[i + 1], Special[i + 2], Special[i + 3]);
        }

        yield return Vector128.Create(float.NaN, float.PositiveInfinity, float.NegativeInfinity, -float.NaN);
        for (long bits = 0; bits + 3 * Stride <= uint.MaxValue; bits += 4 * Stride)
        {
            yield return Vector128.Create((uint)bits, (uint)(bits + Stride), (uint)(bits + 2 * Stride), (uint)(bits + 3 * Stride)).AsSingle();
        }
    }
}
