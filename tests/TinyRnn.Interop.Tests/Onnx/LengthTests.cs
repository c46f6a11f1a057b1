using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>
/// The lengths of packed sequences, an input of the graph, on their way to <c>sequence_lens</c>: PyTorch's older exporter casts them to
/// int64 and then to int32, others turn their axes.
/// </summary>
public class LengthTests
{
    private const int Steps = 5;
    private const int Inputs = 3;
    private const int Hidden = 4;

    private static readonly string[] Ways =
    [
        "none", "torch", "identity", "float", "squeezed", "squeezed without axes", "unsqueezed and back", "reshaped", "flattened and back", "gathered", "sliced"
    ];

    public static TheoryData<string, string, int> Cells =>
    [
        .. from kind in new[] { "RNN", "GRU", "LSTM" }
           from direction in new[] { "forward", "reverse", "bidirectional" }
           from opset in new[] { 11, 17 }
           select new TheoryDataRow<string, string, int>(kind, direction, opset),
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Casts_and_turns_of_lengths_are_followed(string kind, string direction, int opset)
    {
        foreach (string way in Ways)
        {
            foreach (bool isBatchFirst in new[] { false, true })
            {
                // As pack_padded_sequence and pad_packed_sequence leave it, with two layers and the lengths as an output.
                TestGraph graph = new(opset);
                bool isColumn = way is "squeezed" or "squeezed without axes" or "reshaped" or "flattened and back" or "gathered" or "sliced";
                bool isOne = way == "squeezed without axes";
                graph.Input("X", isBatchFirst ? isOne ? 1 : "batch" : "time", isBatchFirst ? "time" : isOne ? 1 : "batch", Inputs);
                graph.Lengths(way == "none" ? OnnxTensor.Int32 : OnnxTensor.Int64, isColumn ? [isOne ? 1 : "batch", 1] : [isOne ? 1 : "batch"]);
                string lengths = graph.LengthsBy(way);
                string x = isBatchFirst ? graph.Transposed("X") : "X";
                int passes = direction == "bidirectional" ? 2 : 1;
                graph.Cell(kind, x, Inputs, Hidden, direction, kind == "GRU" ? "after" : "", "0", lengths);
                graph.Cell(kind, graph.Rows("Y0", passes, passes * Hidden), passes * Hidden, Hidden, direction, "", "1", lengths);
                string rows = graph.Rows("Y1", passes, passes * Hidden);
                graph.AlsoLengths();
                graph.Finish(isBatchFirst ? graph.Transposed(rows) : rows, passes * Hidden);
                graph.AssertAgrees(Steps, Inputs, isBatchFirst ? "BTF" : "TBF");
            }
        }
    }

    [Fact]
    public void Lengths_that_are_computed_are_errors()
    {
        TestGraph graph = new(17);
        graph.Input("X", "time", "batch", Inputs);
        graph.Lengths(OnnxTensor.Int64, ["batch"]);
        graph.Cell("GRU", "X", Inputs, Hidden, "forward", "", lengths: graph.LengthsBy("halved"));
        graph.Output("Y");
        Assert.Contains("lengths", Assert.Throws<ImportException>(() => graph.Import()).Message, StringComparison.Ordinal);
    }
}
