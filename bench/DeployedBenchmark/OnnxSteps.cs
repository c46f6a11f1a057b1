using Microsoft.ML.OnnxRuntime;

namespace DeployedBenchmark;

/// <summary>
/// Runs consecutive steps of an ONNX file in ONNX Runtime on one thread. Input and states are bound once, so a call copies only the input.
/// </summary>
internal sealed class OnnxSteps : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    private readonly float[] _input;
    private readonly float[] _output;
    private int _before;

    /// <summary>Binds the one input that is not a state, the output, the states with the outputs that update them, and inputs of one whole number.</summary>
    public OnnxSteps(
        string path, (string Name, long[] Shape) input, (string Name, long[] Shape) output, (string Before, string After, long[] Shape)[] states,
        params (string Name, long Number)[] numbers)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
        _input = new float[Length(input.Shape)];
        _output = new float[Length(output.Shape)];
        OrtValue[] kept =
        [
            .. Enumerable.Range(0, 2).SelectMany(_ => states.Select(state => OrtValue.CreateTensorValueFromMemory(new float[Length(state.Shape)], state.Shape)))
        ];
        for (int before = 0; before < 2; before++)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput(input.Name, OrtValue.CreateTensorValueFromMemory(_input, input.Shape));
            binding.BindOutput(output.Name, OrtValue.CreateTensorValueFromMemory(_output, output.Shape));
            foreach ((int i, (string from, string to, long[] _)) in states.Index())
            {
                binding.BindInput(from, kept[(before * states.Length) + i]);
                binding.BindOutput(to, kept[((1 - before) * states.Length) + i]);
            }

            foreach ((string name, long number) in numbers)
            {
                binding.BindInput(name, OrtValue.CreateTensorValueFromMemory(new[] { number }, []));
            }

            _bindings[before] = binding;
        }
    }

    /// <summary>Runs the next step; the output is valid until the one after it.</summary>
    public float[] Next(ReadOnlySpan<float> input)
    {
        input.CopyTo(_input);
        _session.RunWithBinding(_options, _bindings[_before]);
        _before = 1 - _before;
        return _output;
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private static int Length(long[] shape) => (int)shape.Aggregate(1L, (product, size) => product * size);
}
