using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// The architectures ConvNet and Linear. ConvNet is a chain of dilated causal convolutions of two taps, each with a normalization and an activation.
/// Linear is one filter over the last samples. What a convolution remembers is stored less its value in silence, which is folded into biases: memories of
/// zeros are then those after silence, with which players begin.
/// </summary>
internal static class NamConvNet
{
    private const int Kernel = 2;

    /// <summary>Adds a ConvNet.</summary>
    /// <returns>The number of samples that players run before the first one.</returns>
    /// <exception cref="ImportException">Sizes and weights do not fit, or the file has something that is not known.</exception>
    public static int Read(JsonDocumentFile file, JsonValue config, NetworkBuilder builder)
    {
        NamReader.CheckFields(file, config, "a ConvNet", "channels", "dilations", "batchnorm", "activation", "groups", "in_channels", "out_channels");
        RequireOne(file, config, "groups", "in_channels", "out_channels");
        int channels = NamReader.Size(file, config, "channels");
        int[] dilations = NamActivation.Dilations(file, config, Kernel);
        bool isNormalized = (file.FindInteger(config, "batchnorm") ?? 0) != 0;
        ActivationFunction? activation = NamActivation.Of(file, config);
        long rest = isNormalized ? (4L * channels) + 1 : channels;
        long expected = ((long)channels * Kernel) + rest + ((dilations.Length - 1) * (((long)channels * channels * Kernel) + rest)) + channels + 1;
        string said = $"{NamReader.Plural(dilations.Length, "convolution")} of {channels} channels{(isNormalized ? " with normalization" : "")}";
        NamWeights weights = new(file, expected, said);
        int inputs = 1;
        double[] silence = [0];
        for (int i = 0; i < dilations.Length; i++)
        {
            silence = AddBlock(builder, weights, $"block{i + 1}", inputs, channels, dilations[i], isNormalized, activation, silence);
            if (i < dilations.Length - 1)
            {
                ScaleLayer offset = new(builder.NameLayer($"block{i + 1}_offset"), channels);
                Tensor ones = new(offset.Weight, [channels], [.. Enumerable.Repeat(1f, channels)]);
                builder.Add(offset, [ones, new Tensor(offset.BiasName, [channels], NamSilence.Rounded([.. silence.Select(value => -value)]))], []);
            }

            inputs = channels;
        }

        List<string> sources = [];
        DenseLayer head = new(builder.NameLayer("head"), channels, 1);
        Tensor matrix = new(head.Weight, [1, channels], weights.Take(channels, $"head [1, {channels}]", sources));
        builder.Add(head, [matrix, new Tensor(head.BiasName, [1], weights.Take(1, "head's bias", sources))], sources);
        return dilations.Sum() + 1;
    }

    /// <summary>Adds a filter. Its first number is for the newest sample, as players read it.</summary>
    /// <exception cref="ImportException">Sizes and weights do not fit, or the file has something that is not known.</exception>
    public static void ReadLinear(JsonDocumentFile file, JsonValue config, NetworkBuilder builder)
    {
        NamReader.CheckFields(file, config, "a Linear", "receptive_field", "bias", "in_channels", "out_channels");
        RequireOne(file, config, "in_channels", "out_channels");
        int taps = NamReader.Size(file, config, "receptive_field");
        bool hasBias = (file.FindInteger(config, "bias") ?? 0) != 0;
        NamWeights weights = new(file, taps + (hasBias ? 1 : 0), $"a filter over {NamReader.Plural(taps, "sample")}{(hasBias ? " with a bias" : "")}");
        List<string> sources = [];
        if (taps > 1)
        {
            builder.Add(new DelayLayer(builder.NameLayer("samples"), 1, [.. Enumerable.Range(0, taps)]), [], []);
        }

        DenseLayer filter = new(builder.NameLayer("filter"), taps, 1, bias: hasBias);
        Tensor response = new(filter.Weight, [1, taps], weights.Take(taps, "response, the newest sample first", sources));
        builder.Add(filter, hasBias ? [response, new Tensor(filter.BiasName, [1], weights.Take(1, "bias", sources))] : [response], sources);
    }

    // Gives what the block does in silence.
    private static double[] AddBlock(
        NetworkBuilder builder, NamWeights weights, string name, int inputs, int channels, int dilation, bool isNormalized, ActivationFunction? activation,
        double[] silence)
    {
        List<string> sources = [];
        float[] kernel = weights.Take(channels * inputs * Kernel, $"convolution [{channels}, {inputs}, {Kernel}]", sources);
        float[] weight = new float[kernel.Length];
        for (int row = 0; row < channels; row++)
        {
            for (int i = 0; i < Kernel * inputs; i++)
            {
                weight[(row * Kernel * inputs) + i] = kernel[(((row * inputs) + (i % inputs)) * Kernel) + (i / inputs)];
            }
        }

        float[] bias = isNormalized ? Normalized(weights, weight, channels, sources) : weights.Take(channels, $"bias [{channels}]", sources);
        int[] lags = DelayLayer.CausalLags(Kernel, dilation);
        if (DelayLayer.ProblemOf(inputs, lags) is string problem)
        {
            throw builder.Source.Error($"layer {ImportSource.Quote(name)}", problem);
        }

        builder.Add(new DelayLayer(builder.NameLayer(name + "_steps"), inputs, lags), [], []);
        DenseLayer dense = new(builder.NameLayer(name), Kernel * inputs, channels, activation);
        double[] silent = NamSilence.Sum(weight, bias, [.. NamSilence.Repeated(silence, Kernel)]);
        Tensor folded = new(dense.BiasName, [channels], NamSilence.Rounded(silent));
        builder.Add(dense, [new Tensor(dense.Weight, [channels, Kernel * inputs], weight), folded], sources);
        if (activation is null)
        {
            builder.Add(NamActivation.AsLayer(null, builder.NameLayer(name + "_activation"), channels), [], []);
        }

        return [.. silent.Select(sum => NamActivation.Value(activation, sum))];
    }

    // The normalization of a trained network is a scale and an offset for each row.
    private static float[] Normalized(NamWeights weights, float[] weight, int channels, List<string> sources)
    {
        float[] mean = weights.Take(channels, $"running mean [{channels}]", sources);
        float[] variance = weights.Take(channels, $"running variance [{channels}]", sources);
        float[] gain = weights.Take(channels, $"weight of the normalization [{channels}]", sources);
        float[] shift = weights.Take(channels, $"bias of the normalization [{channels}]", sources);
        float epsilon = weights.Take(1, "epsilon of the normalization", sources)[0];
        int columns = weight.Length / channels;
        float[] bias = new float[channels];
        for (int row = 0; row < channels; row++)
        {
            double scale = gain[row] / Math.Sqrt((double)variance[row] + epsilon);
            bias[row] = (float)(shift[row] - (scale * mean[row]));
            for (int i = row * columns; i < (row + 1) * columns; i++)
            {
                weight[i] = (float)(weight[i] * scale);
            }
        }

        return bias;
    }

    private static void RequireOne(JsonDocumentFile file, JsonValue config, params string[] fields)
    {
        foreach (string field in fields)
        {
            if (file.FindInteger(config, field) is int number and not 1)
            {
                throw file.Error(config, $"'{field}' is {number}; 1 was expected");
            }
        }
    }
}
