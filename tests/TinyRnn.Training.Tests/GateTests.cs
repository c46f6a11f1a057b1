using System.Numerics;

namespace TinyRnn.Training.Tests;

/// <summary>The passes over gates alone, at sizes with and without a rest that fills no vector, against plain loops.</summary>
public class GateTests
{
    private const int Rows = 3;

    public static TheoryData<int> Sizes => [1, 3, 7, 8, 16, 19, 33];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_gru_with_the_reset_after_follows_its_formula(int units)
    {
        Values values = new(units, 3);
        float[] gates = values.Floats(0), inner = values.Floats(1), previous = values.Floats(2), hidden = new float[Rows * units];
        GruGates.ForwardAfter(default(Sigmoid<float>), default(Tanh<float>), units, gates, inner, previous, hidden);
        for (int row = 0; row < Rows; row++)
        {
            for (int j = 0; j < units; j++)
            {
                double r = Sigmoid(values.Gate(row, 0, j)), z = Sigmoid(values.Gate(row, 1, j));
                double n = Math.Tanh(values.Gate(row, 2, j) + (r * values.Unit(1, row, j)));
                int gate = (row * 3 * units) + j;
                Assert.Equal(r, gates[gate], 2e-7);
                Assert.Equal(z, gates[gate + units], 2e-7);
                Assert.Equal(n, gates[gate + (2 * units)], 2e-7);
                Assert.Equal((z * values.Unit(2, row, j)) + ((1 - z) * n), hidden[(row * units) + j], 4e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_lstm_with_peepholes_follows_its_formula(int units)
    {
        Values values = new(units, 4);
        float[] gates = values.Floats(0), peephole = values.Floats(1)[..(3 * units)], previous = values.Floats(2);
        float[] cell = new float[Rows * units], output = new float[Rows * units];
        UsualLstm<float>(units).Forward(gates, peephole, previous, cell, output);
        for (int row = 0; row < Rows; row++)
        {
            for (int j = 0; j < units; j++)
            {
                double before = values.Unit(2, row, j);
                double i = Sigmoid(values.Gate(row, 0, j) + (peephole[j] * before)), f = Sigmoid(values.Gate(row, 1, j) + (peephole[units + j] * before));
                double next = (f * before) + (i * Math.Tanh(values.Gate(row, 2, j)));
                double o = Sigmoid(values.Gate(row, 3, j) + (peephole[(2 * units) + j] * next));
                Assert.Equal(next, cell[(row * units) + j], 6e-7);
                Assert.Equal(o * Math.Tanh(next), output[(row * units) + j], 6e-7);
                Assert.Equal(o, gates[(((row * 4) + 3) * units) + j], 4e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Single_precision_follows_double_precision_backwards(int units)
    {
        Values gru = new(units, 3), lstm = new(units, 4);
        AssertFollows(RunGru<float>(units, gru), RunGru<double>(units, gru));
        AssertFollows(RunLstm<float>(units, lstm), RunLstm<double>(units, lstm));
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_errors()
    {
        Assert.Throws<ArgumentException>(
            () => GruGates.ForwardAfter(default(Sigmoid<float>), default(Tanh<float>), 2, new float[7], new float[2], new float[2], new float[2]));
        Assert.Throws<ArgumentException>(
            () => GruGates.ForwardAfter(default(Sigmoid<float>), default(Tanh<float>), 2, new float[6], new float[2], new float[1], new float[2]));
        Assert.Throws<ArgumentException>(() => UsualLstm<float>(2).Forward(new float[8], [], new float[2], new float[2], new float[1]));
    }

    private static double[] RunGru<T>(int units, Values values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gates = values.Of<T>(0), inner = values.Of<T>(1), previous = values.Of<T>(2), gradient = values.Of<T>(3), carried = values.Of<T>(4);
        GruGates.ForwardAfter(default(Sigmoid<T>), default(Relu<T>), units, gates, inner, previous, new T[Rows * units]);
        GruGates.BackwardAfter(default(Sigmoid<T>), default(Relu<T>), units, gates, inner, previous, gradient, carried);
        return ToDouble(gates, inner, carried);
    }

    private static double[] RunLstm<T>(int units, Values values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gates = values.Of<T>(0), peephole = values.Of<T>(1)[..(3 * units)], previous = values.Of<T>(2);
        T[] cell = new T[Rows * units], gradient = values.Of<T>(3), carriedOutput = values.Of<T>(4), carriedCell = values.Of<T>(5);
        UsualLstm<T>(units).Forward(gates, peephole, previous, cell, new T[Rows * units]);
        UsualLstm<T>(units).Backward(gates, peephole, previous, cell, gradient, carriedOutput, carriedCell);
        Assert.All(carriedOutput, value => Assert.Equal(T.Zero, value));
        return ToDouble(gates, carriedCell);
    }

    private static LstmGates<T, SeparateGates, Sigmoid<T>, Tanh<T>> UsualLstm<T>(int units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(units, default, default, default);

    private static double[] ToDouble<T>(params T[][] arrays)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. arrays.SelectMany(array => array).Select(value => double.CreateChecked(value))];

    private static void AssertFollows(double[] single, double[] exact) =>
        Assert.All(single.Zip(exact), pair => Assert.Equal(pair.Second, pair.First, 3e-6));

    private static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));

    /// <summary>Arrays of random numbers: 0 holds gates, the others one value a unit.</summary>
    private sealed class Values
    {
        private readonly int _units;
        private readonly float[][] _arrays;
        private readonly int _gates;

        public Values(int units, int gates)
        {
            Xoshiro256StarStar random = new(3);
            (_units, _gates) = (units, gates);
            _arrays =
            [
                .. Enumerable.Range(0, 6).Select(
                    i => Enumerable.Range(0, Rows * units * (i == 0 ? gates : 1)).Select(_ => (float)random.NextNormal()).ToArray())
            ];
        }

        public float[] Floats(int array) => [.. _arrays[array]];

        public T[] Of<T>(int array)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. _arrays[array].Select(value => T.CreateChecked(value))];

        public double Gate(int row, int gate, int unit) => _arrays[0][(((row * _gates) + gate) * _units) + unit];

        public double Unit(int array, int row, int unit) => _arrays[array][(row * _units) + unit];
    }
}
