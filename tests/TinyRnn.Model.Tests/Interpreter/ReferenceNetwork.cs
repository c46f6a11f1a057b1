using TinyRnn.Tests;

namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>
/// The formulas as the format's page writes them, in double precision, layer by layer over whole sequences of dense rows;
/// nothing shared with the interpreter.
/// </summary>
internal sealed class ReferenceNetwork(Network network)
{
    /// <summary>The outputs of every step for rows in the user's units.</summary>
    public double[][] Run(IReadOnlyList<double[]> rows)
    {
        double[][] x = network.Input is VectorInput { Scaling: Scaling input }
            ? [.. rows.Select(row => row.Select((value, i) => (value - input.Mean[i]) / input.Std[i]).ToArray())]
            : [.. rows];
        foreach (Layer layer in network.Layers)
        {
            x = Run(layer, x);
        }

        return [.. x.Select((row, t) => ToUserUnits(row, rows[t]))];
    }

    /// <summary>The outputs of every step for tokens, which are one-hot rows.</summary>
    public double[][] Run(IReadOnlyList<int> tokens) =>
        Run([.. tokens.Select(token => Enumerable.Range(0, network.InputSize).Select(i => i == token ? 1.0 : 0).ToArray())]);

    private double[] ToUserUnits(double[] y, double[] x)
    {
        double[] scaled = network.OutputScaling is Scaling output ? [.. y.Select((value, i) => value * output.Std[i] + output.Mean[i])] : y;
        return network.Residual is null ? scaled : [.. scaled.Select((value, i) => value + x[network.Residual.Inputs[i]])];
    }

    private double[][] Run(Layer layer, double[][] x) => layer switch
    {
        RecurrentLayer { Options.Direction: Direction.Forward } recurrent => Forward(recurrent, x, ""),
        RecurrentLayer { Options.Direction: Direction.Reverse } recurrent => Reverse(recurrent, x),
        RecurrentLayer recurrent => [.. Forward(recurrent, x, "").Zip(Reverse(recurrent, x), (there, back) => (double[])[.. there, .. back])],
        DenseLayer dense => [.. x.Select(row => Dense(dense, row))],
        ConcatRnnLayer concat => Concat(concat, x),
        EmbeddingLayer embedding => [.. x.Select(row => Slice(Values(embedding.Name + ".weight"), Array.IndexOf(row, 1.0), embedding.OutputSize))],
        PoolingLayer pooling => [.. x.Select((_, t) => Pool(pooling.Mode, x[..(t + 1)]))],
        DelayLayer delay => [.. x.Select((_, t) => delay.Lags.SelectMany(lag => t < lag ? new double[delay.InputSize] : x[t - lag]).ToArray())],
        _ => throw new NotSupportedException(layer.Kind),
    };

    private double[] Dense(DenseLayer layer, double[] x)
    {
        double[] a = Multiply(layer.Name + ".weight", x);
        return Apply(layer.Activation, layer.Bias ? Add(a, Values(layer.Name + ".bias")) : a);
    }

    private double[][] Concat(ConcatRnnLayer layer, double[][] x)
    {
        double[] h = new double[layer.HiddenSize];
        List<double[]> y = [];
        foreach (double[] row in x)
        {
            double[] c = [.. row, .. h];
            y.Add(Apply(layer.Activation, Add(Multiply(layer.Name + ".i2o.weight", c), Values(layer.Name + ".i2o.bias"))));
            h = Add(Multiply(layer.Name + ".i2h.weight", c), Values(layer.Name + ".i2h.bias"));
        }

        return [.. y];
    }

    private static double[] Pool(PoolingMode mode, double[][] x)
    {
        int size = x[0].Length;
        return mode switch
        {
            PoolingMode.Mean => [.. Enumerable.Range(0, size).Select(i => x.Average(row => row[i]))],
            PoolingMode.Max => [.. Enumerable.Range(0, size).Select(i => x.Max(row => row[i]))],
            _ => [.. x[^1][..(size / 2)], .. x[0][(size / 2)..]],
        };
    }

    private double[][] Reverse(RecurrentLayer layer, double[][] x) =>
        [.. Forward(layer, [.. x.AsEnumerable().Reverse()], "_reverse").AsEnumerable().Reverse()];

    private double[][] Forward(RecurrentLayer layer, double[][] x, string suffix)
    {
        double[] h = new double[(layer as LstmLayer)?.ProjectionSize is > 0 and int projected ? projected : layer.HiddenSize];
        double[] c = new double[layer.HiddenSize];
        if (layer.Options.HasInitialState)
        {
            h = Values($"{layer.Name}.initial_hidden{suffix}");
            c = layer is LstmLayer ? Values($"{layer.Name}.initial_cell{suffix}") : c;
        }

        List<double[]> y = [];
        foreach (double[] row in x)
        {
            h = layer switch
            {
                RnnLayer rnn => Rnn(rnn, row, h, suffix),
                GruLayer gru => Gru(gru, row, h, suffix),
                _ => Lstm((LstmLayer)layer, row, h, ref c, suffix),
            };
            y.Add(h);
        }

        return [.. y];
    }

    private double[] Rnn(RnnLayer layer, double[] x, double[] h, string suffix) =>
        Apply(layer.Activation, Add(W(layer, 0, x, suffix), U(layer, 0, h, suffix), B(layer, 0, suffix)), layer.Options.Clip);

    private double[] Gru(GruLayer layer, double[] x, double[] h, string suffix)
    {
        double[] r = Apply(layer.GateActivation, Add(W(layer, 0, x, suffix), U(layer, 0, h, suffix), B(layer, 0, suffix)), layer.Options.Clip);
        double[] z = Apply(layer.GateActivation, Add(W(layer, 1, x, suffix), U(layer, 1, h, suffix), B(layer, 1, suffix)), layer.Options.Clip);
        double[] a;
        if (layer.Reset == GruReset.Before)
        {
            a = Add(W(layer, 2, x, suffix), U(layer, 2, Times(r, h), suffix), B(layer, 2, suffix));
        }
        else
        {
            double[] b = layer.Bias == BiasForm.Separate ? Gate(layer, Values($"{layer.Name}.bias_ih{suffix}"), 2) : B(layer, 2, suffix);
            double[] c = layer.Bias == BiasForm.Separate ? Gate(layer, Values($"{layer.Name}.bias_hh{suffix}"), 2) : new double[layer.HiddenSize];
            a = Add(W(layer, 2, x, suffix), b, Times(r, Add(U(layer, 2, h, suffix), c)));
        }

        double[] n = Apply(layer.Activation, a, layer.Options.Clip);
        return [.. Enumerable.Range(0, n.Length).Select(i => z[i] * h[i] + (1 - z[i]) * n[i])];
    }

    private double[] Lstm(LstmLayer layer, double[] x, double[] h, ref double[] c, string suffix)
    {
        int size = layer.HiddenSize;
        float? clip = layer.Options.Clip;
        int last = layer.HasCoupledGates ? 2 : 3;
        double[] p = layer.HasPeepholes ? Values($"{layer.Name}.peephole{suffix}") : new double[last * size];
        double[] i = Apply(layer.GateActivation, Add(W(layer, 0, x, suffix), U(layer, 0, h, suffix), B(layer, 0, suffix), Times(p[..size], c)), clip);
        double[] f = layer.HasCoupledGates
            ? [.. i.Select(value => 1 - value)]
            : Apply(layer.GateActivation, Add(W(layer, 1, x, suffix), U(layer, 1, h, suffix), B(layer, 1, suffix), Times(p[size..(2 * size)], c)), clip);
        double[] g = Apply(layer.Activation, Add(W(layer, last - 1, x, suffix), U(layer, last - 1, h, suffix), B(layer, last - 1, suffix)), clip);
        c = Add(Times(f, c), Times(i, g));
        double[] o = Apply(layer.GateActivation, Add(W(layer, last, x, suffix), U(layer, last, h, suffix), B(layer, last, suffix), Times(p[^size..], c)), clip);
        double[] y = Times(o, Apply(layer.CellActivation, c));
        return layer.ProjectionSize == 0 ? y : Multiply($"{layer.Name}.weight_hr{suffix}", y);
    }

    // The products and the bias of one gate.
    private double[] W(RecurrentLayer layer, int gate, double[] x, string suffix) => Gate(layer, Multiply($"{layer.Name}.weight_ih{suffix}", x), gate);

    private double[] U(RecurrentLayer layer, int gate, double[] h, string suffix) => Gate(layer, Multiply($"{layer.Name}.weight_hh{suffix}", h), gate);

    private double[] B(RecurrentLayer layer, int gate, string suffix) => layer.Bias switch
    {
        BiasForm.Combined => Gate(layer, Values($"{layer.Name}.bias{suffix}"), gate),
        BiasForm.Separate => Gate(layer, Add(Values($"{layer.Name}.bias_ih{suffix}"), Values($"{layer.Name}.bias_hh{suffix}")), gate),
        _ => new double[layer.HiddenSize],
    };

    private static double[] Gate(RecurrentLayer layer, double[] all, int gate) => Slice(all, gate, layer.HiddenSize);

    private static double[] Slice(double[] all, int row, int size) => all[(row * size)..((row + 1) * size)];

    private double[] Values(string name) => [.. network.Tensors[name].Values.Select(value => (double)value)];

    private double[] Multiply(string name, double[] x)
    {
        Tensor w = network.Tensors[name];
        Assert.Equal(x.Length, w.Shape[1]);
        double[] y = new double[w.Shape[0]];
        for (int row = 0; row < y.Length; row++)
        {
            for (int column = 0; column < x.Length; column++)
            {
                y[row] += (double)w.Values[row * x.Length + column] * x[column];
            }
        }

        return y;
    }

    private static double[] Add(params double[][] parts)
    {
        Assert.All(parts, part => Assert.Equal(parts[0].Length, part.Length));
        return [.. Enumerable.Range(0, parts[0].Length).Select(i => parts.Sum(part => part[i]))];
    }

    private static double[] Times(double[] a, double[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return [.. a.Zip(b, (x, y) => x * y)];
    }

    private static double[] Apply(ActivationFunction activation, double[] a, float? clip = null)
    {
        if (clip is float limit)
        {
            a = [.. a.Select(value => Math.Clamp(value, -limit, limit))];
        }

        double sum = a.Sum(Math.Exp);
        return activation.Kind switch
        {
            Activation.Softmax => [.. a.Select(value => Math.Exp(value) / sum)],
            Activation.LogSoftmax => [.. a.Select(value => value - Math.Log(sum))],
            _ => [.. a.Select(value => ExactActivations.Of(activation, value))],
        };
    }
}
