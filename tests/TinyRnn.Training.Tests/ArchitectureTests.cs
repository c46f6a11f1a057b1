namespace TinyRnn.Training.Tests;

/// <summary>Stacks with residual connections and layer normalisation.</summary>
public class ArchitectureTests
{
    private static readonly CharacterCorpus Corpus =
        CharacterCorpus.FromText(string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog. ", 30)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<RecurrentArchitecture, string> Stacks => new()
    {
        { new() { Layers = 2 }, "rnn1 rnn2 output" },
        { new() { HasLayerNorm = true }, "rnn norm output" },
        { new() { Layers = 3, IsResidual = true }, "rnn1 rnn2 residual2<rnn2,rnn1 rnn3 residual3<rnn3,residual2 output" },
        { new() { Layers = 2, HasLayerNorm = true, Cell = RecurrentCell.Gru }, "gru1 norm1 gru2 norm2 output" },
        {
            new() { Layers = 3, IsResidual = true, HasLayerNorm = true, Cell = RecurrentCell.Lstm, EmbeddingSize = 3 },
            "embedding lstm1 norm1 lstm2 residual2<lstm2,norm1 norm2 lstm3 residual3<lstm3,norm2 norm3 output"
        },
        {
            new() { Layers = 2, IsResidual = true, HasLayerNorm = true, IsBidirectional = true, Pooling = PoolingMode.Final },
            "rnn1 norm1 rnn2 residual2<rnn2,norm1 norm2 pooling output"
        },
    };

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Layers_are_named_and_joined(RecurrentArchitecture architecture, string expected)
    {
        IReadOnlyList<Layer> layers = Architecture.Recurrent(7, 4, Activation.LogSoftmax, architecture with { HiddenSize = 5 });
        Assert.Equal(expected, string.Join(" ", layers.Select(layer => layer.Name + (layer.Inputs is null ? "" : "<" + string.Join(",", layer.Inputs)))));
        int size = architecture.IsBidirectional ? 10 : 5;
        Assert.All(layers.OfType<CombineLayer>(), sum => Assert.Equal((CombineOperation.Add, size, size), (sum.Operation, sum.Terms[0], sum.OutputSize)));
        Assert.All(layers.OfType<LayerNormLayer>(), norm => Assert.Equal((size, 1e-5f, 1, true), (norm.InputSize, norm.Epsilon, norm.Groups, norm.IsAffine)));
        Assert.Equal(4, new TrainableNetwork<float>(layers).OutputSize);
    }

    [Fact]
    public void A_normalisation_begins_with_weights_of_1_and_biases_of_0()
    {
        RecurrentArchitecture architecture = new() { HiddenSize = 4, HasLayerNorm = true };
        TrainableNetwork<float> network = new(Architecture.Recurrent(3, 2, Activation.Identity, architecture));
        foreach (WeightInitialization initialization in Enum.GetValues<WeightInitialization>())
        {
            network.Initialize(initialization, new Xoshiro256StarStar(1));
            Assert.Equal([1, 1, 1, 1], network.Parameters.First(parameter => parameter.Name == "norm.weight").Value);
            Assert.Equal([0, 0, 0, 0], network.Parameters.First(parameter => parameter.Name == "norm.bias").Value);
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void They_learn_and_read_back(bool isResidual, bool hasLayerNorm)
    {
        RecurrentArchitecture architecture = new()
        {
            Cell = RecurrentCell.Gru,
            HiddenSize = 16,
            Layers = 3,
            IsResidual = isResidual,
            HasLayerNorm = hasLayerNorm,
        };
        OptimizerOptions optimizer = new() { LearningRate = 1e-2, ClipNorm = 1 };
        LanguageModelOptions options = new() { Epochs = 8, BatchSize = 4, Steps = 16, Dropout = 0.1, Threads = 2, Optimizer = optimizer };
        IReadOnlyList<Layer> layers = Architecture.Recurrent(Corpus.Vocabulary.Size, Corpus.Vocabulary.Size, Activation.Identity, architecture);
        TrainingResult result = new LanguageModelTrainer(Corpus, layers, options).Train(cancellation: Cancellation);
        Assert.True(result.LossCurve[^1].Loss < 0.6 * result.LossCurve[0].Loss, $"loss {result.LossCurve[0].Loss}, then {result.LossCurve[^1].Loss}");
        string written = NetworkWriter.Write(result.Network);
        Assert.Equal(written, NetworkWriter.Write(Network.Parse(written, "stack.tinyrnn")));
        Assert.All(result.Network.Layers.OfType<LayerNormLayer>(), norm => Assert.Contains(result.Network.Tensors[norm.Weight].Values, value => value != 1));
    }

    [Fact]
    public void A_residual_connection_needs_two_layers()
    {
        RecurrentArchitecture architecture = new() { IsResidual = true };
        ArgumentException error = Assert.Throws<ArgumentException>(() => Architecture.Recurrent(3, 2, Activation.Identity, architecture));
        Assert.StartsWith("a residual connection needs at least 2 recurrent layers, not 1", error.Message, StringComparison.Ordinal);
    }
}
