namespace TinyRnn.Training.Tests;

/// <summary>
/// One direction of a recurrent layer, one sequence, by the formulas of src/TinyRnn.Model/README.md in plain loops.
/// </summary>
internal sealed class ReferenceCell(RecurrentLayer layer, RecurrentDirection direction, IReadOnlyList<Parameter<double>> parameters)
{
    private readonly int _units = layer.HiddenSize;

    /// <summary>h after each step, in the order of the steps.</summary>
    /// <param name="input">A row a step.</param>
    public double[][] Run(double[][] input)
    {
        double[] h = Start(direction.InitialHidden, layer.DirectionOutputSize);
        double[] c = Start(direction.InitialCell, _units);
        double[][] outputs = new double[input.Length][];
        for (int i = 0; i < input.Length; i++)
        {
            int step = direction.IsReverse ? input.Length - 1 - i : i;
            (h, c) = layer switch
            {
                RnnLayer rnn => (Rnn(rnn, input[step], h), c),
                GruLayer gru => (Gru(gru, input[step], h), c),
                _ => Lstm((LstmLayer)layer, input[step], h, c),
            };
            outputs[step] = h;
        }

        return outputs;
    }

    private double[] Rnn(RnnLayer rnn, double[] x, double[] h) => Units(j => Apply(rnn.Activation, Limited(Sum(0, j, x, h, Bias(0, j)))));

    private double[] Gru(GruLayer gru, double[] x, double[] h)
    {
        double[] r = Units(j => Apply(gru.GateActivation, Limited(Sum(0, j, x, h, Bias(0, j)))));
        double[] z = Units(j => Apply(gru.GateActivation, Limited(Sum(1, j, x, h, Bias(1, j)))));
        double[] reset = Units(j => r[j] * h[j]);
        double[] n = gru.Reset == GruReset.Before
            ? Units(j => Apply(gru.Activation, Limited(Sum(2, j, x, reset, Bias(2, j)))))
            : Units(j => Apply(gru.Activation, Limited(Input(2, j, x) + Bias(2, j, 0) + (r[j] * (Hidden(2, j, h) + Bias(2, j, 1))))));
        return Units(j => (z[j] * h[j]) + ((1 - z[j]) * n[j]));
    }

    private (double[] H, double[] C) Lstm(LstmLayer lstm, double[] x, double[] h, double[] c)
    {
        int last = lstm.Gates - 1;
        double[] p = lstm.HasPeepholes ? Find(direction.Peephole)! : new double[last * _units];
        double Gate(int gate, int peephole, int j, double[] cell) =>
            Apply(lstm.GateActivation, Limited(Sum(gate, j, x, h, Bias(gate, j)) + (p[(peephole * _units) + j] * cell[j])));
        double[] i = Units(j => Gate(0, 0, j, c));
        double[] f = Units(j => lstm.HasCoupledGates ? 1 - i[j] : Gate(1, 1, j, c));
        double[] g = Units(j => Apply(lstm.Activation, Limited(Sum(last - 1, j, x, h, Bias(last - 1, j)))));
        double[] next = Units(j => (f[j] * c[j]) + (i[j] * g[j]));
        double[] o = Units(j => Gate(last, last - 1, j, next));
        double[] m = Units(j => o[j] * Apply(lstm.CellActivation, next[j]));
        return (lstm.ProjectionSize == 0 ? m : [.. Enumerable.Range(0, lstm.ProjectionSize).Select(j => Row(direction.Projection, j, m))], next);
    }

    private double[] Start(string name, int size) => Find(name) ?? new double[size];

    private double[] Units(Func<int, double> value) => [.. Enumerable.Range(0, _units).Select(value)];

    private double Sum(int gate, int unit, double[] x, double[] h, double bias) => Input(gate, unit, x) + Hidden(gate, unit, h) + bias;

    private double Input(int gate, int unit, double[] x) => Row(direction.WeightInput, (gate * _units) + unit, x);

    private double Hidden(int gate, int unit, double[] h) => Row(direction.WeightHidden, (gate * _units) + unit, h);

    private double Bias(int gate, int unit) => direction.BiasNames.Select((_, i) => Bias(gate, unit, i)).Sum();

    private double Bias(int gate, int unit, int index) => index < direction.BiasNames.Count ? Find(direction.BiasNames[index])![(gate * _units) + unit] : 0;

    private double Row(string matrix, int row, double[] vector)
    {
        double[] weights = Find(matrix)!;
        return vector.Select((value, i) => value * weights[(row * vector.Length) + i]).Sum();
    }

    private double[]? Find(string name) => parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    private double Limited(double a) => layer.Options.Clip is float clip ? Math.Clamp(a, -clip, clip) : a;

    private static double Apply(ActivationFunction activation, double a) => activation.Kind switch
    {
        Activation.Identity => a,
        Activation.Tanh => Math.Tanh(a),
        Activation.Relu => Math.Max(a, 0),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-a)),
        Activation.HardSigmoid => Math.Clamp((activation.Alpha * (double)a) + activation.Beta, 0, 1),
        Activation.ScaledTanh => activation.Alpha * Math.Tanh(activation.Beta * a),
        Activation.Softsign => a / (1 + Math.Abs(a)),
        Activation.Softplus => Math.Log(1 + Math.Exp(a)),
        Activation.Elu => a > 0 ? a : activation.Alpha * (Math.Exp(a) - 1),
        _ => throw new NotSupportedException(activation.ToString()),
    };
}
