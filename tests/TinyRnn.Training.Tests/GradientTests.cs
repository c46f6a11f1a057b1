namespace TinyRnn.Training.Tests;

/// <summary>Every gradient against central differences in double precision.</summary>
public class GradientTests
{
    private static readonly int[] Lengths = [5, 4, 4, 2, 1, 1];

    public static TheoryData<string, bool, OutputSteps, string, int> Cases()
    {
        TheoryData<string, bool, OutputSteps, string, int> cases = [];
        foreach (string stack in Stacks.Keys)
        {
            foreach (bool tokens in new[] { false, true })
            {
                foreach (OutputSteps steps in Enum.GetValues<OutputSteps>())
                {
                    // Six sequences take the path that turns matrices round, two that by dot products.
                    cases.Add(stack, tokens, steps, "cross-entropy", 6);
                    cases.Add(stack, tokens, steps, "mean-squared-error", 2);
                }
            }
        }

        cases.Add("rnn-log-softmax", true, OutputSteps.Last, "nll", 6);
        cases.Add("rnn-log-softmax", true, OutputSteps.Every, "nll", 1);
        cases.Add("concat", true, OutputSteps.Last, "nll", 1);
        cases.Add("concat", true, OutputSteps.Every, "nll", 6);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_gives_the_derivatives_of_the_loss(string stack, bool tokens, OutputSteps steps, string loss, int sequences) =>
        new Check(Stacks[stack], tokens, steps, loss, sequences).Run();

    [Fact]
    public void Many_rows_of_tokens_take_the_table() =>
        new Check([new RnnLayer("a", 3, 4), new DenseLayer("b", 4, 3)], true, OutputSteps.Every, "cross-entropy", 6).Run();

    [Fact]
    public void A_token_outside_the_input_is_an_error()
    {
        TrainableNetwork<double> network = new([new RnnLayer("a", 3, 4)]);
        PackedLayout layout = new();
        layout.Reset(1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(layout, new StepInput<double>([3]), OutputSteps.Last));
        layout.Reset(4, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(layout, new StepInput<double>([0, 1, -1, 2]), OutputSteps.Last));
    }

    private static Dictionary<string, Layer[]> Stacks { get; } = new()
    {
        ["dense-identity"] = [new DenseLayer("a", 7, 4)],
        ["dense-no-bias"] = [new DenseLayer("a", 7, 4, Activation.Identity, bias: false)],
        ["dense-tanh"] = [new DenseLayer("a", 7, 5, Activation.Tanh), new DenseLayer("b", 5, 4)],
        ["dense-relu"] = [new DenseLayer("a", 7, 5, Activation.Relu), new DenseLayer("b", 5, 4)],
        ["dense-sigmoid"] = [new DenseLayer("a", 7, 5, Activation.Sigmoid), new DenseLayer("b", 5, 4)],
        ["dense-softmax"] = [new DenseLayer("a", 7, 5, Activation.Softmax), new DenseLayer("b", 5, 4)],
        ["rnn-tanh"] = [new RnnLayer("a", 7, 4)],
        ["rnn-relu"] = [new RnnLayer("a", 7, 4, Activation.Relu, new RecurrentOptions(BiasForm.Combined))],
        ["rnn-identity"] = [new RnnLayer("a", 7, 4, Activation.Identity, new RecurrentOptions(BiasForm.None))],
        ["rnn-no-bias"] = [new RnnLayer("a", 7, 4, Activation.Tanh, new RecurrentOptions(BiasForm.None))],
        ["rnn-combined"] = [new RnnLayer("a", 7, 4, Activation.Tanh, new RecurrentOptions(BiasForm.Combined))],
        ["rnn-dense"] = [new RnnLayer("a", 7, 5), new DenseLayer("b", 5, 4)],
        ["rnn-log-softmax"] = [new RnnLayer("a", 7, 5), new DenseLayer("b", 5, 4, Activation.LogSoftmax)],
        ["rnn-rnn-dense"] = [new RnnLayer("a", 7, 5), new RnnLayer("b", 5, 3, Activation.Relu), new DenseLayer("c", 3, 4)],
        ["dense-rnn-dense-dense"] = [new DenseLayer("a", 7, 5, Activation.Tanh), new RnnLayer("b", 5, 3), new DenseLayer("c", 3, 3, Activation.Tanh), new DenseLayer("d", 3, 4)],
        ["concat"] = [new ConcatRnnLayer("a", 7, 5, 4)],
        ["concat-tanh-rnn"] = [new ConcatRnnLayer("a", 7, 5, 3, Activation.Tanh), new RnnLayer("b", 3, 4)],
        ["rnn-concat"] = [new RnnLayer("a", 7, 3), new ConcatRnnLayer("b", 3, 5, 4, Activation.Identity)],
    };

    private sealed class Check
    {
        private const double Step = 1e-6;

        private readonly TrainableNetwork<double> _network;
        private readonly PackedLayout _layout = new();
        private readonly NetworkState<double> _initial;
        private readonly double[] _values;
        private readonly int[] _tokens;
        private readonly double[] _targets;
        private readonly int[] _classes;
        private readonly OutputSteps _steps;
        private readonly bool _isTokens;
        private readonly string _loss;

        public Check(IReadOnlyList<Layer> layers, bool tokens, OutputSteps steps, string loss, int sequences)
        {
            Xoshiro256StarStar random = new(11);
            _network = new TrainableNetwork<double>(layers);
            _network.Initialize(WeightInitialization.Uniform, random);
            _layout.Reset(Lengths.AsSpan(0, sequences));
            _initial = new NetworkState<double>(_network, sequences);
            for (int i = 0; i < layers.Count; i++)
            {
                Fill(_initial[i], random);
            }

            int inputs = layers[0].InputSize;
            int rows = steps == OutputSteps.Last ? sequences : _layout.Rows;
            _values = new double[_layout.Rows * inputs];
            Fill(_values, random);
            _tokens = [.. Enumerable.Range(0, _layout.Rows).Select(_ => random.NextInt32(inputs))];
            _targets = new double[rows * _network.OutputSize];
            Fill(_targets, random);

            // Every third row is masked.
            _classes = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 2 ? CrossEntropy.Masked : random.NextInt32(_network.OutputSize))];
            (_steps, _isTokens, _loss) = (steps, tokens, loss);
        }

        public void Run()
        {
            double[] outputGradient = new double[_steps == OutputSteps.Last ? _layout.Sequences * _network.OutputSize : _layout.Rows * _network.OutputSize];
            double[] inputGradient = new double[_isTokens ? 0 : _values.Length];
            Loss(outputGradient);
            _network.ClearGradients();
            _network.Backward(Input, outputGradient, inputGradient);
            foreach (Parameter<double> parameter in _network.Parameters)
            {
                Compare(parameter.Name, parameter.Value, parameter.Gradient);
            }

            Compare("input", _isTokens ? [] : _values, inputGradient);
            for (int i = 0; i < _network.Layers.Count; i++)
            {
                if (_network.Layers[i].Description.StateSize > 0)
                {
                    Compare($"initial state of layer {i}", _initial[i], _network.Layers[i].InitialStateGradient.ToArray());
                }
            }
        }

        private StepInput<double> Input => _isTokens ? new StepInput<double>(_tokens) : new StepInput<double>(_values);

        private double Loss(Span<double> gradient)
        {
            ReadOnlySpan<double> outputs = _network.Forward(_layout, Input, _steps, _initial);
            return _loss switch
            {
                "cross-entropy" => CrossEntropy.Compute(_network.OutputSize, outputs, _classes, gradient),
                "nll" => NegativeLogLikelihood.Compute(_network.OutputSize, outputs, _classes, gradient),
                _ => MeanSquaredError.Compute(outputs, _targets, gradient),
            };
        }

        private void Compare(string what, Span<double> values, double[] gradient)
        {
            Assert.Equal(values.Length, gradient.Length);
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                values[i] = value + Step;
                double above = Loss([]);
                values[i] = value - Step;
                double below = Loss([]);
                values[i] = value;
                double expected = (above - below) / (2 * Step);
                Assert.True(Math.Abs(expected - gradient[i]) < 1e-7, $"{what}[{i}]: {gradient[i]} instead of {expected}");
            }
        }

        private static void Fill(Span<double> values, Xoshiro256StarStar random)
        {
            foreach (ref double value in values)
            {
                value = random.NextNormal();
            }
        }
    }
}
