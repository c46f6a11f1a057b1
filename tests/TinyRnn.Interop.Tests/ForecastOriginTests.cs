namespace TinyRnn.Interop.Tests;

/// <summary>Forecasts of values that single precision holds in large steps.</summary>
public class ForecastOriginTests
{
    // Single precision has steps of 16 from here, so that multiples of them are the same in both.
    private const float Mean = 1 << 27;

    [Theory]
    [InlineData(true, 1, 1), InlineData(false, 1, 1), InlineData(false, 2, 1), InlineData(true, 2, 1), InlineData(true, 1, 9), InlineData(false, 1, 9)]
    public void The_mean_is_taken_in_double_precision(bool hasSkip, int columns, int rowsOfInput)
    {
        Network plain = Make(hasSkip, columns, rowsOfInput, 60);
        Network network = ForecastOrigin.Apply(plain);
        Assert.Equal(columns == 1 ? [Mean] : [0.0, Mean], network.Forecast!.Origin);
        Assert.Equal(Mean, network.Forecast.OutputOrigin);
        double[] history = [.. Enumerable.Range(0, 9 * columns).Select(i => columns == 2 && i % 2 == 0 ? 0.5 : Mean + (16 * (i % 5)))];
        Assert.Equal(new Interpreter(plain).Forecast(history), new Interpreter(network).Forecast(history), 16.0);

        // A sixteenth of a step moves the forecast, which in single precision it cannot.
        double[] moved = [.. history.Select((value, i) => i % columns == columns - 1 ? value + 1 : value)];
        Assert.Equal(new Interpreter(plain).Forecast(history), new Interpreter(plain).Forecast(moved));
        Assert.NotEqual(new Interpreter(network).Forecast(history), new Interpreter(network).Forecast(moved));
    }

    [Fact]
    public void Others_stay_as_they_are()
    {
        foreach (Network network in (Network[])[Make(true, 1, 1, 1000), Make(true, 2, 1, 1000)])
        {
            Assert.Same(network, ForecastOrigin.Apply(network));
        }
    }

    private static Network Make(bool hasSkip, int columns, int rowsOfInput, float deviation)
    {
        int size = columns * rowsOfInput;
        Layer[] layers = rowsOfInput > 1 ? [new DenseLayer("fc", size, 1)] : [new RnnLayer("rnn", size, 4), new DenseLayer("fc", 4, 1)];
        return new Network(new NetworkDefinition
        {
            Name = "large",
            Task = NetworkTask.Forecast,
            Input = new VectorInput(
                size,
                scaling: new Scaling([.. Enumerable.Range(0, size).Select(i => columns == 2 && i == 0 ? 0 : Mean)], [.. Enumerable.Repeat(deviation, size)])),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
            OutputScaling = hasSkip ? new Scaling([1], [60]) : new Scaling([Mean], [60]),
            Forecast = new ForecastShape(9, 1, columns, columns - 1),
            Residual = hasSkip ? new Residual([size - 1]) : null,
        });
    }
}
