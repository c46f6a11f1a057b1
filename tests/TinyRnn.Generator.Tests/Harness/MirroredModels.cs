using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Convolutions of which compiled code reads only a part of the weights, because the others are mirrored or read nothing but padding.</summary>
internal static class MirroredModels
{
    // The kernels of consecutive output channels.
    private enum Kind
    {
        Even,
        Odd,
        Zero,
        Other,
    }

    /// <summary>Mirrored kernels of even and odd length, about the middle of the window or of a period, in runs with and without zeros between.</summary>
    public static Network[] All { get; } =
    [
        .. from kernel in new[] { 16, 17, 18, 19, 30, 31, 64 }
           from centre in new[] { kernel - 1, kernel }
           select Of(kernel, centre, 3, 0, (Kind.Even, 17), (Kind.Zero, 1), (Kind.Odd, 20)),
        Of(24, 24, 1, 5, (Kind.Odd, 16)),
        Of(33, 32, 2, 7, (Kind.Zero, 3), (Kind.Even, 29), (Kind.Other, 16), (Kind.Even, 40), (Kind.Zero, 2)),
        Of(256, 256, 128, 0, (Kind.Even, 129), (Kind.Zero, 1), (Kind.Odd, 127), (Kind.Zero, 1)),
    ];

    /// <summary>Taps beyond the edges in every window: before, after, above and below the values, between others, and of every group.</summary>
    public static Network[] Edges { get; } =
    [
        Convolution(new Window(5, 1, 1) { KernelWidth = 3, Left = 1, Right = 1 }, 9),
        Convolution(new Window(6, 1, 2) { KernelWidth = 3, StrideWidth = 2, Left = 1, Right = 1 }, 6, groups: 3),
        Convolution(new Window(2, 1, 3) { KernelWidth = 5, DilationWidth = 3, Left = 6, Right = 6 }, 20),
        Convolution(new Window(3, 2, 1) { KernelHeight = 4, KernelWidth = 3, Top = 2, Bottom = 1, Left = 2, Right = 2 }, 7),
        Convolution(new Window(4, 1, 3) { KernelHeight = 3, KernelWidth = 2, Top = 1, Bottom = 1, StrideWidth = 2, Left = 1 }, 16, groups: 2),
    ];

    /// <summary>Some channels that are mirrored about the middle of the window.</summary>
    public static Network Even(int kernel, int channels) => Of(kernel, kernel - 1, 1, 0, (Kind.Even, channels));

    private static Network Convolution(Window window, int channels, int groups = 1)
    {
        ConvolutionLayer layer = new("conv", window, channels, groups, Activation.Tanh);
        return Networks.Raw(new VectorInput(layer.InputSize), OutputSteps.Every, channels, layer, new GruLayer("gru", layer.OutputSize, 6));
    }

    private static Network Of(int kernel, int centre, int stride, int padding, params (Kind Kind, int Channels)[] runs)
    {
        // Several windows, so that several are computed at a time and some are left.
        Window window = new(1, 1, kernel + (4 * stride)) { KernelWidth = kernel, StrideWidth = stride, Left = padding, Right = padding / 2 };
        ConvolutionLayer layer = new("filters", window, runs.Sum(run => run.Channels), activation: Activation.Softsign, bias: kernel % 2 == 0);
        GruLayer gru = new("gru", layer.OutputSize, 5);
        Network network = Networks.Raw(new VectorInput(layer.InputSize), OutputSteps.Every, kernel, layer, gru, new DenseLayer("fc", 5, 2));
        return network.WithTensors(network.Tensors.Values.Select(
            tensor => tensor.Name == layer.Weight ? Mirror(tensor, centre, [.. runs.SelectMany(run => Enumerable.Repeat(run.Kind, run.Channels))]) : tensor));
    }

    private static Tensor Mirror(Tensor tensor, int centre, Kind[] kinds)
    {
        int kernel = tensor.Shape[1];
        float[] values = [.. tensor.Values];
        for (int channel = 0; channel < kinds.Length; channel++)
        {
            Span<float> row = values.AsSpan(channel * kernel, kernel);
            for (int i = 0; i < kernel && kinds[channel] != Kind.Other; i++)
            {
                int mirror = centre - i;
                row[i] = kinds[channel] switch
                {
                    Kind.Zero => 0,
                    Kind.Odd when mirror == i => 0,
                    Kind.Odd when mirror < i => -row[mirror],
                    Kind.Even when mirror < i => row[mirror],
                    _ => row[i],
                };
            }
        }

        return new Tensor(tensor.Name, [.. tensor.Shape], values);
    }
}
