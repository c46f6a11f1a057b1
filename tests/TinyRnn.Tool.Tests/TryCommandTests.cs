using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Tests;

/// <summary><c>try</c>: the time bound by a clock of the test, and the command as users call it, with more time than it takes.</summary>
public sealed class TryCommandTests : IDisposable
{
    private static readonly string[] Quick = ["--epochs", "1", "--batch", "4", "--bptt-steps", "16"];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_best_settings_are_found_kept_and_repeated()
    {
        // Only sizes are looked for: the rest is given.
        string output = await ToolRun.Succeed(
            _folder.Path,
            ["try", "fox.txt", "--minutes", "5000", .. Quick, "--cell", "gru", "--rate", "0.01", "--embedding", "0", "--dropout", "0", "--name", "fox"]);
        MatchCollection rows = Regex.Matches(output, @"^ +(\d+) +(\d+\.\d{4}) +[\d,]+ +\d+m \d+s *(kept)?", RegexOptions.Multiline);
        Assert.True(rows.Count >= 3, output);
        Assert.Equal("kept", rows[0].Groups[3].Value);
        Assert.Equal(rows.Count, rows.Select(row => row.Groups[1].Value).Distinct().Count());
        Assert.Contains("256", rows.Select(row => row.Groups[1].Value));
        string tried = Regex.Match(output, @"^Tried +(\d+) settings; no single change improves the result$", RegexOptions.Multiline).Groups[1].Value;
        Assert.Equal(FormattableString.Invariant($"{rows.Count}"), tried);

        string again = Regex.Match(output, @"^Again +tinyrnn (.*)$", RegexOptions.Multiline).Groups[1].Value.Trim();
        Assert.DoesNotContain("minutes", again, StringComparison.Ordinal);
        Assert.EndsWith(" --force", again, StringComparison.Ordinal);
        await ToolRun.Succeed(_folder.Path, [.. again.Split(' '), "-o", "again.tinyrnn"]);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder.File("fox.tinyrnn"), cancellation), await File.ReadAllBytesAsync(_folder.File("again.tinyrnn"), cancellation));
        Assert.True(File.Exists(_folder.File("fox-metrics.jsonl")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.candidate"));
    }

    [Fact]
    public async Task What_is_trained_the_data_tell()
    {
        _folder.WriteWords("words.csv", "id,text,label");
        _folder.WriteWaves("waves.csv");
        string[] given = ["--rate", "0.01", "--cell", "gru", "--epochs", "1", "--hidden", "4", "--minutes", "5000"];
        string classes = await ToolRun.Succeed(_folder.Path, ["try", "words.csv", .. given, "--embedding", "0", "--dropout", "0", "--name", "it's $HOME"]);
        Assert.Contains(@" --name 'it'\''s $HOME' ", classes, StringComparison.Ordinal);
        Assert.Matches(@"Again +tinyrnn train classify words\.csv ", classes);
        Assert.Contains("bidirectional", classes, StringComparison.Ordinal);
        string series = await ToolRun.Succeed(_folder.Path, ["try", "waves.csv", "--column", "wave", .. given]);
        Assert.Matches(@"Again +tinyrnn train forecast waves\.csv --column wave ", series);
        Assert.Matches(@"\n +window +rmse ", series);
        string text = await ToolRun.Fail(_folder.Path, "try", "fox.txt", "--as", "forecast");
        Assert.Contains("fox.txt: no column has only numbers", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_that_are_measured_on_other_values_are_left_out()
    {
        // With the gap in the part that chooses, a shorter window forecasts values there that the usual one does not reach.
        _folder.WriteWaves("waves.csv");
        string[] lines = await File.ReadAllLinesAsync(_folder.File("waves.csv"), TestContext.Current.CancellationToken);
        _folder.Write("gap.csv", string.Join('\n', [.. lines[..76], "", .. lines[77..]]));
        string[] given = ["--column", "wave", "--rate", "0.01", "--cell", "gru", "--epochs", "1", "--hidden", "4", "--minutes", "5000"];
        Assert.Matches(@"\nTried +1 settings; no single change", await ToolRun.Succeed(_folder.Path, ["try", "gap.csv", .. given]));
    }

    [Theory]
    [InlineData("'--minuts'; did you mean '--minutes'?", 2, "fox.txt", "--minuts", "3")]
    [InlineData("--minutes must be above 0 and at most 10000, not 0", 1, "fox.txt", "--minutes", "0")]
    [InlineData("--minutes does not go with --sweep", 1, "fox.txt", "--sweep", "hidden=4,8")]
    [InlineData("--sweep and --minutes keep no checkpoints", 1, "fox.txt", "--resume")]
    [InlineData("--letters-only is for characters, not for --bytes", 1, "fox.txt", "--letters-only", "--bytes")]
    [InlineData("none.txt: no such file", 1, "none.txt")]
    public async Task What_is_wrong_is_said(string error, int exitCode, params string[] arguments)
    {
        ToolRun run = await ToolRun.Start(_folder.Path, ["try", .. arguments]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(error, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_found_by_Ctrl_C_is_kept()
    {
        string[] search = ["try", "fox.txt", "--minutes", "5000", "--epochs", "3", "--batch", "4", "--bptt-steps", "16"];
        ToolRun run = await ToolRun.Interrupt(_folder.Path, "fox.tinyrnn", search);
        Assert.Matches(@"Tried +\d+ settings; stopped\n", run.Output);
        Assert.Matches(@"Again +tinyrnn train text fox\.txt", run.Output);
        Assert.Equal(NetworkTask.LanguageModel, NetworkFile.Load(_folder.File("fox.tinyrnn")).Task);
    }

    [Fact]
    public void A_search_ends_when_its_time_is_over()
    {
        // Each training takes a minute of this clock; after four and a half no further one is begun.
        HandClock clock = new();
        int plans = 0;
        SearchRun search = Search(clock, TimeSpan.FromMinutes(4.5), () =>
        {
            plans++;
            clock.Advance(TimeSpan.FromMinutes(1));
        });
        Assert.Equal(0, search.Run(TestContext.Current.CancellationToken));
        Assert.InRange(plans, 5, 6);
        Assert.True(File.Exists(_folder.File("fox.tinyrnn")));
    }

    [Fact]
    public void One_training_has_a_quarter_of_the_time()
    {
        HandClock clock = new() { AtOnce = TimeSpan.FromMinutes(10) };
        Assert.Equal(0, Search(clock, TimeSpan.FromMinutes(40), () => { }).Run(TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromMinutes(40), clock.Asked[0]);
        Assert.True(clock.Asked.Count > 1);
        Assert.All(clock.Asked.Skip(1), time => Assert.Equal(TimeSpan.FromMinutes(10), time));

        // That was over before the first step, for all of them, and still there is a model.
        using JsonDocument metadata = JsonDocument.Parse(NetworkFile.Load(_folder.File("fox.tinyrnn")).MetadataJson);
        Assert.Equal(0, metadata.RootElement.GetProperty("training").GetProperty("iterations").GetInt32());
    }

    private SearchRun Search(HandClock clock, TimeSpan time, Action tick)
    {
        RootCommand root = new() { TrainCommand.Create() };
        ParseResult arguments = root.Parse(["train", "text", "fox.txt", "--cell", "gru"]);
        CharacterCorpus corpus = CharacterCorpus.Read(_folder.File("fox.txt"));
        TrainingOutputs outputs = new(new RunFiles(isForced: true, null), _folder.File("fox.tinyrnn"), keepsCheckpoint: false);
        return new SearchRun(new SearchSpace(arguments), arguments, line =>
        {
            tick();
            int hidden = line.GetValue<int?>("--hidden") ?? 8;
            double rate = line.GetValue<double?>("--rate") ?? 0.01;
            Layer[] layers = [new GruLayer("gru", corpus.Vocabulary.Size, hidden), new DenseLayer("fc", hidden, corpus.Vocabulary.Size)];
            OptimizerOptions optimizer = new() { LearningRate = rate };
            LanguageModelOptions options = new() { Epochs = 1, BatchSize = 4, Steps = 16, ProgressEvery = 1, Optimizer = optimizer };
            return new TrainingPlan(new LanguageModelTrainer(corpus, layers, options), outputs)
            {
                Configuration = JsonSerializer.Serialize(new { train = "text", hidden, rate }),
            };
        }, time, clock);
    }

    /// <summary>A clock that the test moves.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly List<HandTimer> _timers = [];
        private TimeSpan _now;

        /// <summary>The times of all timers.</summary>
        public List<TimeSpan> Asked { get; } = [];

        /// <summary>Timers of this time are over at once.</summary>
        public TimeSpan? AtOnce { get; init; }

        public void Advance(TimeSpan time)
        {
            _now += time;
            foreach (HandTimer timer in _timers.ToArray())
            {
                timer.FireWhenDue(_now);
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            HandTimer timer = new(callback, state, _now + dueTime);
            Asked.Add(dueTime);
            _timers.Add(timer);
            if (dueTime == AtOnce)
            {
                timer.FireWhenDue(TimeSpan.MaxValue);
            }

            return timer;
        }

        private sealed class HandTimer(TimerCallback callback, object? state, TimeSpan due) : ITimer
        {
            private bool _isDone;

            public void FireWhenDue(TimeSpan now)
            {
                if (!_isDone && now >= due)
                {
                    _isDone = true;
                    callback(state);
                }
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose() => _isDone = true;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
