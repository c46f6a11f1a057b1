using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Keras's layers that scale each value by itself, as factors and offsets.</summary>
internal static class KerasNormalizations
{
    private const double BatchNormEpsilon = 1e-3;

    // The smallest divisor that Keras uses (keras.backend.epsilon()).
    private const double Smallest = 1e-7;

    /// <summary><c>BatchNormalization</c> after training.</summary>
    public static (double[] Scale, double[] Shift) BatchNorm(KerasSettings layer, int size, Func<int, float[]> read)
    {
        int next = 0;
        float[]? gamma = layer.Flag("scale", true) ? read(next++) : null;
        float[]? beta = layer.Flag("center", true) ? read(next++) : null;
        float[] mean = read(next++);
        float[] variance = read(next);
        double epsilon = layer.Number("epsilon") ?? BatchNormEpsilon;
        double[] scale = new double[size];
        double[] shift = new double[size];
        for (int i = 0; i < size; i++)
        {
            double spread = Math.Sqrt(variance[i] + epsilon);
            scale[i] = spread > 0 ? (gamma?[i] ?? 1.0) / spread : throw layer.Error($"variance {i} must be above 0");
            shift[i] = (beta?[i] ?? 0.0) - mean[i] * scale[i];
        }

        return (scale, shift);
    }

    /// <summary>
    /// Mean and variance of a <c>Normalization</c> from its configuration, one for each value or one for all; null if the layer was adapted to data.
    /// </summary>
    public static (float[] Mean, float[] Variance)? Given(KerasSettings layer)
    {
        bool hasMean = layer.Has("mean");
        return hasMean != layer.Has("variance") ? throw layer.Error("it has only one of 'mean' and 'variance'; both or none were expected")
            : hasMean ? (Numbers("mean"), Numbers("variance"))
            : null;

        float[] Numbers(string field)
        {
            JsonValue value = layer.File.Find(layer.Config, field)!;
            return layer.File.Numbers(value, layer.File.Shape(value));
        }
    }

    /// <summary>(x - mean) / sqrt(variance), or x * sqrt(variance) + mean if it is inverted.</summary>
    public static (double[] Scale, double[] Shift) Normalization(KerasSettings layer, int size, float[] mean, float[] variance)
    {
        if ((mean.Length != size && mean.Length != 1) || (variance.Length != size && variance.Length != 1) || !mean.Concat(variance).All(float.IsFinite))
        {
            throw layer.Error(
                $"it has {mean.Length} means and {variance.Length} variances; {(size == 1 ? "1" : $"{size}, or 1 for all,")} of each was expected, all finite");
        }

        bool isInverse = layer.Flag("invert", false);
        double[] scale = new double[size];
        double[] shift = new double[size];
        for (int i = 0; i < size; i++)
        {
            double spread = Math.Max(Math.Sqrt(variance[i % variance.Length]), Smallest);
            double middle = mean[i % mean.Length];
            (scale[i], shift[i]) = isInverse ? (spread, middle) : (1 / spread, -middle / spread);
        }

        return (scale, shift);
    }
}
