using System.Numerics.Tensors;
using Peers;
using TinyRnn.Model;

namespace TinyRnn.Benchmarks;

/// <summary>
/// A network in plain TensorPrimitives code, as one writes it in an afternoon. A matrix-vector product is a multiply-add of one
/// column for each value, which is faster than a dot product for each row except at the smallest sizes.
/// </summary>
internal sealed class PlainNetwork
{
    private readonly PeerSize _size;
    private readonly float[] _inputWeight;
    private readonly float[] _hiddenWeight;
    private readonly float[] _inputBias;
    private readonly float[] _hiddenBias;
    private readonly float[] _denseWeight;
    private readonly float[] _denseBias;
    private readonly float[] _hidden;
    private readonly float[] _cell;
    private readonly float[] _fromInput;
    private readonly float[] _fromHidden;

    public PlainNetwork(PeerSize size)
    {
        _size = size;
        Network network = PeerNetwork.Create(size);
        _inputWeight = Columns(network, "rnn.weight_ih");
        _hiddenWeight = Columns(network, "rnn.weight_hh");
        _inputBias = network.Tensors["rnn.bias_ih"].Values;
        _hiddenBias = network.Tensors["rnn.bias_hh"].Values;
        _denseWeight = Columns(network, "fc.weight");
        _denseBias = network.Tensors["fc.bias"].Values;
        _hidden = new float[size.Hidden];
        _cell = new float[size.Hidden];
        _fromInput = new float[_inputBias.Length];
        _fromHidden = new float[_inputBias.Length];
    }

    public void Step(ReadOnlySpan<float> input, Span<float> output)
    {
        Multiply(_inputWeight, input, _inputBias, _fromInput);
        Multiply(_hiddenWeight, _hidden, _hiddenBias, _fromHidden);
        switch (_size.Cell)
        {
            case "gru":
                UpdateGru();
                break;
            case "lstm":
                UpdateLstm();
                break;
            default:
                TensorPrimitives.Add(_fromInput, _fromHidden, _hidden);
                TensorPrimitives.Tanh(_hidden, _hidden);
                break;
        }

        Multiply(_denseWeight, _hidden, _denseBias, output);
    }

    public void Run(ReadOnlySpan<float> sequence, Span<float> output)
    {
        for (int t = 0; t * _size.Input < sequence.Length; t++)
        {
            Step(sequence.Slice(t * _size.Input, _size.Input), output.Slice(t * _size.Output, _size.Output));
        }
    }

    private static void Multiply(ReadOnlySpan<float> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> bias, Span<float> result)
    {
        bias.CopyTo(result);
        for (int i = 0; i < values.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(columns.Slice(i * result.Length, result.Length), values[i], result, result);
        }
    }

    private static float[] Columns(Network network, string name)
    {
        float[] byRows = network.Tensors[name].Values;
        int rows = network.Tensors[name].Shape[0];
        int columns = network.Tensors[name].Shape[1];
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                values[(column * rows) + row] = byRows[(row * columns) + column];
            }
        }

        return values;
    }

    // The gates r, z and n.
    private void UpdateGru()
    {
        int hidden = _size.Hidden;
        Span<float> gates = _fromInput.AsSpan(0, 2 * hidden);
        TensorPrimitives.Add(gates, _fromHidden.AsSpan(0, 2 * hidden), gates);
        TensorPrimitives.Sigmoid(gates, gates);
        Span<float> candidate = _fromInput.AsSpan(2 * hidden);
        TensorPrimitives.MultiplyAdd(gates[..hidden], _fromHidden.AsSpan(2 * hidden), candidate, candidate);
        TensorPrimitives.Tanh(candidate, candidate);
        TensorPrimitives.Subtract(_hidden, candidate, _hidden);
        TensorPrimitives.MultiplyAdd(_hidden, gates[hidden..], candidate, _hidden);
    }

    // The gates i, f, g and o.
    private void UpdateLstm()
    {
        int hidden = _size.Hidden;
        Span<float> gates = _fromInput;
        TensorPrimitives.Add(gates, _fromHidden, gates);
        Span<float> candidate = gates.Slice(2 * hidden, hidden);
        Span<float> outputGate = gates.Slice(3 * hidden, hidden);
        TensorPrimitives.Sigmoid(gates[..(2 * hidden)], gates[..(2 * hidden)]);
        TensorPrimitives.Tanh(candidate, candidate);
        TensorPrimitives.Sigmoid(outputGate, outputGate);
        TensorPrimitives.Multiply(gates[..hidden], candidate, candidate);
        TensorPrimitives.MultiplyAdd(gates.Slice(hidden, hidden), _cell, candidate, _cell);
        TensorPrimitives.Tanh(_cell, _hidden);
        TensorPrimitives.Multiply(_hidden, outputGate, _hidden);
    }
}
