namespace TinyRnn.Model;

/// <summary>Measures how the outputs of a changed network differ from those of the original, over some sequences.</summary>
internal sealed class OutputErrors
{
    private readonly IReadOnlyList<ModelSequence> _data;
    private readonly float[][] _expected;
    private readonly double _deviation;

    public OutputErrors(Network original, IReadOnlyList<ModelSequence> data)
    {
        _data = data;
        Interpreter interpreter = new(original);
        _expected = [.. data.Select(sequence => sequence.Run(interpreter))];
        _deviation = Deviation(_expected, original.OutputSize);
    }

    /// <summary>Largest, mean and relative error; see <see cref="QuantizationReport"/>.</summary>
    public (double Largest, double Mean, double Relative) Of(Network changed)
    {
        Interpreter interpreter = new(changed);
        double largest = 0;
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (int i = 0; i < _data.Count; i++)
        {
            float[] actual = _data[i].Run(interpreter);
            for (int j = 0; j < actual.Length; j++)
            {
                double error = Math.Abs((double)actual[j] - _expected[i][j]);
                largest = Math.Max(largest, error);
                sum += error;
                squares += error * error;
            }

            count += actual.Length;
        }

        return (largest, sum / count, Math.Sqrt(squares / count) / _deviation);
    }

    // Deviation around the mean of each output; for outputs that never change, their root mean square.
    private static double Deviation(float[][] outputs, int size)
    {
        double[] means = new double[size];
        long rows = outputs.Sum(output => (long)output.Length / size);
        double squares = 0;
        ForEach(outputs, (i, value) => means[i % size] += value / rows);
        ForEach(outputs, (i, value) => squares += (value - means[i % size]) * (value - means[i % size]));
        if (squares == 0)
        {
            ForEach(outputs, (_, value) => squares += value * value);
        }

        return squares == 0 ? 1 : Math.Sqrt(squares / (rows * size));
    }

    private static void ForEach(float[][] outputs, Action<int, double> action)
    {
        foreach (float[] output in outputs)
        {
            for (int i = 0; i < output.Length; i++)
            {
                action(i, output[i]);
            }
        }
    }
}
