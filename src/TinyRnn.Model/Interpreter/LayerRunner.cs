namespace TinyRnn.Model;

/// <summary>
/// Runs one layer over a sequence. Each direction goes through the steps in its own order, with its own part of the state and of every output.
/// </summary>
internal sealed class LayerRunner(Layer layer, Network network)
{
    private readonly LayerInterpreter[] _directions = layer.Accept(new LayerInterpreters(network));

    /// <summary>The state before the first step: for each direction the hidden state, then an LSTM's cell state.</summary>
    public float[] InitialState { get; } = layer is RecurrentLayer { Options.HasInitialState: true } recurrent
        ? [.. recurrent.Directions.SelectMany(direction => StateNames(recurrent, direction)).SelectMany(name => network.Tensors[name].Values)]
        : new float[layer.StateSize];

    /// <summary>Updates the state and writes the outputs, one row for each step.</summary>
    public void Run(LayerSequence input, Span<float> state, Span<float> outputs)
    {
        int stateSize = layer.StateSize / _directions.Length;
        int outputSize = layer.OutputSize / _directions.Length;
        for (int i = 0; i < _directions.Length; i++)
        {
            LayerInterpreter direction = _directions[i];
            Span<float> own = state.Slice(i * stateSize, stateSize);
            for (int step = 0; step < input.Steps; step++)
            {
                int t = direction.IsReverse ? input.Steps - 1 - step : step;
                direction.Step(input[t], own, outputs.Slice(t * layer.OutputSize + i * outputSize, outputSize));
            }
        }
    }

    private static string[] StateNames(RecurrentLayer layer, RecurrentDirection direction) =>
        layer is LstmLayer ? [direction.InitialHidden, direction.InitialCell] : [direction.InitialHidden];
}
