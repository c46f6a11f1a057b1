namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>Forecasts of the interpreter: which part of a history they read, how they continue it, and origins of large values.</summary>
public class ForecastTests
{
    private const double Large = 123_456_789.125;

    /// <summary>The next value is the last but one plus a quarter of the last.</summary>
    private static readonly ForecastShape Pair = new(2);

    [Fact]
    public void A_forecast_reads_the_newest_window()
    {
        Interpreter interpreter = new(Make(Pair, 1f, 0.25f));
        Assert.Equal(2.5f, interpreter.Forecast([2f, 2f]));
        Assert.Equal(2.5f, interpreter.Forecast([100f, 2f, 2f]));
        Assert.Equal(2.5, interpreter.Forecast([100.0, 2.0, 2.0]));
        Assert.Equal([2.5f, 2.625f, 3.15625f], interpreter.Forecast([100f, 2f, 2f], 3));
        Assert.Equal([2.5, 2.625, 3.15625], interpreter.Forecast([100.0, 2.0, 2.0], 3));
        Assert.Empty(interpreter.Forecast([2f, 2f], 0));
    }

    [Fact]
    public void The_origin_is_subtracted_before_and_added_after()
    {
        // 2.5 above the origin cannot be told in single precision, where the numbers are 8 apart.
        Interpreter interpreter = new(Make(new ForecastShape(2, origin: [Large]), 1f, 0.25f));
        Assert.Equal(Large + 2.5, interpreter.Forecast([Large + 100, Large + 2, Large + 2]));
        Assert.Equal([Large + 2.5, Large + 2.625], interpreter.Forecast([Large + 100, Large + 2, Large + 2], 2));

        // Singles are read as doubles.
        float near = (float)Large;
        double distance = near - Large;
        Assert.Equal((float)(Large + (float)(distance + (0.25 * distance))), interpreter.Forecast([near, near]));
        Assert.Equal([interpreter.Forecast([near, near])], interpreter.Forecast([near, near], 1));
    }

    [Fact]
    public void Each_column_has_its_origin()
    {
        // Two rows of two columns; the forecast is the second column's newest value plus the first one's oldest.
        Interpreter interpreter = new(Make(new ForecastShape(2, 1, 2, 1, [100, Large]), 1f, 0f, 0f, 1f));
        Assert.Equal(Large + 3 + 1, interpreter.Forecast([101, Large, 102, Large + 3]));
        interpreter = new(Make(new ForecastShape(2, 1, 2, null, [100, Large], outputOrigin: -5), 1f, 0f, 0f, 1f));
        Assert.Equal(-5 + 3 + 1, interpreter.Forecast([101, Large, 102, Large + 3]));
    }

    [Fact]
    public void A_history_has_whole_rows_and_at_least_a_window()
    {
        Interpreter one = new(Make(Pair, 1f, 0.25f));
        const string Short = "a history of 1 values is not 2 or more whole rows of 1 values";
        Errors.Says<ArgumentException>(Short, () => one.Forecast([1f]));
        Errors.Says<ArgumentException>(Short, () => one.Forecast([1.0]));
        Errors.Says<ArgumentException>(Short, () => one.Forecast([1f], 2));
        Errors.Says<ArgumentException>(Short, () => one.Forecast([1.0], 2));
        Interpreter two = new(Make(new ForecastShape(2, 1, 2), 1f, 0f, 0f, 1f));
        Errors.Says<ArgumentException>("a history of 5 values is not 2 or more whole rows of 2 values", () => two.Forecast(new float[5]));
        Errors.Says<ArgumentException>("a history of 2 values is not 2 or more whole rows of 2 values", () => two.Forecast(new float[2]));
        Assert.Equal(0f, two.Forecast(new float[6]));
    }

    [Fact]
    public void Only_an_autoregressive_model_continues()
    {
        Interpreter two = new(Make(new ForecastShape(2, 1, 2), 1f, 0f, 0f, 1f));
        const string Reason = "'forecaster' is not autoregressive, so it gives one forecast only: the model reads 2 values a step and forecasts one";
        Errors.Says<InvalidOperationException>(Reason, () => two.Forecast(new float[4], 2));
        Errors.Says<InvalidOperationException>(Reason, () => two.Forecast(new double[4], 2));
        Interpreter later = new(Make(new ForecastShape(2, 7), 1f, 0.25f));
        Errors.Says<InvalidOperationException>("the model gives the value 7 steps ahead and none before it", () => later.Forecast(new float[2], 2));
        Interpreter other = new(Make(new ForecastShape(2, target: null), 1f, 0.25f));
        Errors.Says<InvalidOperationException>("the model forecasts a series that it does not read", () => other.Forecast(new float[2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Interpreter(Make(Pair, 1f, 0.25f)).Forecast(new float[2], -1));
    }

    [Fact]
    public void Other_models_do_not_forecast()
    {
        Interpreter raw = new(TinyRnn.Tests.Networks.Raw(new VectorInput(2), OutputSteps.Last, 1, new DenseLayer("fc", 2, 1)));
        Action[] calls =
        [
            () => raw.Forecast(new float[2]), () => raw.Forecast(new double[2]), () => raw.Forecast(new float[2], 1), () => raw.Forecast(new double[2], 1),
        ];
        Assert.All(calls, call => Errors.Says<InvalidOperationException>($"'{raw.Network.Name}' is not a forecast model", call));
    }

    // The whole window is one step; the weights are those of its values, the oldest first.
    private static Network Make(ForecastShape shape, params float[] weights) => new(new NetworkDefinition
    {
        Name = "forecaster",
        Task = NetworkTask.Forecast,
        Input = new VectorInput(weights.Length),
        Layers = [new DenseLayer("fc", weights.Length, 1, bias: false)],
        OutputSteps = OutputSteps.Last,
        Tensors = [new Tensor("fc.weight", [1, weights.Length], weights)],
        Forecast = shape,
    });
}
