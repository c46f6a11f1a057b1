using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>
/// Gives a forecast an origin, if its standardisation shows that single precision cannot tell the values of a column apart. The origin is the mean,
/// which is then subtracted in double precision before the network reads the values, instead of in single precision after that.
/// </summary>
internal static class ForecastOrigin
{
    // Trainings use the change from row to row here; of a file only the deviation is known.
    private const double FinestShare = 1.0 / 16;

    /// <summary>The network with an origin, if it needs one and has none; else unchanged.</summary>
    public static Network Apply(Network network)
    {
        if (network.Forecast is not { Origin: null } shape || network.Input is not VectorInput { Scaling: Scaling scaling } input
            || network.Residual is { Factor: not 1f })
        {
            return network;
        }

        double[] origin = [.. Enumerable.Range(0, shape.Columns).Select(column => Origin(scaling.Mean[column], scaling.Std[column]))];
        bool isSameInAllRows = Enumerable.Range(0, scaling.Mean.Count).All(i => scaling.Mean[i] == scaling.Mean[i % shape.Columns]);
        Scaling? output = network.OutputScaling;
        double ofOutput = shape.Target is int target ? origin[target] : output is null ? 0 : Origin(output.Mean[0], output.Std[0]);
        bool isResidualOfTarget = network.Residual is null || origin[network.Residual.Inputs[0] % shape.Columns] == ofOutput;
        if (origin.All(value => value == 0) || !isSameInAllRows || !isResidualOfTarget)
        {
            return network;
        }

        // With a residual connection the output is a change, which has no origin.
        if (network.Residual is null && ofOutput != 0)
        {
            output = new Scaling([(float)((output?.Mean[0] ?? 0) - ofOutput)], [output?.Std[0] ?? 1]);
        }

        Scaling rest = new([.. scaling.Mean.Select((mean, i) => (float)(mean - origin[i % shape.Columns]))], scaling.Std);
        return new Network(network.Definition with
        {
            Input = new VectorInput(input.Size, input.Names, rest),
            OutputScaling = output,
            Forecast = new ForecastShape(shape.Window, shape.Horizon, shape.Columns, shape.Target, origin, ofOutput, shape.Known),
            TestVectors = [],
        });
    }

    private static double Origin(float mean, float deviation)
    {
        float size = MathF.Abs(mean);
        return MathF.BitIncrement(size) - size > deviation * FinestShare ? mean : 0;
    }
}
