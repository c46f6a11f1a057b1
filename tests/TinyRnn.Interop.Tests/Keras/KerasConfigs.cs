namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Small models of layers over two axes and of stacked cells, with their arrays.</summary>
internal static class KerasConfigs
{
    /// <summary>Configurations and the arrays of their layers.</summary>
    public static IReadOnlyList<(string Config, Dictionary<string, (int[], float[])[]> Arrays)> All { get; } =
    [
        (
            WrittenKeras.Sequential(
                "[null, null, 4, 5, 2]",
                Each("zeros", "ZeroPadding2D", ("padding", "[[1, 0], [0, 1]]")),
                Each("conv", "Conv2D", ("filters", "2"), ("kernel_size", "[2, 3]"), ("strides", "[1, 2]"), ("padding", "\"same\""), ("activation", "\"relu\"")),
                Each("pool", "MaxPooling2D", ("pool_size", "[2, 1]")),
                Each("flat", "Flatten"),
                WrittenKeras.Layer("SimpleRNN", "cell", ("units", "2"))),
            new() { ["conv"] = WrittenKeras.Random([2, 3, 2, 2], [2]), ["cell"] = WrittenKeras.Random([12, 2], [2, 2], [2]) }),
        (
            WrittenKeras.Sequential(
                "[null, 9, 6]",
                WrittenKeras.Layer("Reshape", "image", ("target_shape", "[9, 6, 1]")),
                WrittenKeras.Layer(
                    "Conv2D", "conv", ("filters", "2"), ("kernel_size", "[3, 3]"), ("dilation_rate", "[1, 1]"), ("data_format", "\"channels_last\"")),
                WrittenKeras.Layer("AveragePooling2D", "pool", ("pool_size", "[2, 2]")),
                WrittenKeras.Layer("Reshape", "steps", ("target_shape", "[-1, 4]")),
                WrittenKeras.Layer("SimpleRNN", "cell", ("units", "2"))),
            new() { ["conv"] = WrittenKeras.Random([3, 3, 1, 2], [2]), ["cell"] = WrittenKeras.Random([4, 2], [2, 2], [2]) }),
        (
            WrittenKeras.Sequential(
                "[null, null, 2]",
                WrittenKeras.Layer(
                    "RNN", "cell", ("return_sequences", "true"), ("cell", "{\"class_name\": \"StackedRNNCells\", \"config\": {\"cells\": ["
                        + $"{WrittenKeras.Layer("SimpleRNNCell", "a", ("units", "3"))}, {WrittenKeras.Layer("SimpleRNNCell", "b", ("units", "2"))}]}}}}"))),
            new() { ["cell"] = WrittenKeras.Random([2, 3], [3, 3], [3], [3, 2], [2, 2], [2]) }),
    ];

    private static string Each(string name, string kind, params (string, string)[] fields) =>
        WrittenKeras.Layer("TimeDistributed", name, ("layer", WrittenKeras.Layer(kind, "inner", fields)));
}
