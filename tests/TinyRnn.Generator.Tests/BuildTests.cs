using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>A user's project, with every warning that there is as an error, built by the real build and run.</summary>
public class BuildTests
{
    private const string Program = """
        using System;
        using TinyRnn;
        using Wild;

        [assembly: CLSCompliant(false)]

        Origin.State origin = default;
        Writer.State writer = default;
        float[] three = new float[3];
        float[] two = new float[2];
        float[] letters = new float[Writer.OutputSize];
        char[] room = new char[20];
        Prediction<Origin.Label>[] best = new Prediction<Origin.Label>[3];
        int[] tokens = [0, 1];
        SamplingOptions options = new() { Temperature = 0.7f, TopK = 3, TopP = 0.9f, Seed = 5 };
        bool allRight = true;

        // Each of these is the first call of its member.
        long before = GC.GetAllocatedBytesForCurrentThread();
        allRight &= Origin.SelfTest();
        Check("Origin.SelfTest", ref before);
        allRight &= Writer.SelfTest(out _);
        Check("Writer.SelfTest", ref before);
        allRight &= Outer<string>.Pump.SelfTest();
        Check("Pump.SelfTest", ref before);
        Origin.Step(ref origin, 'a', new Span<float>(new float[Origin.OutputSize]));
        before = GC.GetAllocatedBytesForCurrentThread();
        Origin.Advance(ref origin, 1);
        Check("Origin.Advance", ref before);
        allRight &= Origin.Classify("abé") == Origin.Classify("abe", out float probability) && probability > 0f;
        Check("Origin.Classify", ref before);
        allRight &= Origin.Classify("ab", best) == 3;
        Check("Origin.Classify best", ref before);
        allRight &= Origin.GetText(best[0].Label).Length > 0;
        Check("Origin.GetText", ref before);
        allRight &= Writer.Score(ref writer, "ab").Predictions == 1;
        Check("Writer.Score", ref before);
        allRight &= Writer.Perplexity("ab") > 0;
        Check("Writer.Perplexity", ref before);
        allRight &= Writer.Generate("ab", room, options) == 20;
        Check("Writer.Generate", ref before);
        Writer.Step(ref writer, 1, letters);
        Check("Writer.Step", ref before);
        Writer.Run(ref writer, tokens.AsSpan(0, 1), letters);
        Check("Writer.Run", ref before);
        Outer<string>.Pump.State pump = default;
        Outer<string>.Pump.Step(ref pump, two, three.AsSpan(0, 1));
        Check("Pump.Step", ref before);
        Outer<string>.Pump.Advance(ref pump, two);
        Check("Pump.Advance", ref before);
        Outer<string>.Pump.Run(ref pump, two, three.AsSpan(0, 1));
        Check("Pump.Run", ref before);
        Console.WriteLine(allRight ? "right" : "wrong");

        static void Check(string name, ref long before)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated != 0)
            {
                Console.WriteLine($"{name}: {allocated} bytes");
            }

            before = GC.GetAllocatedBytesForCurrentThread();
        }
        """;

    private const string Models = """
        using TinyRnn;

        namespace Wild;

        [TinyRnnModel("origin.tinyrnn")]
        public sealed partial class Origin;

        [TinyRnnModel("deep/writer.tinyrnn")]
        internal readonly partial record struct Writer;

        /// <summary>Holds a model.</summary>
        /// <typeparam name="T">Nothing.</typeparam>
        internal static partial class Outer<T>
        {
            [TinyRnnModel("pump.tinyrnn")]
            internal sealed partial class Pump;
        }
        """;

    [Fact]
    public void Strict_project_builds_without_a_warning_and_runs()
    {
        using TemporaryFolder folder = new();
        Vocabulary letters = new("abce 'ß😀", TextNormalization.Ascii, UnknownCharacter.Skip);
        string[] labels = ["C#", "C++", "1990s", "class", "日本語", "a\"b", "</summary>", "😀", "ToString", "x\u2028#error", "हिन्दी"];
        Layer[] cell = [new ConcatRnnLayer("weights", letters.Size, 20, labels.Length)];
        Network origin = new(new NetworkDefinition
        {
            Name = "*/ </summary>\n#error \u2028",
            Task = NetworkTask.Classify,
            Input = letters,
            Layers = cell,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(cell, 1),
            Labels = labels,
        });
        folder.Write("origin.tinyrnn", NetworkWriter.Write(Networks.WithTestVectors(origin, "abé", "e")));
        Vocabulary characters = new("ab\n\"日", unknown: UnknownCharacter.Replace, replacement: "a");
        Network writer = Networks.LanguageModel(characters, 2, new RnnLayer("rnn", characters.Size, 40), new DenseLayer("fc", 40, characters.Size));
        Directory.CreateDirectory(Path.Combine(folder.Path, "deep"));
        folder.Write("deep/writer.tinyrnn", NetworkWriter.Write(Networks.WithTestVectors(writer, "ab日")));
        Layer[] dense = [new DenseLayer("hidden", 2, 9, Activation.Tanh), new DenseLayer("fc", 9, 1)];
        Network pump = new(new NetworkDefinition
        {
            Name = "pump",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2, ["<a>", "b\nc"], new Scaling([1f, 2f], [3f, 4f])),
            Layers = dense,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(dense, 1),
            OutputScaling = new Scaling([5f], [6f]),
        });
        folder.Write("pump.tinyrnn", NetworkWriter.Write(Networks.WithTestVectors(pump, [1f, 2f, 3f, 4f])));
        folder.Write("Program.cs", Program);
        folder.Write("Models.cs", Models);
        folder.Write("Strict.csproj", UserProject.WithProperties(Properties));

        string build = UserProject.Build(folder, "build", "Strict.csproj");
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        Assert.Equal("right\n", ChildProcess.Finish(ChildProcess.Start(folder.Path, [], $"bin/{UserProject.Configuration}/net10.0/Strict.dll")));
    }

    private const string Properties = """
            <LangVersion>latest</LangVersion>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <ImplicitUsings>disable</ImplicitUsings>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <IsAotCompatible>true</IsAotCompatible>
            <!-- About the test's own program: it may throw away results and return plain arrays. -->
            <NoWarn>$(NoWarn);CA1303;CA1515;CA1052;CA1812;CA1707;CA1861;CA1303</NoWarn>
        """;
}
