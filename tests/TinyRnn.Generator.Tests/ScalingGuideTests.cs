using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>The code of the guide to scaling, compiled as it stands there, keeps sessions over replicas.</summary>
public partial class ScalingGuideTests
{
    private const string Driver = """
        public sealed class MemoryStore : ISessionStore
        {
            private readonly Dictionary<string, (byte[] Bytes, int Version)> _sessions = [];

            public int Refused { get; private set; }

            public async Task<(byte[]? Bytes, string? Version)> LoadAsync(string session)
            {
                await Task.Yield();
                lock (_sessions)
                {
                    return _sessions.TryGetValue(session, out var kept) ? (kept.Bytes, kept.Version.ToString()) : (null, null);
                }
            }

            public async Task<bool> SaveAsync(string session, byte[] bytes, string? version)
            {
                await Task.Yield();
                lock (_sessions)
                {
                    bool isThere = _sessions.TryGetValue(session, out var kept);
                    if (version != (isThere ? kept.Version.ToString() : null))
                    {
                        Refused++;
                        return false;
                    }

                    _sessions[session] = (bytes, kept.Version + 1);
                    return true;
                }
            }
        }

        public static class Calls
        {
            public static float[] Replicas(float[] sequence)
            {
                MemoryStore store = new();
                Sessions<Model, Model.State>[] replicas = [new(store), new(store), new(store)];
                float[] output = new float[Model.OutputSize];
                for (int t = 0; t * Model.InputSize < sequence.Length; t++)
                {
                    // Another session in between, which must not disturb.
                    replicas[(t + 1) % 3].StepAsync("other", new float[Model.InputSize], new float[Model.OutputSize]).Wait();
                    replicas[t % 3].StepAsync("one", sequence.AsMemory(t * Model.InputSize, Model.InputSize), output).Wait();
                }

                return output;
            }

            public static float[] OneProcess(float[] sequence)
            {
                float[] output = new float[Model.OutputSize];
                Model.State state = Model.InitialState;
                for (int t = 0; t * Model.InputSize < sequence.Length; t++)
                {
                    Model.Step(ref state, sequence.AsSpan(t * Model.InputSize, Model.InputSize), output);
                }

                return output;
            }

            // All steps have the same input, so that their order is no matter.
            public static float[] AtOnce(float[] input, int steps)
            {
                MemoryStore store = new();
                Task[] all = new Task[steps];
                for (int i = 0; i < steps; i++)
                {
                    Sessions<Model, Model.State> replica = new(store);
                    all[i] = Task.Run(() => replica.StepAsync("one", input, new float[Model.OutputSize]));
                }

                Task.WaitAll(all);
                float[] output = new float[Model.OutputSize];
                new Sessions<Model, Model.State>(store).StepAsync("one", input, output).Wait();
                return output;
            }

            public static string After(byte[] kept, float[] input, float[] output)
            {
                MemoryStore store = new();
                store.SaveAsync("one", kept, null).Wait();
                try
                {
                    new Sessions<Model, Model.State>(store).StepAsync("one", input, output).GetAwaiter().GetResult();
                    return "";
                }
                catch (InvalidDataException exception)
                {
                    return exception.Message;
                }
            }

            public static byte[] OfOtherModel()
            {
                byte[] form = new byte[StateForm.GetSize<Model1, Model1.State>()];
                StateForm.Write<Model1, Model1.State>(Model1.InitialState, form);
                return form;
            }
        }
        """;

    private static readonly Lazy<Type> Calls = new(Compile);

    private static readonly float[] Sequence = Networks.RandomInput(60, 1);

    [Fact]
    public void Any_replica_takes_the_next_step_with_the_same_bits() =>
        Assert.Equal(Get<Func<float[], float[]>>("OneProcess")(Sequence), Get<Func<float[], float[]>>("Replicas")(Sequence));

    [Fact]
    public void No_step_is_lost_when_replicas_take_them_at_once()
    {
        float[] repeated = [.. Enumerable.Repeat(Sequence[..3], 41).SelectMany(row => row)];
        Assert.Equal(Get<Func<float[], float[]>>("OneProcess")(repeated), Get<Func<float[], int, float[]>>("AtOnce")(Sequence[..3], 40));
    }

    [Fact]
    public void Session_of_another_model_starts_again()
    {
        float[] output = new float[2];
        Assert.Equal("", Get<Func<byte[], float[], float[], string>>("After")(Get<Func<byte[]>>("OfOtherModel")(), Sequence[..3], output));
        Assert.Equal(Get<Func<float[], float[]>>("OneProcess")(Sequence[..3]), output);
    }

    [Fact]
    public void Damaged_session_is_an_error()
    {
        byte[] damaged = Get<Func<byte[]>>("OfOtherModel")();
        damaged[^1] ^= 1;
        Assert.Contains("checksum", Get<Func<byte[], float[], float[], string>>("After")(damaged, Sequence[..3], new float[2]), StringComparison.Ordinal);
    }

    private static T Get<T>(string method)
        where T : Delegate => Calls.Value.GetMethod(method)!.CreateDelegate<T>();

    private static Type Compile()
    {
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "samples", "SCALING.md"));
        string code = Assert.Single(CodeBlock().Matches(guide)).Groups[1].Value;
        Network[] networks = [.. new[] { 1, 2 }.Select(seed => Networks.Raw(
            new VectorInput(3), OutputSteps.Every, seed, new GruLayer("gru", 3, 20), new DenseLayer("fc", 20, 2)))];
        string source = $"""
            #nullable enable
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Threading.Tasks;
            using TinyRnn;

            namespace Tested;

            [TinyRnnModel("a.tinyrnn")] public partial struct Model;
            [TinyRnnModel("b.tinyrnn")] public partial struct Model1;
            {code}
            {Driver}
            """;
        GeneratorRun run = GeneratorRun.Of(
            source, OutputKind.DynamicallyLinkedLibrary, new ModelText("a.tinyrnn", NetworkWriter.Write(networks[0])),
                new ModelText("b.tinyrnn", NetworkWriter.Write(networks[1])));
        return CompiledModel.Load(CompiledModel.Emit(run)).GetType("Tested.Calls", throwOnError: true)!;
    }

    [GeneratedRegex("```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
