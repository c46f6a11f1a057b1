using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>Large models in real builds: their weights come from an assembly that the build packs, and give the bits that literals give.</summary>
public class PackedWeightsTests
{
    private const string WeightsFile = "Packed.TinyRnnWeights.dll";

    // The first call of each member is the one that must not allocate.
    private const string Check = """
        internal static class Program
        {
            private static void Main()
            {
                Show<Model, Model.State>();
                Show<Model1, Model1.State>();
                Show<Model2, Model2.State>();
                Show<Model3, Model3.State>();
            }

            private static void Show<TModel, TState>()
                where TModel : IVectorModel<TState>
                where TState : struct
            {
                float[] input = new float[TModel.InputSize];
                float[] output = new float[TModel.OutputSize];
                Array.Fill(input, 0.5f);
                long before = GC.GetAllocatedBytesForCurrentThread();
                TState state = TModel.InitialState;
                TModel.Step(ref state, input, output);
                TModel.Step(ref state, input, output);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Console.WriteLine($"{allocated} {Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(output.AsSpan()))}");
            }
        }
        """;

    private static readonly Network Large = Gru(64, 200, seed: 1);
    private static readonly Network Small = Gru(2, 5, seed: 2);
    private static readonly Network[] Models =
    [
        Large, Small, AgreementModels.Quantized(Gru(64, 200, seed: 3), TensorType.BF16), AgreementModels.Quantized(Gru(64, 384, seed: 4), TensorType.I8),
    ];

    [Fact]
    public void Packed_weights_give_the_bits_of_literals_and_follow_their_files()
    {
        using TemporaryFolder folder = new();
        Write(folder, Models);
        string[] expected = Lines(folder, "-p:TinyRnnPackWeights=false");
        Assert.False(File.Exists(Built(folder)));
        Assert.All(expected, line => Assert.StartsWith("0 ", line, StringComparison.Ordinal));

        Assert.Equal(expected, Lines(folder));
        long least = Models.Where(model => model != Small).SelectMany(model => model.Tensors.Values).Sum(tensor => tensor.Bytes);
        // Biases that are added to others before the code runs take no room of their own.
        Assert.InRange(new FileInfo(Built(folder)).Length, least * 0.98, least * 1.05);

        // An edit of the program packs nothing again.
        DateTime packed = File.GetLastWriteTimeUtc(Intermediate(folder));
        File.AppendAllText(Path.Combine(folder.Path, "Program.cs"), "// edited\n");
        Assert.Equal(expected, Lines(folder));
        Assert.Equal(packed, File.GetLastWriteTimeUtc(Intermediate(folder)));

        // Another model in the place of one, with an older time than that, is packed, and has no limit that literals have.
        Network other = Gru(64, 544, seed: 5);
        Assert.True(other.ParameterCount > 1_000_000);
        string file = Path.Combine(folder.Path, "Model.tinyrnn");
        folder.Write("Model.tinyrnn", NetworkWriter.Write(other));
        File.SetLastWriteTimeUtc(file, packed.AddDays(-1));
        string[] changed = Lines(folder);
        Assert.NotEqual(expected[0], changed[0]);
        Assert.Equal(expected[1..], changed[1..]);

        // Without a large model there is no assembly of weights.
        Write(folder, [Small, Small, Small, Small]);
        Assert.Equal(expected[1], Assert.Single(Lines(folder).Distinct()));
        Assert.False(File.Exists(Intermediate(folder)));
        Assert.DoesNotContain(
            "TinyRnnWeights", File.ReadAllText(Path.Combine(folder.Path, "bin", UserProject.Configuration, "net10.0", "Packed.deps.json")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_binary_holds_packed_weights()
    {
        PublishedModels.SkipWithoutLinker();
        using TemporaryFolder folder = new();
        Write(folder, Models);
        folder.Write(
            "Packed.csproj",
            UserProject.WithProperties(
                "<PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization><TinyRnnVectorAdvice>false</TinyRnnVectorAdvice>"));
        UserProject.Build(folder, "publish", "Packed.csproj", "-r", "linux-x64", "-o", "out");
        string[] lines = ChildProcess.Finish(
            ChildProcess.StartProgram(Path.Combine(folder.Path, "out", "Packed"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Models.Length, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("0 ", line, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(folder.Path, "out", WeightsFile)));
    }

    [Fact]
    public void A_library_takes_its_weights_into_its_package()
    {
        using TemporaryFolder folder = new();
        Write(folder, Models);
        folder.Write("Packed.csproj", UserProject.WithProperties("<OutputType>Library</OutputType><PackageVersion>1.0.0</PackageVersion>"));
        folder.Write("Program.cs", CompiledModel.Program(Models.Length, ""));

        // The test's project has neither the page nor the licence of a real package, and the repository's own packages, which it depends on, have a version
        // before 1.0; NuGet warns of both.
        UserProject.Build(folder, "pack", "Packed.csproj", "-o", "out", "-p:NoWarn=NU5104%3BNU5128");
        using System.IO.Compression.ZipArchive package = System.IO.Compression.ZipFile.OpenRead(Path.Combine(folder.Path, "out", "Packed.1.0.0.nupkg"));
        Assert.NotNull(package.GetEntry("lib/net10.0/" + WeightsFile));
        Assert.NotNull(package.GetEntry("lib/net10.0/Packed.dll"));
    }

    private static Network Gru(int inputs, int units, int seed) =>
        Networks.Raw(new VectorInput(inputs), OutputSteps.Every, seed, new GruLayer("gru", inputs, units), new DenseLayer("fc", units, inputs));

    private static void Write(TemporaryFolder folder, Network[] models)
    {
        for (int i = 0; i < models.Length; i++)
        {
            folder.Write(CompiledModel.Name(i) + ".tinyrnn", NetworkWriter.Write(models[i]));
        }

        folder.Write("Program.cs", CompiledModel.Program(models.Length, Check));
        folder.Write("Packed.csproj", UserProject.WithProperties(""));
    }

    private static string[] Lines(TemporaryFolder folder, params string[] arguments)
    {
        UserProject.Build(folder, "build", "Packed.csproj", arguments);
        return ChildProcess.Finish(
            ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/Packed.dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Built(TemporaryFolder folder) => Path.Combine(folder.Path, "bin", UserProject.Configuration, "net10.0", WeightsFile);

    private static string Intermediate(TemporaryFolder folder) =>
        Path.Combine(folder.Path, "obj", UserProject.Configuration, "net10.0", "tinyrnn", WeightsFile);
}
