using Microsoft.ML.OnnxRuntime;

namespace DeployedBenchmark;

/// <summary>One step after another of an ONNX file in ONNX Runtime, on one thread; input and states are bound once, so that a call copies the input alone.</summary>
internal sealed class OnnxSteps : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    private readonly float[] _input;
    private readonly float[] _output;
    private int _before;

    /// <summary>Binds the one input that is no state, the states in the order of the outputs that go on to them, and the output.</summary>
    public OnnxSteps(string path, string input, string output, params (string Before, string After)[] states)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
        _input = new float[Length(_session.InputMetadata[input])];
        _output = new float[Length(_session.OutputMetadata[output])];
        OrtValue[] kept = [.. Enumerable.Range(0, 2).SelectMany(_ => states.Select(state => Wrap(new float[Length(_session.InputMetadata[state.Before])], _session.InputMetadata[state.Before])))];
        for (int before = 0; before < 2; before++)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput(input, Wrap(_input, _session.InputMetadata[input]));
            binding.BindOutput(output, Wrap(_output, _session.OutputMetadata[output]));
            foreach ((int i, (string from, string to)) in states.Index())
            {
                binding.BindInput(from, kept[(before * states.Length) + i]);
                binding.BindOutput(to, kept[((1 - before) * states.Length) + i]);
            }

            _bindings[before] = binding;
        }
    }

    /// <summary>The output of the next step, valid until the one after it.</summary>
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

    private static OrtValue Wrap(float[] values, NodeMetadata metadata) => OrtValue.CreateTensorValueFromMemory(values, [.. metadata.Dimensions.Select(size => (long)size)]);

    private static int Length(NodeMetadata metadata) => metadata.Dimensions.Aggregate(1, (product, size) => product * size);
}
