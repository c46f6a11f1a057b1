namespace TinyRnn.Training.Tests;

public class TrainableNetworkTests
{
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
        other.Load(new Network("n", NetworkTask.Raw, new VectorInput(3), layers, OutputSteps.Every, network.ExportTensors()));
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            Assert.Equal(network.Parameters[i].Value, other.Parameters[i].Value);
        }
    }

    [Fact]
    public void A_carried_state_continues_a_sequence()
    {
        TrainableNetwork<double> network = new([new RnnLayer("a", 2, 3), new ConcatRnnLayer("b", 3, 4, 5, Activation.Identity), new RnnLayer("c", 5, 2)]);
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

    [Fact]
    public void A_step_of_a_known_size_allocates_nothing()
    {
        TrainableNetwork<float> network = new([new RnnLayer("a", 9, 8), new ConcatRnnLayer("b", 8, 4, 5, Activation.Tanh), new DenseLayer("c", 5, 6, Activation.LogSoftmax)]);
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
        Assert.Throws<ArgumentException>(() => network.Forward(layout, new StepInput<float>(new float[8]), OutputSteps.Last, new NetworkState<float>(network, 1)));
    }
}
