extern alias generator;

using System.Text.RegularExpressions;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>The whole generated text of some models, so that every change of it is seen and reviewed.</summary>
public class SnapshotTests
{
    [Fact]
    public void Tutorial_classifier()
    {
        Vocabulary letters = new("abcdeE '", TextNormalization.Ascii, UnknownCharacter.Skip);
        Layer[] layers = [new ConcatRnnLayer("cell", letters.Size, 5, 3)];
        Network network = new(new NetworkDefinition
        {
            Name = "Names by language",
            Task = NetworkTask.Classify,
            Input = letters,
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
            Labels = ["Czech", "Old English", "C#"],
        });
        Verify("TutorialClassifier", Networks.WithTestVectors(network, "Bèata", "abe"));
    }

    [Fact]
    public void Rnn_language_model()
    {
        Vocabulary characters = new("ab é😀", unknown: UnknownCharacter.Replace, replacement: " ");
        Layer[] layers = [new RnnLayer("rnn", characters.Size, 24), new DenseLayer("fc", 24, characters.Size)];
        Verify("RnnLanguageModel", Networks.LanguageModel(characters, 2, layers));
    }

    [Fact]
    public void Dense_with_scaling()
    {
        Layer[] layers = [new DenseLayer("hidden", 2, 4, Activation.Relu), new DenseLayer("fc", 4, 1)];
        Network network = new(new NetworkDefinition
        {
            Name = "Pump",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2, ["pressure <bar>", "temperature"], new Scaling([1.5f, 20f], [0.5f, 4f])),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, 3),
            OutputScaling = new Scaling([60f], [15f]),
        });
        Verify("DenseWithScaling", Networks.WithTestVectors(network, [1.5f, 21f, 1.25f, 17f]));
    }

    [Fact]
    public void Gru_forecaster()
    {
        Layer[] layers = [new GruLayer("gru", 1, 6), new DenseLayer("fc", 6, 1)];
        Verify("GruForecaster", new Network(new NetworkDefinition
        {
            Name = "Pump temperature",
            Task = NetworkTask.Forecast,
            Input = new VectorInput(1, ["temperature"], new Scaling([80f], [12f])),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
            OutputScaling = new Scaling([0f], [12f]),
            Forecast = new ForecastShape(24),
            Residual = new Residual([0]),
        }));
    }

    [Fact]
    public void Gru_forecaster_of_bf16_weights() => Verify("BrainForecaster", AgreementModels.Quantized(Forecaster(), TensorType.BF16));

    [Fact]
    public void Gru_forecaster_of_int8_weights() => Verify("Int8Forecaster", AgreementModels.Quantized(Forecaster(), TensorType.I8));

    [Fact]
    public void Bidirectional_classifier()
    {
        Vocabulary letters = new("abc", TextNormalization.Ascii, UnknownCharacter.Skip);
        Verify("BidirectionalClassifier", Networks.Classifier(
            letters, 1, new EmbeddingLayer("embedding", 3, 4), new LstmLayer("lstm", 4, 3, options: new RecurrentOptions(Direction: Direction.Bidirectional)),
            new PoolingLayer("pool", 6, PoolingMode.Max), new DenseLayer("fc", 6, 2, Activation.LogSoftmax)));
    }

    [Fact]
    public void Lstm_of_other_functions()
    {
        LstmLayer lstm = new(
            "lstm", 2, 6, hasPeepholes: true, options: new RecurrentOptions(BiasForm.Combined) { Clip = 3f },
            gateActivation: new ActivationFunction(Activation.HardSigmoid, 0.25f, 0.5f),
            activation: Activation.Softsign, cellActivation: new ActivationFunction(Activation.ScaledTanh, 1.5f, 0.75f), hasCoupledGates: true);
        Verify("OtherFunctions", Networks.Raw(new VectorInput(2), OutputSteps.Last, 1, lstm, new DenseLayer("fc", 6, 1, Activation.Softplus)));
    }

    /// <summary>
    /// A residual connection, a row of two parts, a selection and a gate: nothing is copied, and what is made value by value is made at once.
    /// </summary>
    [Fact]
    public void Graph_with_branches() => Verify("BranchedGraph", Networks.Raw(
        new VectorInput(3), OutputSteps.Every, 1,
        new GruLayer("gru", 3, 8),
        new SelectLayer("low", 8, [.. Enumerable.Range(0, 4)]) { Inputs = ["gru"] },
        new DenseLayer("deep", 4, 8) { Inputs = ["low"] },
        new ActivationLayer("gate", 8, Activation.Sigmoid) { Inputs = ["deep"] },
        new ScaleLayer("scaled", 8) { Inputs = ["gru"] },
        new CombineLayer("gated", CombineOperation.Multiply, 8, 8) { Inputs = ["scaled", "gate"] },
        new CombineLayer("sum", CombineOperation.Add, 8, 8) { Inputs = ["gated", "gru"] },
        new DenseLayer("side", 8, 4, Activation.Relu) { Inputs = ["gru"] },
        new DenseLayer("fc", 12, 4) { Inputs = ["sum", "side"] }));

    /// <summary>A convolution over time, dilated, whose steps the state holds, beside a residual connection.</summary>
    [Fact]
    public void Convolution_over_time() => Verify("Causal", Networks.Raw(
        new VectorInput(4), OutputSteps.Every, 1,
        new DelayLayer("steps", 4, [4, 2, 1, 0]),
        new DenseLayer("conv", 16, 4, Activation.Relu),
        new CombineLayer("residual", CombineOperation.Add, 4, 4) { Inputs = ["conv", Graph.InputName] }));

    /// <summary>A fifth of the blocks is kept.</summary>
    [Fact]
    public void Gru_without_its_zero_blocks() => SparseModels.With(true, () =>
    {
        Verify("SparseGru", SparseModels.Gru(16, 0.2));
        return true;
    });

    private static Network Forecaster()
    {
        Layer[] layers = [new GruLayer("gru", 5, 8), new DenseLayer("fc", 8, 5)];
        return new Network(new NetworkDefinition
        {
            Name = "Pump",
            Task = NetworkTask.Raw,
            Input = new VectorInput(5, scaling: new Scaling([80f, 1f, 2f, 3f, 4f], [12f, 1f, 1f, 2f, 2f])),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
        });
    }

    private static void Verify(string name, Network network)
    {
        GeneratorRun run = GeneratorRun.Of(
            $$"""
            using TinyRnn;
            namespace Models;
            [TinyRnnModel("model.tinyrnn")]
            public sealed partial class {{name}};
            """,
            new ModelText("model.tinyrnn", NetworkWriter.Write(network)));
        Assert.Empty(run.Diagnostics);
        Snapshot.Verify(name, OfAnyBuild(run.Source($"Models.{name}.g.cs")));
        Snapshot.Verify(name + ".Weights", OfAnyBuild(run.Source($"Models.{name}.Weights.g.cs")));
    }

    /// <summary>The text without what changes with the version and with the address of the repository.</summary>
    private static string OfAnyBuild(string text)
    {
        string version = generator::TinyRnn.Generator.Emit.GeneratedMark.Version;
        string unversioned = text.Replace($"(\"TinyRnn\", \"{version}\")", "(\"TinyRnn\", \"VERSION\")", StringComparison.Ordinal);
        return Regex.Replace(unversioned, "UrlFormat = \"[^\"]*(?=generator/)", "UrlFormat = \"");
    }
}
