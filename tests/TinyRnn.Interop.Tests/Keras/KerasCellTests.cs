using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Several cells in one <c>RNN</c>, one above the other.</summary>
public class KerasCellTests
{
    private const int Inputs = 2;
    private const int Steps = 7;

    public static TheoryData<bool, bool> Orders => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Cells_one_above_the_other_give_what_their_formulas_give(bool goesBackwards, bool hasBias)
    {
        int[] units = [4, 3, 5];
        int[][] shapes = [.. units.SelectMany((own, i) => new[] { [i == 0 ? Inputs : units[i - 1], own], [own, own], new[] { own } }.Take(hasBias ? 3 : 2))];
        (int[] Shape, float[] Values)[] arrays = WrittenKeras.Random(shapes);
        string cells = string.Join(", ", units.Select((own, i) => WrittenKeras.Layer(
            "SimpleRNNCell", $"cell_{i}", ("units", $"{own}"), ("activation", "\"tanh\""), ("use_bias", hasBias ? "true" : "false"))));
        Network network = WrittenKeras.Import(
            WrittenKeras.Sequential($"[null, null, {Inputs}]", Stack(cells, ("go_backwards", goesBackwards ? "true" : "false"))),
            new Dictionary<string, (int[], float[])[]> { ["stack"] = arrays }).Network;
        float[] x = Networks.RandomInput(Steps * Inputs, 3);
        double[][] rows = [.. x.Chunk(Inputs).Select(row => Array.ConvertAll(row, value => (double)value))];
        IEnumerable<double[]> read = goesBackwards ? rows.Reverse() : rows;
        for (int i = 0; i < units.Length; i++)
        {
            (int own, int first) = (units[i], i * (hasBias ? 3 : 2));
            double[] hidden = new double[own];
            read = [.. read.Select(row => hidden =
            [
                .. Enumerable.Range(0, own).Select(unit => Math.Tanh((hasBias ? arrays[first + 2].Values[unit] : 0)
                    + row.Select((value, k) => value * arrays[first].Values[(k * own) + unit]).Sum()
                    + hidden.Select((value, k) => value * arrays[first + 1].Values[(k * own) + unit]).Sum()))
            ])];
        }

        Assert.Equal(["rnn", "rnn", "rnn"], network.Layers.Where(layer => layer.Kind == "rnn").Select(layer => layer.Kind));
        ImportCase.AssertAll(new ImportCase("stack", network, x, [], [.. read.Last().Select(value => (float)value)]));
    }

    [Fact]
    public void Cells_of_several_kinds_are_the_layers_of_those_kinds()
    {
        (int[], float[])[] gru = WrittenKeras.Random([Inputs, 12], [4, 12], [2, 12]);
        (int[], float[])[] lstm = WrittenKeras.Random([4, 12], [3, 12], [12]);
        string[] fields = ["gru", "lstm"];
        Network stack = WrittenKeras.Import(
            WrittenKeras.Sequential(
                $"[null, null, {Inputs}]",
                Stack($"{WrittenKeras.Layer("GRUCell", "a", ("units", "4"), ("reset_after", "true"))}, {WrittenKeras.Layer("LSTMCell", "b", ("units", "3"))}",
                    ("return_sequences", "true"))),
            new Dictionary<string, (int[], float[])[]> { ["stack"] = [.. gru, .. lstm] }).Network;
        Network layers = WrittenKeras.Import(
            WrittenKeras.Sequential(
                $"[null, null, {Inputs}]",
                WrittenKeras.Layer("GRU", fields[0], ("units", "4"), ("reset_after", "true"), ("return_sequences", "true")),
                WrittenKeras.Layer("LSTM", fields[1], ("units", "3"), ("return_sequences", "true"))),
            new Dictionary<string, (int[], float[])[]> { ["gru"] = gru, ["lstm"] = lstm }).Network;
        float[] x = Networks.RandomInput(Steps * Inputs, 4);
        Assert.Equal(fields, stack.Layers.Select(layer => layer.Kind));
        Assert.Equal(OutputSteps.Every, stack.OutputSteps);
        Assert.Equal(new Interpreter(layers).Run(x), new Interpreter(stack).Run(x));
    }

    [Fact]
    public void What_is_no_stack_of_cells_is_one_sentence()
    {
        string cell = WrittenKeras.Layer("SimpleRNNCell", "a", ("units", "4"));
        Fails(Stack(""), "its 'cells' are empty");
        Fails(Stack(cell, ("return_state", "true")), "it gives the states of several cells");
        Fails(Stack($"{cell}, {cell}"), "it has 2 arrays of weights");
        Fails(Stack(WrittenKeras.Layer("Dense", "a", ("units", "4"))),
            "its cell is 'Dense'; SimpleRNNCell, GRUCell, LSTMCell or StackedRNNCells of them was expected");

        static void Fails(string layer, string expected)
        {
            ImportException e = Assert.Throws<ImportException>(() => WrittenKeras.Import(
                WrittenKeras.Sequential($"[null, null, {Inputs}]", layer),
                new Dictionary<string, (int[], float[])[]> { ["stack"] = WrittenKeras.Random([Inputs, 4], [4, 4], [4], [4, 4], [4, 4]) }));
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        }
    }

    private static string Stack(string cells, params (string, string)[] fields) => WrittenKeras.Layer(
        "RNN", "stack",
        [("cell", $"{{\"class_name\": \"StackedRNNCells\", \"config\": {{\"name\": \"cells\", \"cells\": [{cells}]}}}}"), .. fields]);
}
