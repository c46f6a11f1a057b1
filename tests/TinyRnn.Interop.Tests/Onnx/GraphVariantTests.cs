using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Graphs as exporters write them, against ONNX Runtime: every attribute of the recurrent operators, and the shapes around them.</summary>
public class GraphVariantTests
{
    private const int Steps = 6;
    private const int Inputs = 3;
    private const int Hidden = 4;

    public static TheoryData<string, string, int, string> Cells
    {
        get
        {
            TheoryData<string, string, int, string> data = [];
            foreach (string direction in new[] { "forward", "reverse", "bidirectional" })
            {
                foreach (int opset in new[] { 7, 11, 14, 22 })
                {
                    foreach (string variant in new[] { "", "no bias", "state", "relu", "affine" })
                    {
                        data.Add("RNN", direction, opset, variant);
                    }

                    foreach (string variant in new[] { "", "no bias", "state", "relu", "after", "after, no bias" })
                    {
                        data.Add("GRU", direction, opset, variant);
                    }

                    foreach (string variant in new[] { "", "no bias", "state", "peepholes", "input_forget", "input_forget, peepholes" })
                    {
                        data.Add("LSTM", direction, opset, variant);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cells_agree(string kind, string direction, int opset, string variant)
    {
        foreach (string output in new[] { "Y", "Y_h" })
        {
            TestGraph graph = new(opset);
            graph.Input("X", "time", "batch", Inputs);
            graph.Cell(kind, "X", Inputs, Hidden, direction, variant);
            graph.Output(output);
            graph.AssertAgrees(Steps, Inputs, "TBF");
        }
    }

    [Theory]
    [InlineData("RNN")]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void Layout_1_is_layout_0_with_the_batch_first(string kind)
    {
        foreach (string direction in new[] { "forward", "bidirectional" })
        {
            foreach (string output in new[] { "Y", "Y_h" })
            {
                Network Import(bool isBatchFirst)
                {
                    TestGraph graph = new(14);
                    graph.Input("X", isBatchFirst ? "batch" : "time", isBatchFirst ? "time" : "batch", Inputs);
                    graph.Cell(kind, "X", Inputs, Hidden, direction, isBatchFirst ? "state, layout" : "state");
                    graph.Output(output);
                    return graph.Import();
                }

                float[] x = Networks.RandomInput(Steps * Inputs, 4);
                Assert.Equal(new Interpreter(Import(false)).Run(x), new Interpreter(Import(true)).Run(x));
            }
        }
    }

    public static TheoryData<string, int> Heads
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string head in TestGraph.Heads)
            {
                foreach (int opset in new[] { 9, 12, 13, 18 })
                {
                    data.Add(head, opset);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void Batch_first_exports_agree(string head, int opset)
    {
        foreach (string direction in new[] { "forward", "bidirectional", "reverse" })
        {
            TestGraph graph = new(opset);
            graph.Input("X", "batch", "time", Inputs);
            graph.Head(head, direction, Inputs, Hidden);
            graph.AssertAgrees(Steps, Inputs, "BTF");
        }
    }

    [Fact]
    public void Compiled_models_of_exports_agree() => ImportCase.AssertAll([.. TestGraph.Heads.Select(head =>
    {
        TestGraph graph = new(13);
        graph.Input("X", "batch", "time", Inputs);
        graph.Head(head, "bidirectional", Inputs, Hidden);
        (float[] x, float[] expected) = graph.Run(Steps, Inputs, "BTF");
        return new ImportCase(head, graph.Import(), x, [], expected);
    })]);

    [Theory]
    [InlineData("clip", "clip 3")]
    [InlineData("sigmoid", "'SIGMOID'")]
    [InlineData("hard sigmoid", "'HARDSIGMOID'")]
    public void What_a_layer_cannot_express_is_an_error(string variant, string words)
    {
        foreach (string kind in variant == "sigmoid" ? new[] { "RNN" } : variant == "clip" ? ["RNN", "GRU", "LSTM"] : ["GRU", "LSTM"])
        {
            TestGraph graph = new(14);
            graph.Input("X", "time", "batch", Inputs);
            graph.Cell(kind, "X", Inputs, Hidden, "forward", variant);
            graph.Output("Y");
            ImportException error = Assert.Throws<ImportException>(() => graph.Import());
            Assert.Contains($"node 'Y' ({kind})", error.Message, StringComparison.Ordinal);
            Assert.Contains(words, error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("needed", error.Message, StringComparison.Ordinal);
        }
    }
}
