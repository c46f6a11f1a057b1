using TinyRnn.Tests;

namespace TinyRnn.Model.Tests.Networks;

/// <summary>The tables of activations, functions and operations: whole, and true of the values in them.</summary>
public class ActivationTableTests
{
    private static readonly float[] Parameters = [-1.5f, -0.25f, 0f, 0.3f, 1f, 2f];

    [Fact]
    public void Every_member_has_one_row()
    {
        Assert.Equal(Enum.GetValues<Activation>(), Activations.All.Select(facts => facts.Kind).Order());
        Assert.Equal(Enum.GetValues<Function>(), Functions.All.Select(facts => facts.Kind).Order());
        Assert.Equal(Enum.GetValues<CombineOperation>(), CombineOperations.All.Select(facts => facts.Kind).Order());
    }

    [Fact]
    public void No_name_stands_for_two()
    {
        string?[][] columns =
        [
            [.. Activations.All.Select(facts => facts.Word)], [.. Activations.All.Select(facts => facts.Onnx)],
            [.. Activations.All.Select(facts => facts.OnnxInCells)],
            [.. Activations.All.Select(facts => facts.Keras?.Name)], [.. Activations.All.Select(facts => facts.RtNeural)],
            [.. Functions.All.Select(facts => facts.Word)],
            [.. CombineOperations.All.Select(facts => facts.Word)],
            [
                .. Activations.All.Select(facts => facts.Onnx), .. Functions.All.Select(facts => facts.Onnx),
                .. CombineOperations.All.Select(facts => facts.Onnx)
            ],
        ];
        Assert.All(columns, names => Assert.Equal(names.Count(name => name is not null), names.Where(name => name is not null).Distinct().Count()));
    }

    [Fact]
    public void What_is_no_member_is_an_error()
    {
        Activation activation = (Activation)Activations.All.Count;
        Assert.Contains("no activation", Assert.Throws<ArgumentException>(() => new ActivationFunction(activation)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Words.Of(activation));
        Assert.Throws<ArgumentException>(() => new FunctionLayer("l", 1, (Function)Functions.All.Count));
        Assert.Throws<ArgumentException>(() => new CombineLayer("l", (CombineOperation)CombineOperations.All.Count, 1, 1));
    }

    [Fact]
    public void A_beta_stands_beside_an_alpha_and_versions_are_known()
    {
        Assert.All(Activations.All, facts => Assert.True(facts.Beta is null || facts.Alpha is not null));
        Assert.All(Activations.All, facts => Assert.InRange(facts.FormatVersion, 1, NetworkReader.FormatVersion));
    }

    [Fact]
    public void Ranges_hold_all_values_and_zero()
    {
        int ranges = 0;
        foreach (ActivationFunction function in EveryParameter())
        {
            if (function.Range is not (float low, float high))
            {
                continue;
            }

            ranges++;
            Assert.True(low <= 0f && high >= 0f && low < high, $"{function}");
            float[] values = [.. FloatErrors.Sweep.Where(float.IsFinite)];
            function.Apply(values);
            Assert.All(values, value => Assert.True(value >= low && value <= high, $"{function} gives {value:r}"));
        }

        Assert.True(ranges > Activations.All.Count(facts => facts.Value is not null && facts.Range(1f, 1f) is not null));
    }

    [Fact]
    public void Where_a_function_is_zero_it_is_zero()
    {
        foreach (ActivationFunction function in EveryParameter())
        {
            if (Activations.Of(function.Kind).Zero(function.Alpha, function.Beta) is float zero)
            {
                float[] values = [zero];
                function.Apply(values);
                Assert.True(values[0] == 0f, $"{function} of {zero:r} is {values[0]:r}");
            }
        }
    }

    /// <summary>The trainer takes the slope from the result, so no function may turn round.</summary>
    [Fact]
    public void Functions_rise_or_fall_alone()
    {
        float[] ordered = [.. FloatErrors.Sweep.Where(float.IsFinite).Order()];
        foreach (ActivationFunction function in ActivationSamples.All)
        {
            float[] values = [.. ordered];
            function.Apply(values);
            IEnumerable<(float, float)> pairs = values.Zip(values.Skip(1));
            Assert.True(pairs.All(pair => pair.Item1 <= pair.Item2) || pairs.All(pair => pair.Item1 >= pair.Item2), $"{function}");
        }
    }

    private static IEnumerable<ActivationFunction> EveryParameter() =>
        from facts in Activations.All
        where facts.Value is not null
        from alpha in facts.Alpha is null ? [null] : Parameters.Select(value => (float?)value)
        from beta in facts.Beta is null ? [null] : Parameters.Select(value => (float?)value)
        select new ActivationFunction(facts.Kind, alpha, beta);
}
