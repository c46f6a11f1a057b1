using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Networks compiled by the generator and the C# compiler, loaded, and called through their contracts.</summary>
internal static class CompiledModel
{
    /// <summary>Compiles one network into <c>Tested.Model</c>.</summary>
    public static ICompiledModel Of(Network network) => All([network])[0];

    /// <summary>Compiles networks in one go, which is much faster than one by one.</summary>
    public static IReadOnlyList<ICompiledModel> All(IReadOnlyList<Network> networks) =>
        All(Load(Compile(networks, "")), networks);

    /// <summary>The models of an assembly that <see cref="Compile"/> made.</summary>
    public static IReadOnlyList<ICompiledModel> All(Assembly assembly, IReadOnlyList<Network> networks) =>
        [.. networks.Select((network, index) => Create(assembly, network, index))];

    /// <summary>An assembly with the types <c>Tested.Model</c>, <c>Tested.Model1</c>, ... and what else the source holds; warnings fail.</summary>
    public static byte[] Compile(IReadOnlyList<Network> networks, string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        GeneratorRun run = GeneratorRun.Of(
            Program(networks.Count, source),
            kind,
            [.. networks.Select((network, index) => new ModelText(Name(index) + ".tinyrnn", NetworkWriter.Write(network)))]);
        return Emit(run);
    }

    /// <summary>A source file with the types and other code. The types are structs, so that generic code over them is compiled for each.</summary>
    public static string Program(int models, string source)
    {
        IEnumerable<string> types = Enumerable.Range(0, models).Select(
            index => $"[TinyRnnModel(\"{Name(index)}.tinyrnn\")]\npublic partial struct {Name(index)};\n");
        return $"using System;\nusing TinyRnn;\nnamespace Tested;\n{string.Concat(types)}\n{source}";
    }

    /// <summary>The assembly of a run without any error or warning. Emitting binds everything, so nothing is bound twice.</summary>
    public static byte[] Emit(GeneratorRun run)
    {
        Assert.Empty(run.Diagnostics);
        using MemoryStream assembly = new();
        EmitResult result = run.Output.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);

        // A test's own source needs no documentation.
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning
            && !(diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree!.FilePath == "Program.cs")));
        Assert.True(result.Success);
        return assembly.ToArray();
    }

    /// <summary>Loads an assembly for as long as something uses it.</summary>
    public static Assembly Load(byte[] assembly)
    {
        using MemoryStream stream = new(assembly);
        return new AssemblyLoadContext("model", isCollectible: true).LoadFromStream(stream);
    }

    public static string Name(int index) => index == 0 ? "Model" : $"Model{index}";

    private static ICompiledModel Create(Assembly assembly, Network network, int index)
    {
        Type model = assembly.GetType("Tested." + Name(index), throwOnError: true)!;
        if (!network.IsStreaming)
        {
            Type sequence = network.Tokens is null ? typeof(CompiledVectorSequenceModel<>) : typeof(CompiledTokenSequenceModel<>);
            return (ICompiledModel)Activator.CreateInstance(sequence.MakeGenericType(model), network)!;
        }

        Type state = model.GetNestedType("State")!;
        Type adapter = network.Tokens is null ? typeof(CompiledVectorModel<,>) : typeof(CompiledTokenModel<,>);
        return (ICompiledModel)Activator.CreateInstance(adapter.MakeGenericType(model, state), network)!;
    }
}

/// <summary>A compiled model without its type.</summary>
internal interface ICompiledModel
{
    Type Type { get; }

    /// <summary>
    /// The output of every step from the initial state, or of a model that has no steps what its run gives; a run, Advance and many
    /// streams at once are checked to give the same bits, and so are steps between which the state goes through its form.
    /// </summary>
    float[] StepThrough(ReadOnlySpan<float> sequence, ReadOnlySpan<int> tokens);

    bool SelfTest(out float largestError);
}

internal sealed class CompiledVectorSequenceModel<TModel>(Network network) : ICompiledModel
    where TModel : IVectorSequenceModel
{
    public Type Type => typeof(TModel);

    public float[] StepThrough(ReadOnlySpan<float> sequence, ReadOnlySpan<int> tokens)
    {
        float[] output = new float[network.OutputSize * (network.OutputSteps == OutputSteps.Every ? sequence.Length / TModel.InputSize : 1)];
        TModel.Run(sequence, output);
        return output;
    }

    public bool SelfTest(out float largestError) => TModel.SelfTest(out largestError);
}

internal sealed class CompiledTokenSequenceModel<TModel>(Network network) : ICompiledModel
    where TModel : ITokenSequenceModel
{
    public Type Type => typeof(TModel);

    public float[] StepThrough(ReadOnlySpan<float> sequence, ReadOnlySpan<int> tokens)
    {
        Assert.Equal(network.InputSize, TModel.VocabularySize);
        float[] output = new float[network.OutputSize * (network.OutputSteps == OutputSteps.Every ? tokens.Length : 1)];
        TModel.Run(tokens, output);
        return output;
    }

    public bool SelfTest(out float largestError) => TModel.SelfTest(out largestError);
}

internal sealed class CompiledVectorModel<TModel, TState>(Network network) : ICompiledModel
    where TModel : IVectorModel<TState>
    where TState : struct
{
    public Type Type => typeof(TModel);

    public float[] StepThrough(ReadOnlySpan<float> sequence, ReadOnlySpan<int> tokens)
    {
        TState state = TModel.InitialState;
        TState kept = state;
        int steps = sequence.Length / TModel.InputSize;
        float[] output = new float[steps * TModel.OutputSize];
        float[] again = new float[TModel.OutputSize];
        for (int t = 0; t < steps; t++)
        {
            ReadOnlySpan<float> input = sequence.Slice(t * TModel.InputSize, TModel.InputSize);
            TState advanced = state;
            TModel.Advance(ref advanced, input);
            TModel.Step(ref state, input, output.AsSpan(t * TModel.OutputSize, TModel.OutputSize));
            States.AssertEqual(state, advanced);

            kept = States.ThroughBytes<TModel, TState>(kept);
            TModel.Step(ref kept, input, again);
            Assert.Equal(output[(t * TModel.OutputSize)..((t + 1) * TModel.OutputSize)], again);
        }

        States.AssertSameForm<TModel, TState>(state, kept);

        // Streams at different points of the sequence, and more of them than a block holds.
        float[] values = sequence.ToArray();
        TState[] states = new TState[21];
        Array.Fill(states, TModel.InitialState);
        float[] rows = new float[states.Length * TModel.OutputSize];
        for (int t = 0; t < steps; t++)
        {
            float[] inputs =
            [
                .. Enumerable.Range(0, states.Length).SelectMany(i => values.AsSpan((t + i) % steps * TModel.InputSize, TModel.InputSize).ToArray())
            ];
            TState[] alone = [.. states];
            TModel.Step(states, inputs, rows);
            for (int i = 0; i < states.Length; i++)
            {
                float[] expected = new float[TModel.OutputSize];
                TModel.Step(ref alone[i], inputs.AsSpan(i * TModel.InputSize, TModel.InputSize), expected);
                Assert.Equal(expected, rows[(i * TModel.OutputSize)..((i + 1) * TModel.OutputSize)]);
                States.AssertEqual(alone[i], states[i]);
            }
        }

        TState run = TModel.InitialState;
        float[] counted = new float[network.OutputSteps == OutputSteps.Every ? output.Length : TModel.OutputSize];
        TModel.Run(ref run, sequence, counted);
        Assert.Equal(output[^counted.Length..], counted);
        States.AssertEqual(state, run);
        return output;
    }

    public bool SelfTest(out float largestError) => TModel.SelfTest(out largestError);
}

internal sealed class CompiledTokenModel<TModel, TState>(Network network) : ICompiledModel
    where TModel : ITokenModel<TState>
    where TState : struct
{
    public Type Type => typeof(TModel);

    public float[] StepThrough(ReadOnlySpan<float> sequence, ReadOnlySpan<int> tokens)
    {
        Assert.Equal(network.InputSize, TModel.VocabularySize);
        TState state = TModel.InitialState;
        TState kept = state;
        float[] output = new float[tokens.Length * TModel.OutputSize];
        float[] again = new float[TModel.OutputSize];
        for (int t = 0; t < tokens.Length; t++)
        {
            TState advanced = state;
            TModel.Advance(ref advanced, tokens[t]);
            TModel.Step(ref state, tokens[t], output.AsSpan(t * TModel.OutputSize, TModel.OutputSize));
            States.AssertEqual(state, advanced);

            kept = States.ThroughBytes<TModel, TState>(kept);
            TModel.Step(ref kept, tokens[t], again);
            Assert.Equal(output[(t * TModel.OutputSize)..((t + 1) * TModel.OutputSize)], again);
        }

        States.AssertSameForm<TModel, TState>(state, kept);

        TState[] states = new TState[21];
        Array.Fill(states, TModel.InitialState);
        float[] rows = new float[states.Length * TModel.OutputSize];
        for (int t = 0; t < tokens.Length; t++)
        {
            int[] read = new int[states.Length];
            for (int i = 0; i < read.Length; i++)
            {
                read[i] = tokens[(t + i) % tokens.Length];
            }

            TState[] alone = [.. states];
            TModel.Step(states, read, rows);
            for (int i = 0; i < states.Length; i++)
            {
                float[] expected = new float[TModel.OutputSize];
                TModel.Step(ref alone[i], read[i], expected);
                Assert.Equal(expected, rows[(i * TModel.OutputSize)..((i + 1) * TModel.OutputSize)]);
                States.AssertEqual(alone[i], states[i]);
            }
        }

        TState run = TModel.InitialState;
        float[] counted = new float[network.OutputSteps == OutputSteps.Every ? output.Length : TModel.OutputSize];
        TModel.Run(ref run, tokens, counted);
        Assert.Equal(output[^counted.Length..], counted);
        States.AssertEqual(state, run);
        return output;
    }

    public bool SelfTest(out float largestError) => TModel.SelfTest(out largestError);
}

internal static class States
{
    /// <summary>The state after it was written and read.</summary>
    public static TState ThroughBytes<TModel, TState>(TState state)
        where TModel : IRecurrentModel<TState>
        where TState : struct
    {
        byte[] form = Form<TModel, TState>(state);
        StateForm.Read<TModel, TState>(form, out TState read);
        Assert.Equal(form, Form<TModel, TState>(read));
        return read;
    }

    /// <summary>Compares what leaves the process of two states.</summary>
    public static void AssertSameForm<TModel, TState>(TState expected, TState actual)
        where TModel : IRecurrentModel<TState>
        where TState : struct => Assert.Equal(Form<TModel, TState>(expected), Form<TModel, TState>(actual));

    private static byte[] Form<TModel, TState>(TState state)
        where TModel : IRecurrentModel<TState>
        where TState : struct
    {
        byte[] form = new byte[StateForm.GetSize<TModel, TState>()];
        StateForm.Write<TModel, TState>(state, form);
        return form;
    }

    /// <summary>Compares two states bit for bit.</summary>
    public static void AssertEqual<TState>(TState expected, TState actual)
        where TState : struct
    {
        Assert.Equal(
            MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref expected, 1)),
            MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref actual, 1)));
    }
}
