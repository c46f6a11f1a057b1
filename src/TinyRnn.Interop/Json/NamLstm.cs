using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// The architecture LSTM. For each layer, the weights are the matrix over its input and its hidden state [4 * units, inputs + units] with the gates
/// i, f, g, o, the bias, the initial hidden state and the initial cell state. The head's matrix [outputs, units] and its bias follow.
/// </summary>
internal sealed class NamLstm(NetworkBuilder builder, NamWeights weights)
{
    private const int Gates = 4;

    /// <exception cref="ImportException">Sizes and weights do not fit.</exception>
    public static void Read(JsonDocumentFile file, JsonValue config, NetworkBuilder builder)
    {
        NamReader.CheckFields(file, config, "an LSTM", "input_size", "hidden_size", "num_layers", "in_channels", "out_channels");
        int inputs = NamReader.Size(file, config, "input_size");
        int units = NamReader.Size(file, config, "hidden_size");
        int depth = NamReader.Size(file, config, "num_layers");
        int outputs = file.Find(config, "out_channels") is { Kind: not JsonKind.Null } ? NamReader.Size(file, config, "out_channels") : 1;
        if (file.FindInteger(config, "in_channels") is int channels && channels != inputs)
        {
            throw file.Error(config, $"'in_channels' is {channels} and 'input_size' is {inputs}; the same number was expected");
        }

        string said =
            $"{NamReader.Plural(depth, "layer")} of {NamReader.Plural(units, "unit")} over {NamReader.Plural(inputs, "input")}, and a head of "
                + $"{NamReader.Plural(outputs, "output")}";
        long expected = LayerCount(inputs, units) + ((depth - 1) * LayerCount(units, units)) + ((long)outputs * units) + outputs;
        NamLstm reader = new(builder, new NamWeights(file, expected, said));
        for (int i = 0; i < depth; i++)
        {
            reader.AddLayer(i == 0 ? inputs : units, units);
        }

        reader.AddHead(units, outputs);
    }

    private static long LayerCount(int inputs, int units) => (Gates * (long)units * (inputs + units)) + (Gates * units) + (2 * units);

    private void AddLayer(int inputs, int units)
    {
        List<string> sources = [];
        int rows = Gates * units;
        float[] matrix = weights.Take(rows * (inputs + units), $"matrix [{rows}, {inputs + units}]", sources);
        float[] bias = weights.Take(rows, $"bias [{rows}]", sources);
        float[] hidden = weights.Take(units, $"initial hidden state [{units}]", sources);
        float[] cell = weights.Take(units, $"initial cell state [{units}]", sources);

        // A zero initial state is the same as none, and then the caller needs no 'InitialState'.
        bool hasState = Array.Exists(hidden, value => value != 0f) || Array.Exists(cell, value => value != 0f);
        LstmLayer layer = new(builder.NameLayer("lstm"), inputs, units, options: new RecurrentOptions(BiasForm.Combined, HasInitialState: hasState));
        RecurrentDirection direction = layer.Directions[0];
        List<Tensor> tensors =
        [
            new Tensor(direction.WeightInput, [rows, inputs], Columns(matrix, rows, inputs + units, 0, inputs)),
            new Tensor(direction.WeightHidden, [rows, units], Columns(matrix, rows, inputs + units, inputs, units)),
            new Tensor(direction.BiasNames[0], [rows], bias),
        ];
        if (hasState)
        {
            tensors.Add(new Tensor(direction.InitialHidden, [units], hidden));
            tensors.Add(new Tensor(direction.InitialCell, [units], cell));
        }

        builder.Add(layer, tensors, sources);
    }

    private void AddHead(int units, int outputs)
    {
        List<string> sources = [];
        DenseLayer head = new(builder.NameLayer("head"), units, outputs);
        float[] matrix = weights.Take(outputs * units, $"head [{outputs}, {units}]", sources);
        float[] bias = weights.Take(outputs, $"head's bias [{outputs}]", sources);
        builder.Add(head, [new Tensor(head.Weight, [outputs, units], matrix), new Tensor(head.BiasName, [outputs], bias)], sources);
    }

    private static float[] Columns(float[] matrix, int rows, int columns, int first, int count)
    {
        float[] result = new float[rows * count];
        for (int row = 0; row < rows; row++)
        {
            matrix.AsSpan((row * columns) + first, count).CopyTo(result.AsSpan(row * count, count));
        }

        return result;
    }
}
