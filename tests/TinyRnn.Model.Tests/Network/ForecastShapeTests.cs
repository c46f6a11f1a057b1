namespace TinyRnn.Model.Tests;

/// <summary>What must hold of a forecast, and that the file keeps it.</summary>
public class ForecastShapeTests
{
    [Theory]
    [InlineData(1, 24, 1, 1, 0)]
    [InlineData(3, 24, 6, 3, 2)]
    [InlineData(3, 24, 6, 3, null)]
    [InlineData(48, 16, 1, 3, 1)]
    public void Read_back_as_written(int input, int window, int horizon, int columns, int? target)
    {
        Network read = NetworkReader.Read(NetworkWriter.Write(Make(input, new ForecastShape(window, horizon, columns, target))), "x");
        Assert.Equal(NetworkTask.Forecast, read.Task);
        ForecastShape shape = read.Forecast!;
        Assert.Equal((window, horizon, columns, target), (shape.Window, shape.Horizon, shape.Columns, shape.Target));
        Assert.Equal((window, target), (read.With().Forecast!.Window, read.With().Forecast!.Target));
    }

    [Theory]
    [InlineData(0, 0), InlineData(null, 0.1)]
    public void The_origin_keeps_its_digits(int? target, double output)
    {
        Network network = Make(2, new ForecastShape(3, 1, 2, target, [123456789.123456789, -1e-300], output));
        string text = NetworkWriter.Write(network);
        Assert.StartsWith("{\n  \"tinyrnn\": 4,", text, StringComparison.Ordinal);
        ForecastShape shape = NetworkReader.Read(text, "x").Forecast!;
        Assert.Equal([123456789.123456789, -1e-300], shape.Origin);
        Assert.Equal(target is null ? output : 123456789.123456789, shape.OutputOrigin);
        Assert.Equal(text, NetworkWriter.Write(NetworkReader.Read(text, "x")));
        Assert.Contains(
            "has 'origin', but the file is of format version 3; the field needs version 4",
            Assert.Throws<ModelFormatException>(
                () => NetworkReader.Read(text.Replace("\"tinyrnn\": 4", "\"tinyrnn\": 3", StringComparison.Ordinal), "x")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("{\n  \"tinyrnn\": 1,", NetworkWriter.Write(Make(2, new ForecastShape(3, 1, 2))), StringComparison.Ordinal);

        // A state of one says nothing to the other.
        Assert.NotEqual(Fingerprint.Of(Make(2, new ForecastShape(3, 1, 2, target))), Fingerprint.Of(network));
    }

    [Fact]
    public void Columns_that_are_known_ahead_are_kept()
    {
        string text = NetworkWriter.Write(Make(3, new ForecastShape(4, 1, 3, 0, known: [1, 2])));
        Assert.StartsWith("{\n  \"tinyrnn\": 5,", text, StringComparison.Ordinal);
        ForecastShape shape = NetworkReader.Read(text, "x").Forecast!;
        Assert.Equal([1, 2], shape.Known);
        Assert.Equal((true, false), (shape.CanContinue, shape.CanFeedBack));
        Assert.Equal("the model reads values that are known ahead, which its forecasts do not give", shape.WhyNoFeedBack);
        Assert.False(new ForecastShape(4, 1, 3, 0, known: [1]).CanContinue);
        Assert.False(new ForecastShape(4, 2, 3, 0, known: [1, 2]).CanContinue);
        Assert.Contains(
            "has 'known', but the file is of format version 4; the field needs version 5",
            Assert.Throws<ModelFormatException>(
                () => NetworkReader.Read(text.Replace("\"tinyrnn\": 5", "\"tinyrnn\": 4", StringComparison.Ordinal), "x")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_a_forecast_are_reported_at_their_place()
    {
        string text = NetworkWriter.Write(Make(2, new ForecastShape(3, 1, 2, 0, [1.5, 2.5]))).Replace("«", "", StringComparison.Ordinal);
        string shape = text[text.IndexOf("\"forecast\": {", StringComparison.Ordinal)..];
        string window = "\"window\": 3";
        Assert.Contains(window, shape, StringComparison.Ordinal);
        Errors.At(text, window, window + ", «\"windows\": 3", ModelErrorCode.UnknownField, "the forecast has no field 'windows'");
        Errors.At(text, window, "\"window\": «0", ModelErrorCode.InvalidValue, "'window' of the forecast must be a whole number from 1 to 32768, not 0");
        Errors.At(text, "[1.5, 2.5]", "[1.5, «1e400]", ModelErrorCode.InvalidValue, "'origin' of the forecast must hold finite numbers, not 1e400");
        Assert.DoesNotContain("known", text, StringComparison.Ordinal);
        string without = NetworkWriter.Write(Make(2, new ForecastShape(3, 1, 2, null, [1.5, 2.5], 4.5)));
        const string Output = "\"outputOrigin\": ";
        Errors.At(
            without, Output + "4.5", Output + "«true", ModelErrorCode.InvalidValue, "'outputOrigin' of the forecast must be a finite number, not a boolean");
        Errors.At(
            Errors.Edit(without, ("\"origin\": [1.5, 2.5],", ""), (Output, Output + "«")), ModelErrorCode.MissingField,
            "the forecast has 'outputOrigin', so it needs the field 'origin' too");
    }

    [Fact]
    public void Contradictions_are_told()
    {
        Fails(() => Make(2, new ForecastShape(4, 1, 2, origin: [1.0])), "'origin' has 1 values; it needs one finite value for each of the 2 columns");
        Fails(() => Make(1, new ForecastShape(4, origin: [double.NaN])), "one finite value for each");
        const string Known = "'known' must name columns from 0 to 1, each once and not the target, not ";
        Fails(() => Make(2, new ForecastShape(4, 1, 2, known: [2])), Known + "2");
        Fails(() => Make(2, new ForecastShape(4, 1, 2, known: [0])), Known + "0");
        Fails(() => Make(2, new ForecastShape(4, 1, 2, known: [1, 1])), Known + "1, 1");
        Fails(() => Make(1, null), "a forecast model needs the field 'forecast'");
        Fails(() => Make(1, new ForecastShape(4), NetworkTask.Raw), "a raw model cannot have 'forecast'");
        Fails(() => Make(1, new ForecastShape(0)), "must be from 1 to 32768");
        Fails(() => Make(2, new ForecastShape(4, 1, 3)), "has size 3 (a row a step) or 12 (the whole window in one step), not 2");
        Fails(() => Make(1, new ForecastShape(4, target: 1)), "'target' names the column 1, but a row has only 1 ");
        Fails(() => Make(1, new ForecastShape(4), outputs: 2), "a forecast is one value, but the last layer gives 2");
        Fails(
            () => Make(1, new ForecastShape(4), testVector: TestVector.OfValues([1f, 2f, 3f], [0f])),
            "a test vector of this forecast model needs 4 rows of 1 values, not 3 values");
    }

    private static void Fails(Action make, string expected) => Errors.Says<InvalidNetworkException>(expected, make);

    private static Network Make(int input, ForecastShape? shape, NetworkTask task = NetworkTask.Forecast, int outputs = 1, TestVector? testVector = null)
    {
        DenseLayer layer = new("fc", input, outputs, bias: false);
        return new Network(new NetworkDefinition
        {
            Name = "",
            Task = task,
            Input = new VectorInput(input),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors = [new Tensor("fc.weight", [outputs, input], new float[outputs * input])],
            TestVectors = testVector is null ? [] : [testVector],
            Forecast = shape,
        });
    }
}
