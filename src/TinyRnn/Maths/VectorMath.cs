using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TinyRnn;

/// <summary>
/// The activations inside compiled cells, for 128-, 256- and 512-bit vectors. Each lane is computed the same way at
/// every width, so results have the same bits on every processor with fused multiply-add.
/// </summary>
/// <remarks>
/// Each result is within 4 units in its last place of the exact one, near zero too; below the smallest normal float, 2^-126, within 2^-149 of it. (Of the
/// hard sigmoid and the affine function that holds with fused multiply-add; without, it holds of the larger of their two terms.) Right at the infinities; NaN
/// stays NaN.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>Whether the processor multiplies and adds in one instruction, rounding once; a constant to the compiler.</summary>
    public static bool IsFused
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    // (exp(f) - 1) / f = c1 + f (c2 + ...) for |f| <= log(2) / 2, minimax in the relative error (1.4e-8) with c1 = 1. Without the 1 of
    // exp(f) the difference exp(f) - 1 does not cancel.
    private const float C1 = 1f;
    private const float C2 = 0.4999999701976776f;
    private const float C3 = 0.16666539013385773f;
    private const float C4 = 0.04166774824261665f;
    private const float C5 = 0.008367086760699749f;
    private const float C6 = 0.0013837902806699276f;

    private const float Log2E = 1.44269504f;

    // log(2) as the nearest float and the remainder; and as 9 bits, whose products with whole numbers are exact, and the remainder.
    private const float Ln2 = 0.6931471824645996f;
    private const float RestOfLn2 = -1.9046542e-9f;
    private const float ShortLn2 = 0.693359375f;
    private const float RestOfShortLn2 = -2.1219444e-4f;

    // exp(-104.2) is less than half of the smallest float.
    private const float LargestExponent = 104.2f;
    private const float LowestOfExp = -71f;
    private const float LargestOfSigmoid = 71f;
    private const float LargestOfTanh = 10f;
    private const float LowestOfExpMinus1 = -18f;

    // Adding it (1.5 * 2^23 + 127) leaves the nearest integer in the low bits of the sum, on processors without a rounding
    // instruction too, and with the exponent's bias: shifted up, they are the power of two. It is multiplied, not added to the bits of
    // the polynomial's value, because a NaN must stay NaN whatever its payload.
    private const float Rounder = 12583039f;

    private const float UnitOfSigmoid = 1.1920929e-7f;
    private const float RounderOfSigmoid = Rounder - 23;
    private const float UnitOfExp = 5.9604645e-8f;
    private const float RounderOfExp = Rounder + 24;

    // artanh(s) = s (1 + w (a0 + a1 w + ...)) with w = s^2 for |s| <= 1/3, minimax in the relative error (5e-9).
    private const float A0 = 0.3333320915699005f;
    private const float A1 = 0.2001076340675354f;
    private const float A2 = 0.14000903069972992f;
    private const float A3 = 0.1400599330663681f;

    // For the logarithm: values below the smallest normal number are multiplied by 2^25.
    private const float SmallestNormal = 1.17549435e-38f;
    private const float ScaleOfSmall = 33554432f;
    private const float ExponentOfSmall = 25f;
    private const int BitsOfRootOfHalf = 0x3f3504f3;

    // For the magnitude: squares of values from 2^-60 to 2^60 are normal numbers. Other values are multiplied by a power of two.
    private const float LargeSquared = 1.1529215e18f;
    private const float SmallSquared = 8.6736174e-19f;
    private const float FactorOfLarge = 8.470329472543003e-22f;
    private const float FactorOfSmall = 1.2676506e30f;
}
