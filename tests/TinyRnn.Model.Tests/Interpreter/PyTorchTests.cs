using System.Text.Json;

namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>The interpreter against what PyTorch recorded.</summary>
public class PyTorchTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string, Layer> Recordings => new()
    {
        { "rnn_tanh_1layer_mse.json", new RnnLayer("rec", 2, 3) },
        { "gru_1layer_ce.json", new GruLayer("rec", 3, 4) },
        { "lstm_1layer_ce.json", new LstmLayer("rec", 3, 4) },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Recordings))]
    public void A_recurrent_network_gives_what_pytorch_gives(string file, Layer recurrent)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedData.Path("torch-golden", "bptt", file)));
        JsonElement root = golden.RootElement;
        Layer[] layers = [recurrent, new DenseLayer("lin", recurrent.OutputSize, root.GetProperty("output_size").GetInt32())];
        Network network = new(new NetworkDefinition
        {
            Name = "golden",
            Task = NetworkTask.Raw,
            Input = new VectorInput(recurrent.InputSize),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = layers.SelectMany(layer => layer.Tensors).Select(spec => Read(root.GetProperty("weights"), spec)),
        });
        Interpreter interpreter = new(network);
        float[] output = new float[network.OutputSize];
        int steps = root.GetProperty("seq_len").GetInt32();
        for (int b = 0; b < root.GetProperty("batch").GetInt32(); b++)
        {
            InterpreterState state = interpreter.CreateState();
            for (int t = 0; t < steps; t++)
            {
                interpreter.Step(state, Singles(root.GetProperty("x")[t][b]), output);
                Near.Check(Doubles(root.GetProperty("rec_out")[t][b]), state.GetHidden(0)[..recurrent.OutputSize].ToArray(), Tolerance);
                Near.Check(Doubles(root.GetProperty("out")[t][b]), output, Tolerance);
            }

            Near.Check(Doubles(root.GetProperty("h_n")[0][b]), state.GetHidden(0)[..recurrent.OutputSize].ToArray(), Tolerance);
            if (root.TryGetProperty("c_n", out JsonElement cells))
            {
                Near.Check(Doubles(cells[0][b]), state.GetHidden(0)[recurrent.OutputSize..].ToArray(), Tolerance);
            }
        }
    }

    // Those of the first recurrent layer have its number at the end there.
    private static Tensor Read(JsonElement weights, TensorSpec spec) =>
        new(spec.Name, [.. spec.Shape], Singles(weights.GetProperty(spec.Name.StartsWith("rec.", StringComparison.Ordinal) ? spec.Name + "_l0" : spec.Name)));

    private static float[] Singles(JsonElement element) => [.. Doubles(element).Select(value => (float)value)];

    private static double[] Doubles(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Doubles)]
        : [element.GetDouble()];
}
