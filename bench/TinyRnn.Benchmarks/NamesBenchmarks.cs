using BenchmarkDotNet.Attributes;
using TinyRnn.Model;

namespace TinyRnn.Benchmarks;

/// <summary>The names model of the sample, compiled and interpreted: RNN(128) on 57 characters, 18 labels.</summary>
[MemoryDiagnoser]
public class NamesBenchmarks
{
    private readonly string _name = "Schmidhuber";

    private readonly Interpreter _interpreter = new(NetworkFile.Load(Path.Combine(AppContext.BaseDirectory, "names.tinyrnn")));
    private readonly InterpreterState _interpreterState;
    private readonly float[] _output = new float[Names.OutputSize];
    private Names.State _state;

    /// <summary>Makes the states.</summary>
    public NamesBenchmarks() => _interpreterState = _interpreter.CreateState();

    /// <summary>One character, compiled.</summary>
    [Benchmark(Baseline = true)]
    public void CompiledStep() => Names.Step(ref _state, 7, _output);

    /// <summary>One character, interpreted with TensorPrimitives.</summary>
    [Benchmark]
    public void InterpretedStep() => _interpreter.Step(_interpreterState, 7, _output);

    /// <summary>A name of eleven letters, compiled.</summary>
    [Benchmark]
    public Names.Label CompiledName() => Names.Classify(_name);

    /// <summary>A name of eleven letters, interpreted.</summary>
    [Benchmark]
    public float InterpretedName() => _interpreter.Classify(_name)[0];
}
