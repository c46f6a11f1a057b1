using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>The drawing of the network in the first comment of generated code.</summary>
public class GraphDrawingTests
{
    [Fact]
    public void A_chain_is_one_lane() => Assert.Equal(
        """
        o  input        2 values
        o  gru          gru(2 -> 6), tanh, reset after
        o  fc           dense(6 -> 1), identity
        """.ReplaceLineEndings("\n"),
        Drawing(Networks.Raw(new VectorInput(2), OutputSteps.Last, 1, new GruLayer("gru", 2, 6), new DenseLayer("fc", 6, 1))));

    [Fact]
    public void Branches_have_lanes_that_end_where_they_are_read_for_the_last_time() => Assert.Equal(
        """
        o      input        8 values
        +-o    a            dense(8 -> 8), identity
        | +-o  gate         dense(8 -> 8), sigmoid
        | o |  deep         dense(8 -> 8), tanh of a
        | o-'  gated        multiply(8, 8) of deep and gate
        o-'    sum          add(8, 8) of input and gated
        o      fc           dense(8 -> 1), identity

        o makes a value and reads the one above it, + reads one that is read again further down, ' reads one for the last time.
        """.ReplaceLineEndings("\n"),
        Drawing(Networks.Raw(
            new VectorInput(8), OutputSteps.Every, 1,
            new DenseLayer("a", 8, 8),
            new DenseLayer("gate", 8, 8, Activation.Sigmoid) { Inputs = ["a"] },
            new DenseLayer("deep", 8, 8, Activation.Tanh) { Inputs = ["a"] },
            new CombineLayer("gated", CombineOperation.Multiply, 8, 8) { Inputs = ["deep", "gate"] },
            new CombineLayer("sum", CombineOperation.Add, 8, 8) { Inputs = [Graph.InputName, "gated"] },
            new DenseLayer("fc", 8, 1))));

    [Fact]
    public void A_lane_that_nobody_reads_here_is_crossed() => Assert.Equal(
        """
        o      input        4 values
        +-o    a            dense(4 -> 4), identity
        +-|-o  b            dense(4 -> 4), identity of input
        o-|-'  c            add(4, 4) of input and b
        o-'    d            add(4, 4) of c and a
        """.ReplaceLineEndings("\n"),
        Drawing(Networks.Raw(
            new VectorInput(4), OutputSteps.Every, 1,
            new DenseLayer("a", 4, 4),
            new DenseLayer("b", 4, 4) { Inputs = [Graph.InputName] },
            new CombineLayer("c", CombineOperation.Add, 4, 4) { Inputs = [Graph.InputName, "b"] },
            new CombineLayer("d", CombineOperation.Add, 4, 4) { Inputs = ["c", "a"] })).Split("\n\n")[0]);

    [Fact]
    public void Of_many_layers_some_are_left_out()
    {
        string[] lines = Drawing(
            Networks.Raw(new VectorInput(2), OutputSteps.Last, 1, [.. Enumerable.Range(0, 500).Select(i => new DenseLayer($"d{i}", 2, 2))])).Split('\n');
        Assert.Equal(1 + 120 + 1, lines.Length);
        Assert.Equal("o  d79          dense(2 -> 2), identity", lines[80]);
        Assert.Equal(":  (380 layers left out here)", lines[81]);
        Assert.Equal("o  d460         dense(2 -> 2), identity", lines[82]);
        Assert.Equal("o  d499         dense(2 -> 2), identity", lines[^1]);
    }

    [Fact]
    public void Beside_many_lanes_names_alone_tell_who_reads_what()
    {
        DenseLayer[] branches = [.. Enumerable.Range(0, 40).Select(i => new DenseLayer($"d{i}", 2, 2) { Inputs = [Graph.InputName] })];
        string[] lines = Drawing(
            Networks.Raw(new VectorInput(2), OutputSteps.Last, 1,
                [.. branches, new DenseLayer("fc", 80, 1) { Inputs = [.. branches.Select(branch => branch.Name)] }])).Split('\n');
        Assert.Equal("d39          dense(2 -> 2), identity of input", lines[^2]);
        Assert.Equal("fc           dense(80 -> 1), identity of d0, d1, d2, d3, d4 and 35 more", lines[^1]);
    }

    // The lines between the model's name and its sizes.
    private static string Drawing(Network network)
    {
        GeneratorRun run = GeneratorRun.Of(
            "using TinyRnn; [TinyRnnModel(\"model.tinyrnn\")] public partial class Model;", new ModelText("model.tinyrnn", NetworkWriter.Write(network)));
        Assert.Empty(run.Diagnostics);
        IEnumerable<string> lines = run.Source("Model.g.cs").Split('\n').Skip(3)
            .TakeWhile(line => !line.StartsWith("//   parameters", StringComparison.Ordinal));
        return string.Join("\n", lines.Select(line => line == "//" ? "" : line["//   ".Length..])).TrimEnd();
    }
}
