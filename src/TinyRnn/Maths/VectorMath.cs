using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TinyRnn;

/// <summary>
/// The activations inside compiled cells, for 128-, 256- and 512-bit vectors. Each lane is computed the same way at
/// every width, so results have the same bits on every processor with fused multiply-add.
/// </summary>
/// <remarks>
/// They take the exponent of a power of two: the generator scales weights and biases by -log2(e) for the sigmoid and
/// by 2 log2(e) for tanh, which makes sigmoid(a) = 1 / (1 + 2^t) and tanh(a) = 1 - 2 / (1 + 2^t) with no
/// multiplication left. Absolute error below 3e-7, of the softplus relative to values above 1; right at the infinities; NaN stays NaN.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>Scale of a tanh pre-activation: tanh(a) = <see cref="TanhOfScaled(Vector128{float})"/>(a * this).</summary>
    public const float TanhScale = 2.88539008f;

    /// <summary>Scale of a sigmoid pre-activation: sigmoid(a) = <see cref="SigmoidOfScaled(Vector128{float})"/>(a * this).</summary>
    public const float SigmoidScale = -1.44269504f;

    /// <summary>Whether the processor multiplies and adds in one instruction, rounding once; a constant to the compiler.</summary>
    public static bool IsFused
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    // 2^f = 1 + f (c1 + f (c2 + ...)) for |f| <= 1/2, minimax in the relative error (9.2e-8) with 2^0 exact, so that
    // tanh(0) = 0 and 2^128 is infinity.
    private const float C1 = 0.6931470036506653f;
    private const float C2 = 0.24022242426872253f;
    private const float C3 = 0.05550733581185341f;
    private const float C4 = 0.009671512991189957f;
    private const float C5 = 0.0013264723820611835f;

    private const float LowestExponent = -125f;
    private const float HighestExponent = 129f;

    private const float Log2E = 1.44269504f;

    // artanh(s) = s (1 + w (a0 + a1 w + ...)) with w = s^2 for |s| <= 1/3, minimax in the relative error (5e-9).
    private const float A0 = 0.3333320915699005f;
    private const float A1 = 0.2001076340675354f;
    private const float A2 = 0.14000903069972992f;
    private const float A3 = 0.1400599330663681f;

    // Adding it (1.5 * 2^23 + 126) leaves the nearest integer in the low bits of the sum, on processors without a rounding
    // instruction too, and with the exponent's bias less one: shifted up, they are half the power of two, which twice the polynomial
    // is multiplied with, so that 2^127.9 is still finite. It is multiplied, not added to the bits of the polynomial's value,
    // because a NaN must stay NaN whatever its payload.
    private const float Rounder = 12583038f;
}
