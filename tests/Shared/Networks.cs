using TinyRnn.Model;

namespace TinyRnn.Tests;

/// <summary>Networks with random weights for tests.</summary>
internal static class Networks
{
    /// <summary>The 57 characters of PyTorch's tutorial.</summary>
    public const string TutorialLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'";

    public static Network Raw(NetworkInput input, OutputSteps steps, int seed, params Layer[] layers) =>
        new(Define(NetworkTask.Raw, input, steps, seed, layers));

    public static Network Classifier(NetworkInput input, int seed, params Layer[] layers) =>
        new(Define(NetworkTask.Classify, input, OutputSteps.Last, seed, layers) with { Labels = Labels(layers[^1].OutputSize) });

    public static Network Forecast(VectorInput input, ForecastShape shape, int seed, params Layer[] layers) =>
        new(Define(NetworkTask.Forecast, input, OutputSteps.Last, seed, layers) with { Forecast = shape });

    public static Network LanguageModel(TokenInput input, int seed, params Layer[] layers) =>
        new(Define(NetworkTask.LanguageModel, input, OutputSteps.Every, seed, layers));

    public static IReadOnlyList<string> Labels(int count) => [.. Enumerable.Range(0, count).Select(i => $"label {i}")];

    /// <summary>Weights from -1/sqrt(columns) to 1/sqrt(columns), as PyTorch starts with.</summary>
    public static IEnumerable<Tensor> RandomTensors(IEnumerable<Layer> layers, int seed)
    {
        Random random = new(seed);
        foreach (TensorSpec spec in layers.SelectMany(layer => layer.Tensors))
        {
            double bound = 1 / Math.Sqrt(spec.Shape[^1]);
            float[] values = new float[spec.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(((random.NextDouble() * 2) - 1) * bound);
            }

            yield return new Tensor(spec.Name, [.. spec.Shape], values);
        }
    }

    public static float[] RandomInput(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    /// <summary>The network with the interpreter's outputs for some texts as test vectors.</summary>
    public static Network WithTestVectors(Network network, params string[] texts)
    {
        Interpreter interpreter = new(network);
        return network.With([.. texts.Select(text => TestVector.OfText(text, interpreter.RunText(text)))]);
    }

    /// <summary>The network with the interpreter's outputs for some sequences as test vectors.</summary>
    public static Network WithTestVectors(Network network, params float[][] sequences)
    {
        Interpreter interpreter = new(network);
        return network.With([.. sequences.Select(sequence => TestVector.OfValues(sequence, interpreter.Run(sequence)))]);
    }

    private static NetworkDefinition Define(NetworkTask task, NetworkInput input, OutputSteps steps, int seed, Layer[] layers) => new()
    {
        Name = "random",
        Task = task,
        Input = input,
        Layers = layers,
        OutputSteps = steps,
        Tensors = RandomTensors(layers, seed),
    };
}
