namespace TinyRnn.Interop.Tests.Harness;

/// <summary>PyTorch's modules written out from its documentation, in double precision, on the tensors of a state dict: the oracle of the importer.</summary>
internal sealed class Torch(Weights weights)
{
    /// <summary><c>nn.Linear</c>, its bias of another name where the weight is tied.</summary>
    public double[][] Linear(string name, double[][] x, string? biasName = null)
    {
        float[] weight = weights.Values[name + ".weight"];
        weights.Values.TryGetValue(biasName ?? name + ".bias", out float[]? bias);
        return Map(x, row => Product(weight, row, bias));
    }

    /// <summary><c>nn.Embedding</c>.</summary>
    public double[][] Embedding(string name, int[] tokens)
    {
        float[] table = weights.Values[name + ".weight"];
        int size = table.Length / weights.Rows(name + ".weight");
        return [.. tokens.Select(token => table.Skip(token * size).Take(size).Select(value => (double)value).ToArray())];
    }

    /// <summary><c>nn.BatchNorm1d</c> in evaluation.</summary>
    public double[][] BatchNorm(string name, double[][] x) => Map(x, row => [.. row.Select((value, i) =>
        (value - weights.Values[name + ".running_mean"][i]) / Math.Sqrt(weights.Values[name + ".running_var"][i] + 1e-5)
        * weights.Values[name + ".weight"][i] + weights.Values[name + ".bias"][i])]);

    /// <summary><c>nn.RNN</c>, <c>nn.GRU</c> and <c>nn.LSTM</c> (1, 3 and 4 gates), or a cell in a loop.</summary>
    public double[][] Recurrent(
        string prefix, int gates, double[][] x, int levels = 1, bool bidirectional = false, bool isCell = false, Func<double, double>? phi = null)
    {
        for (int level = 0; level < levels; level++)
        {
            double[][] forward = Direction(prefix, isCell ? "" : $"_l{level}", gates, x, phi ?? Math.Tanh);
            if (bidirectional)
            {
                double[][] backward = [.. Direction(prefix, $"_l{level}_reverse", gates, [.. x.Reverse()], phi ?? Math.Tanh).Reverse()];
                forward = [.. forward.Zip(backward, (f, b) => f.Concat(b).ToArray())];
            }

            x = forward;
        }

        return x;
    }

    public static double[][] Map(double[][] x, Func<double[], double[]> function) => [.. x.Select(function)];

    public static double[][] Each(double[][] x, Func<double, double> function) => Map(x, row => [.. row.Select(function)]);

    public static double Relu(double value) => Math.Max(value, 0);

    public static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    public static double[] LogSoftmax(double[] row)
    {
        double max = row.Max();
        double log = max + Math.Log(row.Sum(value => Math.Exp(value - max)));
        return [.. row.Select(value => value - log)];
    }

    private double[][] Direction(string prefix, string suffix, int gates, double[][] x, Func<double, double> phi)
    {
        float[] ih = weights.Values[$"{prefix}weight_ih{suffix}"];
        float[] hh = weights.Values[$"{prefix}weight_hh{suffix}"];
        weights.Values.TryGetValue($"{prefix}bias_ih{suffix}", out float[]? biasInput);
        weights.Values.TryGetValue($"{prefix}bias_hh{suffix}", out float[]? biasHidden);
        weights.Values.TryGetValue($"{prefix}weight_hr{suffix}", out float[]? projection);
        int rows = ih.Length / x[0].Length;
        int units = rows / gates;
        double[] h = new double[hh.Length / rows];
        double[] c = new double[units];
        List<double[]> outputs = [];
        foreach (double[] row in x)
        {
            double[] a = Product(ih, row, biasInput);
            double[] b = Product(hh, h, biasHidden);
            double[] next = new double[units];
            for (int i = 0; i < units; i++)
            {
                double Gate(int gate) => Sigmoid(a[(gate * units) + i] + b[(gate * units) + i]);
                switch (gates)
                {
                    case 1:
                        next[i] = phi(a[i] + b[i]);
                        break;
                    case 3:
                        double n = Math.Tanh(a[(2 * units) + i] + (Gate(0) * b[(2 * units) + i]));
                        next[i] = ((1 - Gate(1)) * n) + (Gate(1) * h[i]);
                        break;
                    default:
                        c[i] = (Gate(1) * c[i]) + (Gate(0) * Math.Tanh(a[(2 * units) + i] + b[(2 * units) + i]));
                        next[i] = Gate(3) * Math.Tanh(c[i]);
                        break;
                }
            }

            h = projection is null ? next : Product(projection, next, null);
            outputs.Add(h);
        }

        return [.. outputs];
    }

    private static double[] Product(float[] matrix, double[] x, float[]? bias) =>
        [
            .. Enumerable.Range(0, matrix.Length / x.Length).Select(
                row => x.Select((value, i) => value * matrix[(row * x.Length) + i]).Sum() + (bias?[row] ?? 0))
        ];
}
