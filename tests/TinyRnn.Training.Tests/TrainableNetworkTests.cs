using System.Numerics;

namespace TinyRnn.Training.Tests;

public class TrainableNetworkTests
{
    private static readonly RecurrentOptions Both = new(Direction: Direction.Bidirectional);

    [Fact]
    public void Initialisation_has_the_bounds_of_PyTorch()
    {
        TrainableNetwork<float> network = new([new RnnLayer("rnn", 100, 16), new DenseLayer("output", 16, 400)]);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        foreach (Parameter<float> parameter in network.Parameters)
        {
            // 1 / sqrt(16) for both layers.
            Assert.All(parameter.Value, value => Assert.InRange(value, -0.25f, 0.25f));
        }

        float[] weights = network.Parameters[0].Value;
        Assert.InRange(weights.Max(), 0.24f, 0.25f);
        Assert.InRange(weights.Min(), -0.25f, -0.24f);
    }

    [Fact]
    public void Small_normal_initialisation_has_zero_biases()
    {
        TrainableNetwork<float> network = new([new RnnLayer("rnn", 100, 16, options: new RecurrentOptions(BiasForm.Combined))]);
        network.Initialize(WeightInitialization.SmallNormal, new Xoshiro256StarStar(1));
        Assert.All(network.Parameters[2].Value, value => Assert.Equal(0, value));
        Assert.InRange(Math.Sqrt(network.Parameters[0].Value.Average(value => value * value)), 0.009, 0.011);
    }

    [Fact]
    public void Exported_weights_load_again()
    {
        Layer[] layers = [new ConcatRnnLayer("rnn", 3, 4, 2)];
        TrainableNetwork<float> network = new(layers), other = new(layers);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        other.Load(new Network(new NetworkDefinition
        {
            Name = "n",
            Task = NetworkTask.Raw,
            Input = new VectorInput(3),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = network.ExportTensors(),
        }));
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            Assert.Equal(network.Parameters[i].Value, other.Parameters[i].Value);
        }
    }

    [Fact]
    public void A_carried_state_continues_a_sequence()
    {
        TrainableNetwork<double> network = new([new RnnLayer("a", 2, 3), new ConcatRnnLayer("b", 3, 4, 5, Activation.Identity), new RnnLayer("c", 5, 2)]);
        CheckCarriedState(network);
        foreach (PoolingMode mode in Enum.GetValues<PoolingMode>())
        {
            CheckCarriedState(new TrainableNetwork<double>([new GruLayer("a", 2, 3), new LstmLayer("b", 3, 4, 2, true), new PoolingLayer("c", 2, mode)]));
        }
    }

    private static void CheckCarriedState(TrainableNetwork<double> network)
    {
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        double[] input = [1, 2, -1, 0.5, 0.25, 3, -2, 1];
        PackedLayout layout = new();
        layout.Reset(1, 4);
        double[] whole = network.Forward(layout, new StepInput<double>(input), OutputSteps.Every).ToArray();
        NetworkState<double> state = new(network, 1);
        List<double> parts = [];
        foreach (int steps in new[] { 1, 3 })
        {
            layout.Reset(1, steps);
            ReadOnlySpan<double> part = input.AsSpan(parts.Count, steps * 2);
            parts.AddRange(network.Forward(layout, new StepInput<double>(part), OutputSteps.Every, state));
            network.CopyFinalState(state);
        }

        Assert.All(whole.Zip(parts), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Last_outputs_of_a_packed_batch_are_those_of_each_sequence_alone()
    {
        TrainableNetwork<double> network = new([new RnnLayer("a", 3, 3), new ConcatRnnLayer("b", 3, 4, 5), new DenseLayer("c", 5, 2)]);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        int[][] sequences = [[0, 1, 2, 1], [2, 2, 1], [1, 0, 2], [1], [0]];
        PackedLayout layout = new();
        layout.Reset([.. sequences.Select(sequence => sequence.Length)]);
        int[] tokens = [.. Enumerable.Range(0, 4).SelectMany(step => sequences.Where(sequence => sequence.Length > step).Select(sequence => sequence[step]))];
        double[] packed = network.Forward(layout, new StepInput<double>(tokens), OutputSteps.Last).ToArray();
        for (int i = 0; i < sequences.Length; i++)
        {
            Assert.Equal(sequences[i].Length, layout.Length(i));
            PackedLayout alone = new();
            alone.Reset(1, sequences[i].Length);
            ReadOnlySpan<double> output = network.Forward(alone, new StepInput<double>(sequences[i]), OutputSteps.Every);
            Assert.Equal(output[^2], packed[i * 2], 1e-12);
            Assert.Equal(output[^1], packed[(i * 2) + 1], 1e-12);
        }
    }

    public static TheoryData<string> Stacks => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void A_step_of_a_known_size_allocates_nothing(string stack)
    {
        TrainableNetwork<float> network = new(Networks[stack]);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        Adam<float> adam = new(network.Parameters);
        PackedLayout layout = new();
        int[] lengths = [4, 3, 3, 2, 1];
        int[] tokens = [.. Enumerable.Range(0, 13).Select(i => i % 9)];
        int[] labels = [0, 1, 2, 3, 4];
        float[] gradient = new float[30];
        for (int i = 0; i < 3; i++)
        {
            Step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            layout.Reset(lengths);
            network.ClearGradients();
            NegativeLogLikelihood.Compute(6, network.Forward(layout, new StepInput<float>(tokens), OutputSteps.Last), labels, gradient);
            network.Backward(new StepInput<float>(tokens), gradient);
            GradientClipping.ByGlobalNorm(network.Parameters, 1);
            adam.Update();
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Training_in_single_precision_follows_double_precision(string stack)
    {
        double[] single = Losses<float>(Networks[stack]), exact = Losses<double>(Networks[stack]);
        Assert.True(exact[^1] < exact[0] / 2, $"loss {exact[0]} became {exact[^1]}");
        Assert.All(single.Zip(exact), pair => Assert.Equal(1, pair.First / pair.Second, 1e-3));
    }

    private static double[] Losses<T>(Layer[] layers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainableNetwork<T> network = new(layers);
        network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(1));
        RmsProp<T> optimizer = new(network.Parameters, 0.01);
        PackedLayout layout = new();
        layout.Reset([5, 4, 4, 2, 1]);
        int[] tokens = [.. Enumerable.Range(0, layout.Rows).Select(i => i % 9)];
        int[] labels = [0, 1, 2, 3, 4];
        T[] gradient = new T[30];
        double[] losses = new double[30];
        for (int i = 0; i < losses.Length; i++)
        {
            network.ClearGradients();
            losses[i] = NegativeLogLikelihood.Compute(6, network.Forward(layout, new StepInput<T>(tokens), OutputSteps.Last), labels, gradient);
            network.Backward(new StepInput<T>(tokens), gradient);
            optimizer.Update();
        }

        return losses;
    }

    [Fact]
    public void One_forward_pass_serves_one_backward_pass()
    {
        TrainableNetwork<float> network = new([new GruLayer("a", 2, 3)]);
        Assert.Throws<InvalidOperationException>(() => network.Backward(new StepInput<float>(new float[2]), new float[3]));
        PackedLayout layout = new();
        layout.Reset(1, 1);
        network.Forward(layout, new StepInput<float>(new float[2]), OutputSteps.Last);
        Assert.Throws<ArgumentException>(() => network.Backward(new StepInput<float>(new float[2]), new float[4]));
        network.Backward(new StepInput<float>(new float[2]), new float[3]);
        Assert.Throws<InvalidOperationException>(() => network.Backward(new StepInput<float>(new float[2]), new float[3]));
    }

    [Fact]
    public void A_bend_the_wrong_way_cannot_be_trained() =>
        Assert.Throws<NotSupportedException>(
            () => new TrainableNetwork<float>([new DenseLayer("a", 2, 3, new ActivationFunction(Activation.LeakyRelu, -0.1f))]));

    private static Dictionary<string, Layer[]> Networks { get; } = new()
    {
        ["rnn-concat"] = [new RnnLayer("a", 9, 8), new ConcatRnnLayer("b", 8, 4, 5, Activation.Tanh), new DenseLayer("c", 5, 6, Activation.LogSoftmax)],
        ["gru-after"] = [new GruLayer("a", 9, 11), new DenseLayer("b", 11, 6, Activation.LogSoftmax)],
        ["gru-before"] = [new GruLayer("a", 9, 11, GruReset.Before, Activation.Relu), new DenseLayer("b", 11, 6, Activation.LogSoftmax)],
        ["lstm"] = [new LstmLayer("a", 9, 11), new DenseLayer("b", 11, 6, Activation.LogSoftmax)],
        ["lstm-projection"] = [new LstmLayer("a", 9, 11, 7, true), new DenseLayer("b", 7, 6, Activation.LogSoftmax)],
        ["embedding-bigru-mean"] =
        [
            new EmbeddingLayer("a", 9, 4), new GruLayer("b", 4, 5, options: Both), new PoolingLayer("c", 10, PoolingMode.Mean),
            new DenseLayer("d", 10, 6, Activation.LogSoftmax),
        ],
        ["bilstm-stored-final"] =
        [
            new LstmLayer("a", 9, 5, options: Both with { HasInitialState = true }), new PoolingLayer("b", 10, PoolingMode.Final),
            new DenseLayer("c", 10, 6, Activation.LogSoftmax),
        ],
        ["rnn-reverse-max"] =
        [
            new RnnLayer("a", 9, 12, options: new RecurrentOptions(BiasForm.None, Direction.Reverse)), new PoolingLayer("b", 12, PoolingMode.Max),
            new DenseLayer("c", 12, 8, new ActivationFunction(Activation.Elu, 1)), new DenseLayer("d", 8, 6, Activation.LogSoftmax),
        ],
    };

    [Fact]
    public void Layers_and_inputs_that_do_not_fit_are_errors()
    {
        Assert.Throws<ArgumentException>(() => new TrainableNetwork<float>([]));
        Assert.Throws<ArgumentException>(() => new TrainableNetwork<float>([new RnnLayer("a", 2, 3), new DenseLayer("b", 4, 2)]));
        PackedLayout layout = new();
        Assert.Throws<ArgumentException>(() => layout.Reset([1, 2]));
        Assert.Throws<ArgumentException>(() => layout.Reset([1, 0]));
        Assert.Throws<ArgumentException>(() => layout.Reset([]));
        layout.Reset(2, 2);
        TrainableNetwork<float> network = new([new RnnLayer("a", 2, 3)]);
        Assert.Throws<ArgumentException>(() => network.Forward(layout, new StepInput<float>(new float[7]), OutputSteps.Last));
        Assert.Throws<ArgumentException>(
            () => network.Forward(layout, new StepInput<float>(new float[8]), OutputSteps.Last, new NetworkState<float>(network, 1)));
    }
}
