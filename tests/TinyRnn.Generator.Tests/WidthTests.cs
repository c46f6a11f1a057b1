using System.Runtime.Intrinsics;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// The forms for 128-, 256- and 512-bit vectors give the same bits. Each width runs in a process of its own, because the
/// runtime decides on it when it starts: PreferredVectorBitWidth limits the width and leaves fused multiply-add on
/// (EnableAVX2=0 would turn it off too).
/// </summary>
public class WidthTests
{
    private static readonly string Widest = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "128";

    public static TheoryData<string> Sets => [.. AgreementModels.Names];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_width_gives_the_same_bits(string name)
    {
        AgreementSet set = AgreementModels.Of(name);
        using TemporaryFolder folder = new();
        ChildProcess.WriteProgram(folder, set.Program);
        string[] widest = set.Lines;
        Assert.StartsWith(Widest, widest[0], StringComparison.Ordinal);
        foreach (string width in new[] { "256", "128" }.Where(width => int.Parse(width) < int.Parse(Widest)))
        {
            string[] narrow = set.Run(folder, ("DOTNET_PreferredVectorBitWidth", width));
            Assert.Equal($"{width} fused", narrow[0]);
            AssertSame(set, widest, narrow, width);
        }
    }

    /// <summary>Without fused multiply-add each product is rounded once more, so the results agree but for a few last bits.</summary>
    [Fact]
    public void Without_fused_multiply_add_the_results_are_close()
    {
        AgreementSet set = AgreementModels.Of("scaled and large");
        using TemporaryFolder folder = new();
        ChildProcess.WriteProgram(folder, set.Program);
        string[] fused = set.Lines;
        string[] separate = set.Run(folder, ("DOTNET_EnableAVX2", "0"));
        Assert.SkipWhen(separate[0] != "128 separate", $"this processor or runtime cannot do without: '{separate[0]}'");
        for (int i = 1; i < fused.Length; i++)
        {
            AssertClose(fused[i], separate[i]);
        }
    }

    /// <summary>1e-5, or of 8-bit weights what a code more or less makes: the last bits of a value between two codes decide.</summary>
    internal static float ToleranceOf(Network network) => network.Tensors.Values.Any(tensor => tensor.Type == TensorType.I8) ? 0.02f : 1e-5f;

    /// <summary>Compares two lines of bits.</summary>
    internal static void AssertClose(string expectedLine, string actualLine, float tolerance = 1e-5f)
    {
        float[] expected = AgreementSet.Values(expectedLine);
        float[] actual = AgreementSet.Values(actualLine);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            // Infinities and NaN have no distance.
            if (float.IsFinite(expected[i]))
            {
                Assert.Equal(expected[i], actual[i], tolerance * MathF.Max(1f, MathF.Abs(expected[i])));
            }
            else
            {
                Assert.Equal(expected[i], actual[i]);
            }
        }
    }

    private static void AssertSame(AgreementSet set, string[] expected, string[] actual, string width)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 1; i < expected.Length; i++)
        {
            Assert.True(expected[i] == actual[i], $"{string.Join(", ", set.Networks[i - 1].Layers)}: other bits at {width} bits");
        }
    }
}
