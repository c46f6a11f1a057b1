using System.Globalization;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;
using TinyRnn.Tests;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Tests;

/// <summary>Estimated times of a step, held to the measured ones that the bench's page has.</summary>
public class StepTimeTests
{
    // A cell of the page's table of one step a call is within this factor; the table itself differs by some tens of per cent from run to run.
    private const double Factor = 1.7;

    public static TheoryData<string> Cells => ["GRU", "LSTM", "RNN"];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Estimates_are_those_of_the_measured_table(string cell)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "bench", "README.md"));
        int first = Array.IndexOf(lines, $"#### {cell}");
        string[][] rows = [.. lines.Skip(first + 1).SkipWhile(line => !line.StartsWith("| H |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];
        Assert.Equal(["H", "I", "JIT", "v4", "v3", "default"], rows[0][..6]);
        Assert.Equal(14, rows.Length);
        Assert.All(rows[2..], row =>
        {
            (int hidden, int inputs) = ((int)Number(row[0]), (int)Number(row[1]));
            Layer[] layers = [Layer(cell, inputs, hidden), new DenseLayer("fc", hidden, inputs)];
            Network network = Networks.Raw(new VectorInput(inputs), OutputSteps.Every, 1, layers);
            ModelPlan plan = new(network, TypeShape.Class("", "Model"), "model.tinyrnn");
            Assert.All([(0, 2), (1, 4), (2, 5)], column =>
            {
                (int width, int measured) = column;
                double ratio = StepTime.All[width].Of(network, plan) / Number(row[measured]);
                Assert.True(
                    ratio is > 1 / Factor and < Factor,
                    $"{cell} {hidden} of {inputs} inputs, {rows[0][measured]}: estimated {ratio:0.00} of the measured time");
            });
        });
    }

    [Fact]
    public void Smaller_weights_take_less_time_where_reading_them_takes_longest()
    {
        Network network = Networks.Raw(new VectorInput(1), OutputSteps.Every, 1, new GruLayer("gru", 1, 256), new DenseLayer("fc", 256, 1));
        double[] times = [.. new[] { TensorType.F32, TensorType.BF16, TensorType.I8 }.Select(type =>
        {
            Network smaller = type == TensorType.F32 ? network : Quantizer.Quantize(network, new QuantizationOptions { Type = type }).Network;
            return StepTime.All[0].Of(smaller, new ModelPlan(smaller, TypeShape.Class("", "Model"), "model.tinyrnn"));
        })];
        Assert.True(times[0] > 1.5 * times[1] && times[1] > 1.5 * times[2], string.Join(", ", times.Select(time => $"{time:0}")));
    }

    private static RecurrentLayer Layer(string cell, int inputs, int hidden) => cell switch
    {
        "GRU" => new GruLayer("cell", inputs, hidden),
        "LSTM" => new LstmLayer("cell", inputs, hidden),
        _ => new RnnLayer("cell", inputs, hidden),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
