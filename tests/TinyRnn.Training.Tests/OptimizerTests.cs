namespace TinyRnn.Training.Tests;

public class OptimizerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Adam_with_a_weight_decay_follows_its_formula_at_every_length(bool isDecoupled)
    {
        for (int length = 1; length <= 19; length++)
        {
            double[] mean = new double[length], square = new double[length];
            CheckUpdates(length, parameters => new Adam<double>(parameters, 0.1, 0.8, 0.95, 1e-3, 0.2, isDecoupled), (i, gradient, value, step) =>
            {
                gradient += isDecoupled ? 0 : 0.2 * value;
                mean[i] = (0.8 * mean[i]) + (0.2 * gradient);
                square[i] = (0.95 * square[i]) + (0.05 * gradient * gradient);
                double meanHat = mean[i] / (1 - Math.Pow(0.8, step)), squareHat = square[i] / (1 - Math.Pow(0.95, step));
                return (value * (isDecoupled ? 1 - (0.1 * 0.2) : 1)) - (0.1 * meanHat / (Math.Sqrt(squareHat) + 1e-3));
            });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void RmsProp_follows_its_formula_at_every_length(double decay)
    {
        for (int length = 1; length <= 19; length++)
        {
            double[] square = new double[length], velocity = new double[length];
            CheckUpdates(length, parameters => new RmsProp<double>(parameters, 0.1, 0.9, 0.5, 1e-3, decay), (i, gradient, value, step) =>
            {
                gradient += decay * value;
                square[i] = (0.9 * square[i]) + (0.1 * gradient * gradient);
                velocity[i] = (0.5 * velocity[i]) + (gradient / (Math.Sqrt(square[i]) + 1e-3));
                return value - (0.1 * velocity[i]);
            });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Sgd_with_a_weight_decay_follows_its_formula(double momentum)
    {
        double[] velocity = new double[7];
        CheckUpdates(7, parameters => new Sgd<double>(parameters, 0.1, momentum, 0.2), (i, gradient, value, step) =>
        {
            velocity[i] = (momentum * velocity[i]) + gradient + (0.2 * value);
            return value - (0.1 * velocity[i]);
        });
    }

    [Fact]
    public void Only_AdamW_decays_unasked_and_every_optimizer_does_when_asked()
    {
        foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>())
        {
            Assert.Equal(kind == OptimizerKind.AdamW, Moves(new OptimizerOptions { Kind = kind }));
            Assert.True(Moves(new OptimizerOptions { Kind = kind, WeightDecay = 0.1 }), $"{kind}");
            Assert.False(Moves(new OptimizerOptions { Kind = kind, WeightDecay = 0 }), $"{kind}");
        }

        static bool Moves(OptimizerOptions options)
        {
            Parameter<double> parameter = new("p", [1]);
            parameter.Value[0] = 1;
            options.Create([parameter]).Update();
            return parameter.Value[0] != 1;
        }
    }

    [Fact]
    public void Momentum_accumulates_gradients()
    {
        Parameter<double> parameter = new("p", [1]);
        Sgd<double> sgd = new([parameter], 0.1, 0.5);
        parameter.Gradient[0] = 1;
        sgd.Update();
        Assert.Equal(-0.1, parameter.Value[0], 1e-15);
        sgd.Update();
        Assert.Equal(-0.25, parameter.Value[0], 1e-15);
    }

    [Fact]
    public void Clipping_scales_only_what_is_too_long()
    {
        Parameter<double> a = new("a", [1]), b = new("b", [1]);
        (a.Gradient[0], b.Gradient[0]) = (3, 4);
        Assert.Equal(5, GradientClipping.ByGlobalNorm([a, b], 6), 1e-12);
        Assert.Equal(3, a.Gradient[0]);
        Assert.Equal(5, GradientClipping.ByGlobalNorm([a, b], 1), 1e-12);
        Assert.Equal(3 / 5.000001, a.Gradient[0], 1e-12);
        Assert.Equal(4 / 5.000001, b.Gradient[0], 1e-12);
    }

    [Fact]
    public void Clipping_by_value_bounds_each_element()
    {
        Parameter<double> parameter = new("p", [4]);
        new[] { -3, -0.5, 2, double.NaN }.CopyTo(parameter.Gradient, 0);
        Assert.Equal(double.NaN, GradientClipping.ByValue([parameter], 1));
        Assert.Equal([-1, -0.5, 1, double.NaN], parameter.Gradient);
        new[] { -3, -0.5, 2, 0 }.CopyTo(parameter.Gradient, 0);
        Assert.Equal(3, GradientClipping.ByValue([parameter], 1));
        new[] { 1, double.NegativeInfinity, 2, 0 }.CopyTo(parameter.Gradient, 0);
        Assert.Equal(double.PositiveInfinity, GradientClipping.ByValue([parameter], 1));
    }

    [Fact]
    public void The_cosine_goes_from_the_rate_to_its_final_fraction()
    {
        OptimizerOptions options = new() { LearningRate = 2, Schedule = LearningRateSchedule.Cosine, FinalRateFraction = 0.1 };
        Assert.Equal(2, options.RateAt(0, 101), 1e-12);
        Assert.Equal(1.1, options.RateAt(50, 101), 1e-12);
        Assert.Equal(0.2, options.RateAt(100, 101), 1e-12);
        Assert.Equal(2, options.RateAt(0, 1));
    }

    [Fact]
    public void The_step_schedule_multiplies_after_every_so_many_steps()
    {
        OptimizerOptions options = new() { LearningRate = 2, Schedule = LearningRateSchedule.Step, StepFactor = 0.5, StepEvery = 3, WarmUpSteps = 2 };
        double[] expected = [1, 2, 2, 2, 2, 1, 1, 1, 0.5];
        Assert.Equal(expected, Enumerable.Range(0, 9).Select(step => options.RateAt(step, 9)));
    }

    [Fact]
    public void Steps_are_given_in_epochs_too_and_are_a_third_of_the_run_by_default()
    {
        OptimizerOptions options = new()
        {
            LearningRate = 2,
            Schedule = LearningRateSchedule.Step,
            StepFactor = 0.5,
            StepEveryEpochs = 0.5,
            WarmUpEpochs = 0.25,
        };
        Assert.Throws<InvalidOperationException>(() => options.RateAt(0, 9));
        OptimizerOptions counted = options.InSteps(8);
        Assert.Equal((4, 2), (counted.StepEvery, counted.WarmUpSteps));
        Assert.Equal([1, 2, 2, 2, 2, 2, 1], Enumerable.Range(0, 7).Select(step => counted.RateAt(step, 16)));
        Assert.Equal(1, options.InSteps(1).WarmUpSteps);

        OptimizerOptions third = new() { LearningRate = 2, Schedule = LearningRateSchedule.Step, StepFactor = 0.5, WarmUpSteps = 1 };
        Assert.Equal([2, 2, 2, 2, 1, 1, 1, 0.5, 0.5], Enumerable.Range(0, 9).Select(step => third.RateAt(step, 9)));
    }

    [Fact]
    public void The_cosine_begins_after_warm_up()
    {
        OptimizerOptions options = new() { LearningRate = 2, Schedule = LearningRateSchedule.Cosine, FinalRateFraction = 0.1, WarmUpSteps = 4 };
        Assert.Equal([0.5, 1, 1.5, 2], Enumerable.Range(0, 4).Select(step => options.RateAt(step, 105)));
        Assert.Equal(2, options.RateAt(4, 105), 1e-12);
        Assert.Equal(0.2, options.RateAt(104, 105), 1e-12);
    }

    [Fact]
    public void Options_out_of_range_name_themselves()
    {
        Assert.Contains(
            "LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { LearningRate = 0 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { Momentum = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { ClipNorm = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { Beta2 = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { SquareDecay = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { Epsilon = 0 });
        Assert.Contains(
            "WeightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { WeightDecay = 1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerOptions { Kind = (OptimizerKind)7 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierOptions { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierOptions { BatchSize = 70_000 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LanguageModelOptions { ValidationFraction = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LanguageModelOptions { Windows = new WindowSampling(0, 1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TutorialOptions { Steps = 0 });
    }

    // Three steps from weights that are not zero, each compared with the formula's.
    private static void CheckUpdates(int length, Func<IReadOnlyList<Parameter<double>>, Optimizer<double>> create, Func<int, double, double, int, double> next)
    {
        Parameter<double> parameter = new("p", [length]);
        double[] expected = [.. Enumerable.Range(0, length).Select(i => Math.Cos(i))];
        expected.CopyTo(parameter.Value, 0);
        Optimizer<double> optimizer = create([parameter]);
        for (int step = 1; step <= 3; step++)
        {
            for (int i = 0; i < length; i++)
            {
                parameter.Gradient[i] = Math.Sin(i + step);
                expected[i] = next(i, parameter.Gradient[i], expected[i], step);
            }

            optimizer.Update();
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(expected[i], parameter.Value[i], 1e-12);
            }
        }
    }
}
