using TinyRnn.Bench;
using TinyRnn.Generator.Tests.Harness;

namespace TinyRnn.Samples.Tests.Bench;

/// <summary>The tables that the benches print, and the figures that the README takes from them.</summary>
public class StepTablesTests
{
    [Fact]
    public void The_README_has_the_figures_of_the_benches_page()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Equal(readme, ReadmeFigures.In(readme, File.ReadAllText(Path.Combine(Repository.Root, "bench", "README.md"))));
    }

    [Fact]
    public void Figures_are_the_ends_of_a_column()
    {
        const string Page = """
            | H | JIT / tuned | default / sse |
            |--:|--:|--:|
            | 8 | **1.14 > 1.10** | 0.90 |
            | 16 | - | 1.30 |

            | H | 100 steps / ORT, 100 steps |
            |--:|--:|
            | 8 | 0.16 |

            | H | JIT / tuned |
            |--:|--:|
            | 8 | 0.50 |

            """;
        const string Readme = """
            | one step of two | old | `bench/compare` |
            | the same under NativeAOT's default | old | `bench/compare` |
            | 100 steps in each call | old | `bench/compare` |

            """;
        const string Expected = """
            | one step of two | TinyRnn takes 0.50 to 1.14 times the time of the C program, and is faster in 1 of 2 cases | `bench/compare` |
            | the same under NativeAOT's default | 0.90 to 1.30 times the time of the C program | `bench/compare` |
            | 100 steps in each call | 0.16 to 0.16 times the time of ONNX Runtime | `bench/compare` |

            """;
        Assert.Equal(Expected, ReadmeFigures.In(Readme, Page));
        Assert.Throws<FormatException>(() => ReadmeFigures.In(Readme, Page.Replace("JIT / tuned", "JIT", StringComparison.Ordinal)));
        Assert.Throws<FormatException>(() => ReadmeFigures.In("| another | 1 | |\n", Page));
    }

    [Fact]
    public void Times_are_medians_of_medians_or_the_least()
    {
        IReadOnlyList<StepLine> lines =
        [
            .. Read("1,tinyrnn-jit,gru,64,1,1,90,100,0.5,2", "2,tinyrnn-jit,gru,64,1,1,80,130,0.5,2", "3,tinyrnn-jit,gru,64,1,1,95,110,0.5,2"),
            .. Read("1,tinyrnn-jit-bf16,gru,64,1,1,60,100,0.51,2.5", "2,tinyrnn-jit-bf16,gru,64,1,1,50,110,0.51,2.5"),
        ];
        Assert.Equal((110.0, 105.0, null), Times(lines, false));
        Assert.Equal((80.0, 50.0, null), Times(lines, true));
        string[] table = Write(CompareTables.Of(StepTimes.Of(lines, false)));
        Assert.Contains("| 64 | 1 | 110 | - | - | - | - | - | - | - | - | - | - | - |", table);
        Assert.Contains("| 64 | jit | 110 | 105 | - | **1.05 < 1.25** | - |", table);
        Assert.DoesNotContain(table, line => line.Contains("ORT", StringComparison.Ordinal));

        static (double?, double?, double?) Times(IReadOnlyList<StepLine> lines, bool isLeast) =>
            StepTimes.Of(lines, isLeast).Select(times => (times["tinyrnn-jit"], times["tinyrnn-jit-bf16"], times["plain"])).Single();
    }

    [Theory]
    [InlineData(1.034, "1.03")]
    [InlineData(1.036, "**1.04 > 1.03**")]
    [InlineData(0.5, "0.50")]
    public void A_ratio_is_bold_if_what_is_printed_is_above_the_limit(double ratio, string expected) => Assert.Equal(expected, Cells.Ratio(ratio, 1, 1.03));

    [Theory]
    [InlineData("plain,gru,8,1,1,9,9,0.5,2", "tinyrnn-jit,gru,8,1,1,9,9,0.500001,2.0001", 0)]
    [InlineData("plain,gru,8,1,1,9,9,0.5,2", "tinyrnn-jit,gru,8,1,1,9,9,0.5001,2", 1)]
    [InlineData("plain,gru,8,1,1,9,9,0.5,2", "tinyrnn-jit,gru,8,1,1,9,9,0.5,2.01", 1)]
    [InlineData("plain,gru,8,1,1,9,9,0.5,2", "tinyrnn-jit,gru,8,1,1,9,9,nan,nan", 1)]
    [InlineData("plain,gru,8,1,1,9,9,0.5,2", "tinyrnn-jit-int8,gru,8,1,1,9,9,0.51,9", 0)]
    [InlineData("plain,gru,8,1,1,9,9,0.5,2", "tinyrnn-jit-int8,gru,8,1,1,9,9,0.6,9", 1)]
    [InlineData("plain,gru,8,1,1,9,9,0.5,2", "tinyrnn-jit-sparse80,gru,8,1,1,9,9,0.9,9", 0)]
    [InlineData("tinyrnn-jit-sparse80,gru,8,1,1,9,9,0.9,9", "tinyrnn-aot-v3-sparse80,gru,8,1,1,9,9,0.8,9", 1)]
    public void Outputs_that_differ_are_reported(string first, string second, int count) =>
        Assert.Equal(count, Agreement.Differences(StepTimes.Of(Read("1," + first, "1," + second), false)).Count());

    [Fact]
    public void Runtimes_are_compared_at_each_width_and_to_the_last_digit()
    {
        StepLine[] lines =
        [
            .. Read(
                "512 bits,older,gru,8,1,1,20,21,0.5,2", "512 bits,newer,gru,8,1,1,30,31,0.5,2", "512 bits,older,gru,8,1,1,25,21,0.5,2",
                "256 bits,older,gru,8,1,1,40,41,0.5,2", "256 bits,newer,gru,8,1,1,40,41,0.5,2.1"),
        ];
        string[] table = Write([new RuntimeTable(lines).Of("11.0.0")]);
        Assert.Contains("| cell | H | I | 512 bits, ns | .NET 11.0.0, ns | ratio | 256 bits, ns | .NET 11.0.0, ns | ratio |", table);
        Assert.Contains("| gru | 8 | 1 | 20.0 | 30.0 | **1.50 > 1.05** | 40.0 | 40.0 | 1.00 |", table);
        Assert.Equal(["gru,8,1,1, 256 bits, newer: 0.5, sum 2.1; 0.5, sum 2 was expected"], new RuntimeTable(lines).Differences());
    }

    [Fact]
    public void Default_of_NativeAOT_is_compared_with_itself()
    {
        StepLine[] lines =
        [
            .. Read(
                "x86-64-v3,older,gru,8,1,1,20,21,0.5,2", "x86-64-v3,newer,gru,8,1,1,20,21,0.5,2", "default,older,gru,8,1,1,40,41,0.5,2.1",
                "default,newer,gru,8,1,1,40,41,0.5,2"),
        ];
        Assert.Equal(["gru,8,1,1, default, newer: 0.5, sum 2; 0.5, sum 2.1 was expected"], new RuntimeTable(lines).Differences());
    }

    [Theory]
    [InlineData("1,tinyrnn-jit,gru,8", "lines.csv(1): 4 fields; the run and the nine fields of bench/steps were expected")]
    [InlineData("1,tinyrnn-jit,gru,eight,1,1,9,9,0.5,2", "lines.csv(1): 'eight' is not a number")]
    public void Wrong_lines_are_named(string line, string expected) =>
        Assert.EndsWith(expected, Assert.Throws<FormatException>(() => Read(line)).Message, StringComparison.Ordinal);

    private static StepLine[] Read(params string[] lines)
    {
        using TemporaryFolder folder = new();
        folder.Write("lines.csv", string.Join('\n', lines));
        return [.. StepLine.ReadAll(Path.Combine(folder.Path, "lines.csv"))];
    }

    private static string[] Write(IEnumerable<MarkdownTable> tables)
    {
        using StringWriter writer = new();
        foreach (MarkdownTable table in tables)
        {
            table.Write(writer);
        }

        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
