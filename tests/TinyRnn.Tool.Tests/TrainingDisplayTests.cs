using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Tests;

/// <summary>What is shown of a training: in terminals of several widths, and where the output goes to a file.</summary>
public sealed partial class TrainingDisplayTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "")]
    [InlineData(5, "45 %")]
    [InlineData(20, "45 %  0m 56s left")]
    [InlineData(40, "45 %  perplexity 7.301  0m 56s left")]
    [InlineData(60, "45 %  loss 2.0917  perplexity 7.301 (best)  0m 56s left")]
    [InlineData(80, "45 %  epoch 5 of 10  loss 2.0917  perplexity 7.301 (best)  0m 56s left")]
    [InlineData(100, "45 %  epoch 5 of 10  loss 2.0917  perplexity 7.301 (best)  97,580 characters/s  0m 56s left")]
    [InlineData(120, "45 %  [==========              ]  epoch 5 of 10  loss 2.0917  perplexity 7.301 (best)  97,580 characters/s  0m 56s left")]
    public void Fields_are_dropped_where_there_is_no_room(int width, string line)
    {
        TrainingProgress progress = Progress(900, 7.301, 7.301, 900);
        Assert.Equal(line, ProgressLine.Render(progress, progress, width));
    }

    [Fact]
    public void The_best_is_named_where_the_last_is_not_it()
    {
        TrainingProgress measured = Progress(900, 7.301, 7.293, 700);
        TrainingProgress now = Progress(950, null, 7.293, 700);
        Assert.Contains("perplexity 7.301 (best 7.293 at step 700)  ", ProgressLine.Render(now, measured, 120), StringComparison.Ordinal);
        Assert.Contains("perplexity 7.301 (best 7.293)  ", ProgressLine.Render(now, measured, 65), StringComparison.Ordinal);
        Assert.DoesNotContain("perplexity", ProgressLine.Render(now, null, 120), StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        ExampleGuess guess = new("日本語\u001b[2Jx", "Japanese", "Chinese");
        TrainingProgress last = Progress(2_000, 7.301, 7.301, 2_000) with { Example = guess };
        foreach (TrainingProgress progress in new[] { Progress(1, null, null, 0), Progress(1_999, 7.301, 7.293, 700), last })
        {
            for (int width = 1; width < 200; width++)
            {
                string line = ProgressLine.Render(progress, progress, width);
                Assert.True(Columns(line) < width || line.Length == 0, $"{width}: {line}");
                Assert.DoesNotContain(line, char.IsControl);
            }

            string wide = ProgressLine.Render(progress, progress, 190);
            Assert.Equal(progress.Example is not null, wide.EndsWith("日本語·[2Jx / Japanese ✗ (Chinese)", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_line_is_erased_to_its_end_and_samples_stand_above_it()
    {
        StringWriter output = new() { NewLine = "\n" };
        int width = 120;
        using (LiveLine line = new(output, () => width))
        {
            line.Show(Progress(100, null, null, 0) with { Elapsed = TimeSpan.FromSeconds(1) });
            line.Show(Progress(101, null, null, 0) with { Elapsed = TimeSpan.FromSeconds(1.05) });
            width = 30;
            line.Show(Progress(200, 7.301, 7.301, 200) with { Elapsed = TimeSpan.FromSeconds(1.06) }, "  | the fox");
        }

        Assert.Equal(["  | the fox", "10 %  perplexity 7.301 (best)", ""], new Screen(output.ToString(), 120).Lines);
        Assert.DoesNotContain("5 %", output.ToString().Split("fox")[1], StringComparison.Ordinal);
        Assert.Equal(2, Erase().Count(output.ToString()) - 1);
    }

    [Fact]
    public void Columns_have_names_where_nobody_looks_on()
    {
        StringWriter output = new() { NewLine = "\n" };
        ProgressTable table = new(output);
        table.Show(Progress(100, null, null, 0) with { Elapsed = TimeSpan.FromSeconds(9) });
        table.Show(Progress(200, 8.5, 8.5, 200));
        table.Show(Progress(300, null, 8.5, 200) with { Elapsed = TimeSpan.FromSeconds(90) });
        table.Show(Progress(2_000, 9.25, 8.5, 200), "  | the fox");
        Assert.Equal(
            """
             step  epoch   done     loss  validation perplexity      nats      bits  characters/s  elapsed     left
              200   5/10   10 %   2.0917                  8.500     2.140     3.087        97,580   0m 46s   0m 56s  best
              300   5/10   15 %   2.0917                                                   97,580   1m 30s   0m 56s
            2,000   5/10  100 %   2.0917                  9.250     2.225     3.209        97,580   0m 46s   0m 56s
              | the fox

            """.ReplaceLineEndings("\n"),
            output.ToString());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_terminal_holds_one_line_of_it(int width)
    {
        const string Script = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Script), $"needs {Script}, which makes a terminal");
        _folder.Write("fox.txt", string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog. ", 60)));
        string tool = Path.Combine(AppContext.BaseDirectory, "TinyRnn.Tool.dll");
        string command = FormattableString.Invariant($"stty cols {width} rows 30; dotnet '{tool}' train text fox.txt --hidden 8 --epochs 4 --force");
        ProcessStartInfo start = new(Script, ["-qec", command, "/dev/null"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["TERM"] = "xterm";
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);

        Screen screen = new(output, width);
        string line = Assert.Single(screen.Lines, line => Percent().IsMatch(line));
        Assert.StartsWith("100 %  ", line, StringComparison.Ordinal);
        Assert.Contains("perplexity ", line, StringComparison.Ordinal);
        Assert.EndsWith("0m 0s left", line, StringComparison.Ordinal);
        Assert.Equal(width >= 60, line.Contains("loss ", StringComparison.Ordinal));
        Assert.Equal(width >= 80, line.Contains("epoch 4 of 4", StringComparison.Ordinal));
        Assert.Equal(width >= 120, line.Contains("characters/s", StringComparison.Ordinal));

        // A sample of text after each of four passes, each whole.
        Assert.Equal(4, screen.Lines.Count(line => line.StartsWith("  | ", StringComparison.Ordinal)));
    }

    private static int Columns(string line) => line.Sum(c => c is >= '\u2e80' and < '\uff00' ? 2 : 1);

    private static TrainingProgress Progress(int step, double? metric, double? best, int bestStep) => new()
    {
        Iteration = step,
        TotalIterations = 2_000,
        Epoch = 5,
        TotalEpochs = 10,
        Loss = 2.0917,
        Metric = metric,
        BestMetric = best,
        BestIteration = bestStep,
        MetricName = "perplexity",
        LearningRate = 1e-3,
        ItemsPerSecond = 97_580.4,
        ItemName = "characters",
        Elapsed = TimeSpan.FromSeconds(46),
        Remaining = TimeSpan.FromSeconds(56),
        Snapshot = () => throw new InvalidOperationException("nothing here is generated"),
    };

    [GeneratedRegex(@"^\d+ %  ")]
    private static partial Regex Percent();

    [GeneratedRegex("\e\\[K")]
    private static partial Regex Erase();

    /// <summary>What a terminal shows after it was written to: it begins a new line at its last column, as real ones do.</summary>
    private sealed class Screen
    {
        private readonly List<StringBuilder> _lines = [new()];

        public Screen(string output, int width)
        {
            int column = 0;
            foreach (Match part in Part().Matches(output))
            {
                switch (part.Value)
                {
                    case "\r":
                        column = 0;
                        break;
                    case "\n":
                        _lines.Add(new StringBuilder());
                        column = 0;
                        break;
                    case "\e[K":
                        _lines[^1].Length = Math.Min(_lines[^1].Length, column);
                        break;
                    case string text when text[0] != '\e':
                        if (column == width)
                        {
                            _lines.Add(new StringBuilder());
                            column = 0;
                        }

                        _lines[^1].Length = Math.Max(_lines[^1].Length, column + 1);
                        _lines[^1][column++] = text[0];
                        break;
                    default:
                        break;
                }
            }
        }

        public IEnumerable<string> Lines => _lines.Select(line => line.ToString());
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\e[^\[]|[\s\S]")]
    private static partial Regex Part();
}
