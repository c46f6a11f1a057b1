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

    [Fact]
    public void Outputs_loss_and_gradients_are_those_of_PyTorch()
    {
        using JsonDocument file = Open();
        JsonElement golden = file.RootElement;
        Run run = new(golden);
        double[] inputGradient = new double[run.Input.Length];
        double loss = run.Step(inputGradient);
        AssertClose(golden.GetProperty("rec_out"), run.Network.Layers[0].Output);
        AssertClose(golden.GetProperty("out"), run.Network.Layers[1].Output);
        AssertClose(golden.GetProperty("h_n"), run.Network.Layers[0].FinalState);
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
    [InlineData("sgd(lr=0.1)", OptimizerKind.Sgd, 0.1, 0, null)]
    [InlineData("sgd(lr=0.05,momentum=0.9)", OptimizerKind.Sgd, 0.05, 0.9, null)]
    [InlineData("adam(lr=0.01)", OptimizerKind.Adam, 0.01, 0, null)]
    [InlineData("sgd(lr=0.1) with clip_grad_norm 0.378579", OptimizerKind.Sgd, 0.1, 0, 0.378579)]
    public void Five_steps_are_those_of_PyTorch(string name, OptimizerKind kind, double rate, double momentum, double? clip)
    {
        using JsonDocument file = Open();
        JsonElement expected = file.RootElement.GetProperty("train").GetProperty(name);
        Run run = new(file.RootElement);
        Optimizer<double> optimizer = new OptimizerOptions { Kind = kind, LearningRate = rate, Momentum = momentum }.Create(run.Network.Parameters);

        // The name rounds the bound: it is half of the first gradient's norm.
        double? bound = clip is null ? null : file.RootElement.GetProperty("grad_norm").GetDouble() / 2;
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

    private static JsonDocument Open() =>
        JsonDocument.Parse(File.ReadAllText(SharedData.Path("torch-golden", "bptt", "rnn_tanh_1layer_mse.json")));

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

    private sealed class Run
    {
        private readonly PackedLayout _layout = new();
        private readonly double[] _target;

        public Run(JsonElement golden)
        {
            int hidden = golden.GetProperty("hidden_size").GetInt32();
            int inputs = golden.GetProperty("input_size").GetInt32();
            Network = new TrainableNetwork<double>(
                [new RnnLayer("rec", inputs, hidden), new DenseLayer("lin", hidden, golden.GetProperty("output_size").GetInt32())]);
            foreach ((string theirs, string ours) in Names)
            {
                Flatten(golden.GetProperty("weights").GetProperty(theirs)).CopyTo(Find(ours).Value, 0);
            }

            Input = Flatten(golden.GetProperty("x"));
            _target = Flatten(golden.GetProperty("target"));
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
            double loss = MeanSquaredError.Compute(outputs, _target, gradient);
            Network.Backward(new StepInput<double>(Input), gradient, inputGradient);
            return loss;
        }
    }
}
