using System.Globalization;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>The culture of the machine that builds changes nothing in what is generated.</summary>
public class CultureTests
{
    // Models of every kind of layer and of every task, in fp32 and in smaller weights, each with what it records.
    private static readonly Network[] Models =
    [
        .. AgreementModels.Sample.Networks.Where(network => network.ParameterCount < 20_000), .. AgreementModels.QuantizedSample.Networks.Take(6),
        Networks.WithTestVectors(
            Networks.Classifier(
                new Vocabulary("abcdeE '", TextNormalization.Ascii, UnknownCharacter.Skip), 1, new RnnLayer("rnn", 8, 5),
                new DenseLayer("fc", 5, 3, Activation.LogSoftmax)),
            "Bèata", "abe"),
        Networks.LanguageModel(
            new Vocabulary("ab é😀i", unknown: UnknownCharacter.Replace, replacement: " "), 2, new RnnLayer("rnn", 6, 4), new DenseLayer("fc", 4, 6)),
        Forecaster(),
    ];

    [Fact]
    public void Code_is_the_same_where_every_sign_differs() =>
        Assert.Equal(Cultures.In(CultureInfo.InvariantCulture, () => Generate(Models)), Cultures.In(Cultures.Odd, () => Generate(Models)));

    [Fact]
    public void Code_is_the_same_in_every_culture()
    {
        Assert.SkipWhen(Cultures.Known.Count <= 1, "this .NET runs without data of cultures");
        Network[] few = [.. Models[^3..], .. Models.Where(network => network.ParameterCount < 1500).Take(4)];
        IReadOnlyList<string> expected = Cultures.In(CultureInfo.InvariantCulture, () => Generate(few));
        foreach (CultureInfo culture in Cultures.Known)
        {
            IReadOnlyList<string> found = Cultures.In(culture, () => Generate(few));
            Assert.True(expected.SequenceEqual(found), $"the code differs in '{culture.Name}'");
        }
    }

    [Fact]
    public void Errors_are_the_same_where_every_sign_differs()
    {
        Network network = Models[0];
        string text = NetworkWriter.Write(network);
        string[] broken =
        [
            text.Replace("\"shape\": [", "\"shape\": [-7, ", StringComparison.Ordinal), text[..^40],
            text.Replace("\"tinyrnn\": 1", "\"tinyrnn\": -12345", StringComparison.Ordinal)
        ];
        foreach (string file in broken)
        {
            string expected = Cultures.In(CultureInfo.InvariantCulture, () => Errors(file));
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Cultures.In(Cultures.Odd, () => Errors(file)));
        }
    }

    private static string Errors(string file) =>
        string.Join('\n', GeneratorRun.Of("", new ModelText("model.tinyrnn", file)).Diagnostics.Select(error => error.GetMessage(CultureInfo.CurrentCulture)));

    private static IReadOnlyList<string> Generate(Network[] models)
    {
        string source = string.Concat(
            models.Select((_, i) => FormattableString.Invariant($"[TinyRnn.TinyRnnModel(\"model{i}.tinyrnn\")] public sealed partial class Model{i};\n")));
        GeneratorRun run = GeneratorRun.Of(
            source, [.. models.Select((network, i) => new ModelText(FormattableString.Invariant($"model{i}.tinyrnn"), NetworkWriter.Write(network)))]);
        Assert.Empty(run.Diagnostics);
        return [.. run.Result.GeneratedSources.Select(file => file.SourceText.ToString())];
    }

    private static Network Forecaster()
    {
        Layer[] layers = [new GruLayer("gru", 2, 6), new DenseLayer("fc", 6, 1)];
        return new Network(new NetworkDefinition
        {
            Name = "Pump",
            Task = NetworkTask.Forecast,
            Input = new VectorInput(2, ["iı", "I"], new Scaling([-80.5f, 1e-7f], [12345.5f, 1f])),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
            OutputScaling = new Scaling([-1.5f], [12f]),
            Forecast = new ForecastShape(24, columns: 2),
            Residual = new Residual([0]),
        });
    }
}
