using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>
/// Some models of every kind published with NativeAOT: without a warning, with the bits of the JIT, without an allocation. NativeAOT's
/// default for x64 has no fused multiply-add, so that its results agree but for a few last bits.
/// </summary>
public class PublishTests(PublishedModels published) : IClassFixture<PublishedModels>
{
    [Fact]
    public void Default_code_for_x64_is_close()
    {
        string[] lines = published.Run("linux-x64");
        Assert.Equal("128 separate", lines[0]);
        for (int i = 1; i < lines.Length; i++)
        {
            if (EdgeModels.EveryFloat.Contains(published.Networks[i - 1]))
            {
                PrecisionTests.AssertExact(published.Networks[i - 1], PrecisionTests.UsualValues(published.Networks[i - 1], lines[i]), isFused: false);
            }
            else
            {
                WidthTests.AssertClose(published.UnderJit[i], lines[i], WidthTests.ToleranceOf(published.Networks[i - 1]));
            }
        }
    }

    [Fact]
    public void Code_for_x86_64_v3_gives_the_bits_of_the_JIT()
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported, "this processor is below x86-64-v3");
        string[] lines = published.Run("linux-x64", "x86-64-v3");
        Assert.Equal("256 fused", lines[0]);
        Assert.Equal(published.UnderJit[1..], lines[1..]);
    }

    [Fact]
    public void Code_for_arm64_gives_the_bits_of_the_JIT()
    {
        string[] lines = published.Run("linux-arm64");
        Assert.Equal("128 fused", lines[0]);
        Assert.Equal(published.UnderJit[1..].Select(WithOneNaN), lines[1..].Select(WithOneNaN));
    }

    // The NaN that an operation makes has a sign on x64 and none on arm64.
    private static string WithOneNaN(string line) =>
        string.Concat(line.Chunk(8).Select(digits => new string(digits)).Select(bits => bits == "FFC00000" ? "7FC00000" : bits));

    /// <summary>What small weights are for: in the binary a matrix takes half and a quarter of what it takes in fp32, scales apart.</summary>
    [Fact]
    public void Weights_of_the_binary_are_half_and_a_quarter()
    {
        PublishedModels.SkipWithoutLinker();
        using TemporaryFolder folder = new();
        folder.Write(
            "Program.cs",
            CompiledModel.Program(1, "internal static class Program { private static void Main() { Model.State state = default; float[] y = new float[1]; "
                + "Model.Step(ref state, [1f], y); Console.WriteLine(y[0]); } }"));
        folder.Write(
            "Sized.csproj",
            UserProject.WithProperties(
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization>"
                    + "<TinyRnnVectorAdvice>false</TinyRnnVectorAdvice>"));
        UserProject.Build(folder, "restore", "Sized.csproj");
        Layer[] layers = [new GruLayer("gru", 1, 256), new DenseLayer("fc", 256, 1)];
        Network network = new(new NetworkDefinition
        {
            Name = "sized",
            Task = NetworkTask.Raw,
            Input = new VectorInput(1),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 1),
        });
        Network[] networks = [network, AgreementModels.Quantized(network, TensorType.BF16), AgreementModels.Quantized(network, TensorType.I8)];
        long[] sizes = [.. networks.Select(Size)];

        // The rest is the same but for the code of the kernel and a scale for each of 768 rows; a binary's sections end at pages.
        const long Matrix = 3 * 256 * 256;
        const long Rest = 16 * 1024;
        Assert.InRange(sizes[0] - sizes[1], (2 * Matrix) - Rest, (2 * Matrix) + Rest);
        Assert.InRange(sizes[0] - sizes[2], (3 * Matrix) - Rest, (3 * Matrix) + Rest);

        long Size(Network model)
        {
            folder.Write("Model.tinyrnn", NetworkWriter.Write(model));
            UserProject.Build(folder, "publish", "Sized.csproj", "--no-restore", "-o", "out");
            return new FileInfo(Path.Combine(folder.Path, "out", "Sized")).Length;
        }
    }
}
