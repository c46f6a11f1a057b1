using System.Text.Json;

namespace TinyRnn.Training.Tests;

/// <summary>Outputs, gradients and optimiser steps against numbers that PyTorch computed in double precision.</summary>
public class PyTorchTests
{
    private const double Tolerance = 1e-9;

    private static readonly (string Theirs, string Ours)[] Names =
    [
        ("rec.weight_ih_l0", "rec.weight_ih"), ("rec.weight_hh_l0", "rec.weight_hh"), ("rec.bias_ih_l0", "rec.bias_ih"),
        ("rec.bias_hh_l0", "rec.bias_hh"), ("lin.weight", "lin.weight"), ("lin.bias", "lin.bias"),
    ];

    [Theory]
    [InlineData("rnn_tanh_1layer_mse")]
    [InlineData("gru_1layer_ce")]
    [InlineData("lstm_1layer_ce")]
    public void Outputs_loss_and_gradients_are_those_of_PyTorch(string name)
    {
        using JsonDocument file = Open(name);
        JsonElement golden = file.RootElement;
        Run run = new(golden);
        double[] inputGradient = new double[run.Input.Length];
        double loss = run.Step(inputGradient);
        AssertClose(golden.GetProperty("rec_out"), run.Network.Layers[0].Output);
        AssertClose(golden.GetProperty("out"), run.Network.Layers[1].Output);
        AssertClose(golden, "h_n", "c_n", run.Network.Layers[0]);
        Assert.Equal(golden.GetProperty("loss_value").GetDouble(), loss, Tolerance);
        AssertClose(golden.GetProperty("grad_x"), inputGradient);
        foreach ((string theirs, string ours) in Names)
        {
            AssertClose(golden.GetProperty("grad").GetProperty(theirs), run.Find(ours).Gradient);
        }

        double norm = GradientClipping.ByGlobalNorm(run.Network.Parameters, 1e9);
        Assert.Equal(golden.GetProperty("grad_norm").GetDouble(), norm, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Five_steps_are_those_of_PyTorch(string name, string training)
    {
        using JsonDocument file = Open(name);
        Run run = new(file.RootElement);
        JsonElement expected = file.RootElement.GetProperty("train").EnumerateObject().Single(property => property.Name.Split(" 0.")[0] == training).Value;
        Optimizer<double> optimizer = Optimizers[training].Create(run.Network.Parameters);

        // The name rounds the bound: it is half of the first gradient's norm.
        double? bound = training.Contains("clip", StringComparison.Ordinal) ? file.RootElement.GetProperty("grad_norm").GetDouble() / 2 : null;
        foreach (JsonElement loss in expected.GetProperty("losses").EnumerateArray())
        {
            Assert.Equal(loss.GetDouble(), run.Step([]), Tolerance);
            if (bound is double norm)
            {
                GradientClipping.ByGlobalNorm(run.Network.Parameters, norm);
            }

            optimizer.Update();
        }

        foreach ((string theirs, string ours) in Names)
        {
            AssertClose(expected.GetProperty("weights_after").GetProperty(theirs), run.Find(ours).Value);
        }
    }

    public static TheoryData<string, string> Trainings()
    {
        TheoryData<string, string> trainings = [];
        foreach (string training in Optimizers.Keys)
        {
            trainings.Add("rnn_tanh_1layer_mse", training);
            trainings.Add("gru_1layer_ce", training);
            trainings.Add("lstm_1layer_ce", training);
        }

        return trainings;
    }

    private static Dictionary<string, OptimizerOptions> Optimizers { get; } = new()
    {
        ["sgd(lr=0.1)"] = new() { Kind = OptimizerKind.Sgd, LearningRate = 0.1 },
        ["sgd(lr=0.05,momentum=0.9)"] = new() { Kind = OptimizerKind.Sgd, LearningRate = 0.05, Momentum = 0.9 },
        ["adam(lr=0.01)"] = new() { Kind = OptimizerKind.Adam, LearningRate = 0.01 },
        ["rmsprop(lr=0.01,alpha=0.99,eps=1e-8)"] = new() { Kind = OptimizerKind.RmsProp, LearningRate = 0.01, SquareDecay = 0.99, Epsilon = 1e-8 },
        ["adamw(lr=0.01,weight_decay=0.01)"] = new() { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0.01 },
        ["sgd(lr=0.1) with clip_grad_norm"] = new() { Kind = OptimizerKind.Sgd, LearningRate = 0.1 },
    };

    private static JsonDocument Open(string name) =>
        JsonDocument.Parse(File.ReadAllText(SharedData.Path("torch-golden", "bptt", name + ".json")));

    private static double[] Flatten(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flatten)]
        : [element.GetDouble()];

    private static void AssertClose(JsonElement expected, ReadOnlySpan<double> actual)
    {
        double[] values = Flatten(expected);
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], actual[i], Tolerance);
        }
    }

    // PyTorch gives h and c as two arrays; here a sequence's h and c stand side by side.
    private static void AssertClose(JsonElement golden, string hidden, string cell, TrainableLayer<double> layer)
    {
        double[] state = Flatten(golden.GetProperty(hidden));
        if (golden.TryGetProperty(cell, out JsonElement cells))
        {
            int size = ((RecurrentLayer)layer.Description).HiddenSize;
            state = [.. state.Chunk(size).Zip(Flatten(cells).Chunk(size)).SelectMany(pair => pair.First.Concat(pair.Second))];
        }

        Assert.Equal(state.Length, layer.FinalState.Length);
        for (int i = 0; i < state.Length; i++)
        {
            Assert.Equal(state[i], layer.FinalState[i], Tolerance);
        }
    }

    private sealed class Run
    {
        private readonly PackedLayout _layout = new();
        private readonly double[] _target;
        private readonly bool _isClassifier;

        public Run(JsonElement golden)
        {
            int hidden = golden.GetProperty("hidden_size").GetInt32();
            int inputs = golden.GetProperty("input_size").GetInt32();
            RecurrentLayer recurrent = golden.GetProperty("kind").GetString() switch
            {
                "GRU" => new GruLayer("rec", inputs, hidden),
                "LSTM" => new LstmLayer("rec", inputs, hidden),
                _ => new RnnLayer("rec", inputs, hidden),
            };
            Network = new TrainableNetwork<double>([recurrent, new DenseLayer("lin", hidden, golden.GetProperty("output_size").GetInt32())]);
            foreach ((string theirs, string ours) in Names)
            {
                Flatten(golden.GetProperty("weights").GetProperty(theirs)).CopyTo(Find(ours).Value, 0);
            }

            Input = Flatten(golden.GetProperty("x"));
            _target = Flatten(golden.GetProperty("target"));
            _isClassifier = golden.GetProperty("loss").GetString()!.StartsWith("cross_entropy", StringComparison.Ordinal);
            _layout.Reset(golden.GetProperty("batch").GetInt32(), golden.GetProperty("seq_len").GetInt32());
        }

        public TrainableNetwork<double> Network { get; }

        public double[] Input { get; }

        public Parameter<double> Find(string name) => Network.Parameters.Single(parameter => parameter.Name == name);

        public double Step(Span<double> inputGradient)
        {
            Network.ClearGradients();
            ReadOnlySpan<double> outputs = Network.Forward(_layout, new StepInput<double>(Input), OutputSteps.Every);
            double[] gradient = new double[outputs.Length];
            double loss = _isClassifier
                ? CrossEntropy.Compute(Network.OutputSize, outputs, Array.ConvertAll(_target, value => (int)value), gradient)
                : MeanSquaredError.Compute(outputs, _target, gradient);
            Network.Backward(new StepInput<double>(Input), gradient, inputGradient);
            return loss;
        }
    }
}
