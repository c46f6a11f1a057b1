namespace TinyRnn.Training.Tests;

/// <summary>Outputs and states of packed batches against each sequence alone, by the formulas of the specification.</summary>
public class RecurrentOutputTests
{
    private const int Inputs = 4;
    private const int Units = 3;

    private static readonly int[] Lengths = [6, 5, 5, 3, 1, 1, 1];

    public static TheoryData<string, Direction> Cases()
    {
        TheoryData<string, Direction> cases = [];
        foreach (string cell in Cells.Names)
        {
            foreach (Direction direction in Enum.GetValues<Direction>())
            {
                cases.Add(cell, direction);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_states_are_those_of_the_formulas(string cell, Direction direction)
    {
        foreach (BiasForm bias in Enum.GetValues<BiasForm>())
        {
            foreach (bool hasInitialState in new[] { false, true })
            {
                // Seven sequences take the path that turns matrices round, three that by dot products.
                Check(Cells.Make(cell, Inputs, Units, new RecurrentOptions(bias, direction, hasInitialState)), 7);
                Check(Cells.Make(cell, Inputs, Units, new RecurrentOptions(bias, direction, hasInitialState)), 3);
            }
        }
    }

    private static void Check(RecurrentLayer layer, int sequences)
    {
        Xoshiro256StarStar random = new(5);
        TrainableNetwork<double> network = new([layer]);
        foreach (Parameter<double> parameter in network.Parameters)
        {
            Fill(parameter.Value, random);
        }

        double[][][] batch = [.. Lengths.Take(sequences).Select(length => Enumerable.Range(0, length).Select(_ => Fill(new double[Inputs], random)).ToArray())];
        PackedLayout layout = new();
        layout.Reset(Lengths.AsSpan(0, sequences));
        double[] input =
        [
            .. Enumerable.Range(0, Lengths[0]).SelectMany(step => batch.Where(sequence => sequence.Length > step).SelectMany(sequence => sequence[step]))
        ];
        double[] every = network.Forward(layout, new StepInput<double>(input), OutputSteps.Every).ToArray();
        double[] last = network.Forward(layout, new StepInput<double>(input), OutputSteps.Last).ToArray();
        double[] state = network.Layers[0].FinalState.ToArray();
        for (int i = 0; i < sequences; i++)
        {
            for (int direction = 0; direction < layer.Directions.Count; direction++)
            {
                double[][] expected = new ReferenceCell(layer, layer.Directions[direction], network.Parameters).Run(batch[i]);
                int offset = direction * layer.DirectionOutputSize;
                for (int step = 0; step < expected.Length; step++)
                {
                    AssertClose(expected[step], every.AsSpan(((layout.Offset(step) + i) * layer.OutputSize) + offset, layer.DirectionOutputSize));
                }

                AssertClose(expected[^1], last.AsSpan((i * layer.OutputSize) + offset, layer.DirectionOutputSize));
                double[] end = layer.Directions[direction].IsReverse ? expected[0] : expected[^1];
                AssertClose(end, state.AsSpan((i * layer.StateSize) + (direction * layer.DirectionStateSize), layer.DirectionOutputSize));
            }
        }
    }

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12);
        }
    }

    private static double[] Fill(double[] values, Xoshiro256StarStar random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal() / 2;
        }

        return values;
    }
}
