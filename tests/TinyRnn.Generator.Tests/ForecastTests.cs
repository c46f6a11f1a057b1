using System.Reflection;
using Microsoft.CodeAnalysis;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>Compiled forecasts against the interpreter's, one value and several, on a stream and on a whole window.</summary>
public class ForecastTests
{
    private const string Calls = """
        public static class Calls
        {
            public static float One(float[] history) => Model.Forecast(history);
            public static float[] Several(float[] history, int count) { float[] next = new float[count]; Model.Forecast(history, next); return next; }
            public static int[] Sizes() => [Model.Window, Model.Horizon, Model.Columns];
        }
        """;

    private static readonly float[] History = Networks.RandomInput(30, 5);

    public static TheoryData<string> Kinds => ["gru", "both directions", "perceptron"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Forecasts_agree_with_the_interpreter(string kind)
    {
        Network network = Make(kind);
        Type calls = Load(network);
        Interpreter interpreter = new(network);
        Assert.Equal([9, 1, 1], (int[])Call(calls, "Sizes"));
        Assert.Equal(interpreter.Forecast(History), (float)Call(calls, "One", History), 1e-5f);
        float[] expected = interpreter.Forecast(History, 20);
        float[] actual = (float[])Call(calls, "Several", History, 20);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        // A forecast is read again as the newest value.
        Assert.Equal(expected[1], interpreter.Forecast([.. History, expected[0]]), 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_before_the_window_does_not_count(string kind)
    {
        Type calls = Load(Make(kind));
        Assert.Equal((float)Call(calls, "One", History[^9..]), (float)Call(calls, "One", History));
        TargetInvocationException e = Assert.Throws<TargetInvocationException>(() => Call(calls, "One", History[^8..]));
        Assert.Contains("8 values is not 9 or more whole rows of 1 values", Assert.IsType<ArgumentException>(e.InnerException).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, 0, "the model reads 2 values a step and forecasts one")]
    [InlineData(1, 3, 0, "the model gives the value 3 steps ahead and none before it")]
    [InlineData(1, 1, null, "the model forecasts a series that it does not read")]
    public void Several_values_of_a_model_that_cannot_read_them_again_are_an_error(int columns, int horizon, int? target, string reason)
    {
        Network network = Networks.Forecast(
            new VectorInput(columns), new ForecastShape(9, horizon, columns, target), 1, new RnnLayer("rnn", columns, 4), new DenseLayer("fc", 4, 1));
        GeneratorRun run = GeneratorRun.Of(
            CompiledModel.Program(1, Calls), OutputKind.DynamicallyLinkedLibrary, new ModelText("Model.tinyrnn", NetworkWriter.Write(network)));
        Diagnostic error = Assert.Single(
            run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("TRNN031", error.Id);
        Assert.Contains(reason, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Interpreter(network).Forecast(new float[20], 2));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void The_history_says_which_values_are_known_ahead(bool hasOrigin)
    {
        ForecastShape shape = new(9, 1, 3, 0, hasOrigin ? [1e9, 0, 0] : null, known: [1, 2]);
        Network network = Networks.Forecast(new VectorInput(3), shape, 1, new RnnLayer("rnn", 3, 4), new DenseLayer("fc", 4, 1));
        string calls = hasOrigin ? DoubleCalls : Calls;
        GeneratorRun run = GeneratorRun.Of(
            CompiledModel.Program(1, calls), OutputKind.DynamicallyLinkedLibrary, new ModelText("Model.tinyrnn", NetworkWriter.Write(network)));
        Assert.Contains(
            run.Output.SyntaxTrees,
            tree => tree.ToString().Contains("Known ahead are the values 1, 2 of a row, counted from 0", StringComparison.Ordinal));
        Assert.Contains(
            run.Output.GetDiagnostics(TestContext.Current.CancellationToken),
            diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)
                .Contains("the model reads values that are known ahead, which its forecasts do not give", StringComparison.Ordinal));
    }

    private const string DoubleCalls = """
        public static class Calls
        {
            public static double One(double[] history) => Model.Forecast(history);
            public static float Single(float[] history) => Model.Forecast(history);
            public static double[] Several(double[] history, int count) { double[] next = new double[count]; Model.Forecast(history, next); return next; }
            public static double Origin() => Model.ColumnOrigins[0];
            public static bool SelfTest() => Model.SelfTest();
            public static long Allocated(double[] history)
            {
                double[] next = new double[5];
                Model.Forecast(history, next);
                long before = System.GC.GetAllocatedBytesForCurrentThread();
                Model.Forecast(history, next);
                return System.GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
        """;

    [Theory]
    [InlineData("gru"), InlineData("both directions"), InlineData("perceptron")]
    public void Forecasts_of_large_values_take_doubles(string kind)
    {
        Network plain = Make(kind);
        Network network = Networks.WithTestVectors(
            new Network(new NetworkDefinition
            {
                Name = "large",
                Task = NetworkTask.Forecast,
                Input = plain.Input,
                Layers = plain.Layers,
                OutputSteps = OutputSteps.Last,
                Tensors = plain.Tensors.Values,
                Forecast = new ForecastShape(9, origin: [123456789.123456789]),
                Residual = new Residual([plain.InputSize - 1]),
            }),
            History[..9]);
        double[] history = [.. History.Select(value => 123456789.123456789 + value)];
        Type calls = Load(network, DoubleCalls);
        Interpreter interpreter = new(network);
        Assert.Equal(123456789.123456789, (double)Call(calls, "Origin"));
        double one = (double)Call(calls, "One", history);
        Assert.Equal(interpreter.Forecast(history), one, 1e-5);
        Assert.NotEqual((double)(float)one, one);
        Assert.All(interpreter.Forecast(history, 20).Zip((double[])Call(calls, "Several", history, 20)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        // It is what the network gives of what is left, and the origin.
        Assert.Equal(interpreter.Run(ForecastRest(history))[0] + 123456789.123456789, interpreter.Forecast(history), 1e-6);
        Assert.Equal(
            interpreter.Forecast([.. history.Select(value => (float)value)]), (float)Call(calls, "Single", history.Select(value => (float)value).ToArray()));
        Assert.True((bool)Call(calls, "SelfTest"));
        Assert.Equal(0L, (long)Call(calls, "Allocated", history));
    }

    [Fact]
    public void Forecasts_of_several_large_columns_take_doubles()
    {
        Network network = Networks.Forecast(
            new VectorInput(2), new ForecastShape(9, 2, 2, null, [0, 1e9], 5e10), 1, new RnnLayer("rnn", 2, 4), new DenseLayer("fc", 4, 1));
        const string Code = "public static class Calls { public static double One(double[] history) => Model.Forecast(history); }";
        double[] history = [.. History.Select((value, i) => (i % 2 == 0 ? 0 : 1e9) + value)];
        Assert.Equal(new Interpreter(network).Forecast(history), (double)Call(Load(network, Code), "One", history), 1e-5);
        Assert.InRange(new Interpreter(network).Forecast(history), 5e10 - 10, 5e10 + 10);
    }

    private static float[] ForecastRest(double[] history) => [.. history[^9..].Select(value => (float)(value - 123456789.123456789))];

    private static Network Make(string kind) => kind switch
    {
        "gru" => Networks.Forecast(new VectorInput(1), new ForecastShape(9), 1, new GruLayer("gru", 1, 5), new DenseLayer("fc", 5, 1)),
        "both directions" => Networks.Forecast(
            new VectorInput(1), new ForecastShape(9), 1, new RnnLayer("rnn", 1, 5, options: new RecurrentOptions(Direction: Direction.Bidirectional)),
                new DenseLayer("fc", 10, 1)),
        _ => Networks.Forecast(new VectorInput(9), new ForecastShape(9), 1, new DenseLayer("hidden", 9, 5, Activation.Tanh), new DenseLayer("fc", 5, 1)),
    };

    private static Type Load(Network network, string calls = Calls) =>
        CompiledModel.Load(CompiledModel.Compile([network], calls)).GetType("Tested.Calls", throwOnError: true)!;

    private static object Call(Type calls, string method, params object[] arguments) => calls.GetMethod(method)!.Invoke(null, arguments)!;
}
