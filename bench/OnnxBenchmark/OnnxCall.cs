using Microsoft.ML.OnnxRuntime;
using Peers;

namespace OnnxBenchmark;

/// <summary>
/// A call of a network over a number of steps, bound once to memory for its input, its output and the states before and after
/// (<see cref="OrtIoBinding"/>), so that a call allocates nothing and copies only its input.
/// </summary>
internal sealed class OnnxCall : IDisposable
{
    private readonly OnnxNetwork _network;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    private readonly List<OrtValue> _values = [];
    private readonly float[] _input;
    private readonly float[] _output;

    public OnnxCall(OnnxNetwork network, int steps)
    {
        _network = network;
        PeerSize size = network.Size;
        _input = new float[steps * size.Input];
        _output = new float[steps * size.Output];
        OrtValue input = Wrap(_input, steps, 1, size.Input);
        OrtValue output = Wrap(_output, steps, size.Output);
        for (int before = 0; before < 2; before++)
        {
            OrtIoBinding binding = network.Session.CreateIoBinding();
            binding.BindInput(OnnxModel.Input, input);
            binding.BindOutput(OnnxModel.Output, output);
            foreach ((int part, (string Before, string After) name) in OnnxModel.States(size.Cell).Index())
            {
                binding.BindInput(name.Before, Wrap(network.State(before, part), 1, 1, size.Hidden));
                binding.BindOutput(name.After, Wrap(network.State(1 - before, part), 1, 1, size.Hidden));
            }

            _bindings[before] = binding;
        }
    }

    /// <summary>Runs the network over rows of input.</summary>
    /// <returns>The rows of output, valid until the next call.</returns>
    public ReadOnlySpan<float> Run(ReadOnlySpan<float> rows)
    {
        rows.CopyTo(_input);
        _network.Session.RunWithBinding(_options, _bindings[_network.Current]);
        _network.Current = 1 - _network.Current;
        return _output;
    }

    public void Dispose()
    {
        foreach (OrtIoBinding binding in _bindings)
        {
            binding.Dispose();
        }

        _values.ForEach(value => value.Dispose());
        _options.Dispose();
    }

    private OrtValue Wrap(float[] values, params long[] shape)
    {
        // The value pins the array as long as it lives.
        OrtValue value = OrtValue.CreateTensorValueFromMemory(values, shape);
        _values.Add(value);
        return value;
    }
}
