using TinyRnn.Generator.Emit;
using TinyRnn.Model;

namespace TinyRnn.Tool.Output;

/// <summary>
/// An estimate of the time of a step with one thread, from what the generated code multiplies and reads: a layer takes as long as its multiply-adds or the
/// reading of its weights, whichever is longer. The numbers were fitted to the measurements in bench/README.md (<c>bench/compare</c>), on one kind of
/// machine; another one differs by its clock rate and its caches.
/// </summary>
/// <param name="Vectors">The bits of the vectors, as <see cref="Describe"/> names them.</param>
/// <param name="Call">Nanoseconds of a call, with the activations of a small layer.</param>
/// <param name="Single">Nanoseconds of a multiply-add in single precision.</param>
/// <param name="Brain">Nanoseconds of a multiply-add with a bf16 weight.</param>
/// <param name="Int8">Nanoseconds of a multiply-add with an int8 weight.</param>
internal sealed record StepTime(int Vectors, double Call, double Single, double Brain, double Int8)
{
    // First- and second-level cache of the machine of the measurements, an AMD EPYC (Zen 5), and nanoseconds a byte from the second level and from beyond it.
    private const long NearBytes = 48 * 1024;
    private const long FarBytes = 1024 * 1024;
    private const double NearByte = 0.0048;
    private const double FarByte = 0.0063;

    /// <summary>With 512-, 256- and 128-bit vectors; NativeAOT uses 128 bits unless a project chooses others.</summary>
    public static IReadOnlyList<StepTime> All { get; } =
    [
        new(512, 22, 0.0088, 0.0094, 0.0043),
        new(256, 22, 0.0190, 0.0240, 0.0110),
        new(128, 25, 0.0420, 0.0610, 0.0380),
    ];

    /// <summary>Nanoseconds of a step.</summary>
    public double Of(Network network, ModelPlan plan)
    {
        // Kernels read large weights forward and backward in turn, so of weights that hardly fit most are still in the nearest cache.
        double byteTime = plan.WeightBytes <= FarBytes ? NearByte * Math.Clamp((plan.WeightBytes / (double)NearBytes) - 1, 0, 1) : FarByte;
        return Call + plan.Layers.Where(layer => layer.MultiplyAdds > 0).Sum(layer =>
        {
            TensorType type = layer.Layer.Tensors.Select(spec => network.Tensors[spec.Name]).MaxBy(tensor => tensor.Values.LongLength)?.Type ?? TensorType.F32;
            double product = type switch
            {
                TensorType.BF16 => Brain,
                TensorType.I8 => Int8,
                _ => Single,
            };
            return Math.Max(layer.MultiplyAdds * product, layer.Data.Sum(data => data.Length * sizeof(float)) * byteTime);
        });
    }

    /// <summary>The times with all vectors, rounded: they are estimates.</summary>
    public static string Describe(Network network, ModelPlan plan) =>
        $"about {string.Join(", ", All.Select(time => $"{Words(time.Of(network, plan))} with {time.Vectors}-bit vectors"))} (x64, estimated)";

    // Two digits at most.
    private static string Words(double nanoseconds)
    {
        (double value, string unit) = nanoseconds < 950 ? (nanoseconds, "ns") : nanoseconds < 950_000 ? (nanoseconds / 1000, "us") : (nanoseconds / 1e6, "ms");
        double scale = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        double rounded = Math.Round(value / scale) * scale;
        return rounded >= 10 ? $"{rounded:0} {unit}" : $"{rounded:0.0} {unit}";
    }
}
