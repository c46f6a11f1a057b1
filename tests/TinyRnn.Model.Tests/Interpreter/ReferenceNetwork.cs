namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>The formulas as they are written, in double precision, on dense vectors; nothing shared with the interpreter.</summary>
internal sealed class ReferenceNetwork(Network network)
{
    private readonly double[][] _hidden = [.. network.Layers.Select(layer => new double[layer.StateSize])];

    /// <summary>The output of one step, in the user's units.</summary>
    public double[] Step(double[] input)
    {
        double[] x = [.. input];
        if (network.Input is VectorInput { Scaling: Scaling scaling })
        {
            x = [.. x.Select((value, i) => (value - scaling.Mean[i]) / scaling.Std[i])];
        }

        for (int i = 0; i < network.Layers.Count; i++)
        {
            x = Step(network.Layers[i], x, ref _hidden[i]);
        }

        return network.OutputScaling is Scaling output ? [.. x.Select((value, i) => value * output.Std[i] + output.Mean[i])] : x;
    }

    private double[] Step(Layer layer, double[] x, ref double[] h)
    {
        switch (layer)
        {
            case DenseLayer dense:
                double[] y = Multiply(dense.Name + ".weight", x);
                return Apply(dense.Activation, dense.Bias ? Add(y, Values(dense.Name + ".bias")) : y);
            case RnnLayer rnn:
                double[] a = Add(Multiply(rnn.Name + ".weight_ih", x), Multiply(rnn.Name + ".weight_hh", h));
                a = rnn.Bias switch
                {
                    BiasForm.Combined => Add(a, Values(rnn.Name + ".bias")),
                    BiasForm.Separate => Add(a, Add(Values(rnn.Name + ".bias_ih"), Values(rnn.Name + ".bias_hh"))),
                    _ => a,
                };
                h = Apply(rnn.Activation, a);
                return h;
            case ConcatRnnLayer concat:
                double[] c = [.. x, .. h];
                h = Add(Multiply(concat.Name + ".i2h.weight", c), Values(concat.Name + ".i2h.bias"));
                return Apply(concat.Activation, Add(Multiply(concat.Name + ".i2o.weight", c), Values(concat.Name + ".i2o.bias")));
            default:
                throw new NotSupportedException(layer.Kind);
        }
    }

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

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Apply(Activation activation, double[] a)
    {
        double sum = a.Sum(Math.Exp);
        return activation switch
        {
            Activation.Identity => a,
            Activation.Tanh => [.. a.Select(Math.Tanh)],
            Activation.Relu => [.. a.Select(value => Math.Max(value, 0))],
            Activation.Sigmoid => [.. a.Select(value => 1 / (1 + Math.Exp(-value)))],
            Activation.Softmax => [.. a.Select(value => Math.Exp(value) / sum)],
            Activation.LogSoftmax => [.. a.Select(value => value - Math.Log(sum))],
            _ => throw new NotSupportedException(),
        };
    }
}
