using System.CommandLine;
using TinyRnn.Tool.Help;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary>
/// Searches for good settings within a time. It starts from the defaults, changes one setting at a time, and continues from each improvement. It
/// ends when no change improves the result, or the time is over. The best model is kept.
/// </summary>
/// <param name="space">The settings that can change.</param>
/// <param name="arguments">The command line of the training.</param>
/// <param name="makePlan">Makes a training from a command line.</param>
/// <param name="time">The time limit.</param>
/// <param name="clock">The clock that measures it.</param>
internal sealed class SearchRun(SearchSpace space, ParseResult arguments, Func<ParseResult, TrainingPlan> makePlan, TimeSpan time, TimeProvider clock)
{
    /// <summary>Longest time in minutes.</summary>
    public const double MostMinutes = 10_000;

    /// <summary>The option that sets the time limit.</summary>
    public const string TimeOption = "--minutes";

    // No single training may use up the time of the others.
    private const int FewestTrainings = 4;

    private readonly HashSet<string> _tried = [];
    private readonly Dictionary<string, string> _changes = [];
    private Trials _trials = null!;
    private readonly HashSet<string> _otherTargets = [];
    private IReadOnlyList<int> _targets = [];
    private string _configuration = "";

    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        TrainingPlan first = makePlan(arguments);
        _targets = first.Targets ?? [];
        TrainingRun.Prepare(first);
        _trials = new Trials(first.Outputs, space.Names, isBrief: true);
        using CancellationTokenSource over = new(time, clock);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        bool isBetter = Train(first, "the defaults", end.Token, cancellation);
        while (isBetter && !end.IsCancellationRequested)
        {
            isBetter = false;
            foreach (string name in space.Names)
            {
                foreach (string value in space.Beside(name, _configuration))
                {
                    isBetter |= !end.IsCancellationRequested && Change(name, value, end.Token, cancellation);
                }
            }
        }

        _trials.Finish();
        string why = cancellation.IsCancellationRequested ? "stopped"
            : over.IsCancellationRequested ? "the time is over"
            : "no single change improves the result";
        Report.Write("Tried", FormattableString.Invariant($"{_trials.Count:#,0} settings; {why}"));
        if (_otherTargets.Count > 0)
        {
            Report.Write("Left out", $"{string.Join(", ", _otherTargets)}: other values to forecast than the defaults, so the errors cannot be compared");
        }

        if (_trials.Best is not null)
        {
            if (_trials.Best.Cancelled)
            {
                Report.Write("Note", "the training of the kept model was cut short; the command below trains to the end, so its model differs");
            }

            Report.WriteUnbroken("Again", CommandLine());
        }

        return cancellation.IsCancellationRequested ? Program.Stopped
            : _trials.Best is null ? throw new ToolException(
                "no training succeeded: " + (_trials.Impossible ?? "all diverged; try a smaller --rate"))
            : 0;
    }

    // Returns whether the result is better. A change that conflicts with other settings, or is measured on other values, is skipped.
    private bool Change(string name, string value, CancellationToken end, CancellationToken user)
    {
        string? before = _changes.GetValueOrDefault(name);
        _changes[name] = value;
        TrainingPlan? plan = TryMakePlan();
        if (plan is not null && !_targets.SequenceEqual(plan.Targets ?? []))
        {
            _otherTargets.Add($"{name} {value}");
            plan = null;
        }

        if (plan is not null && _tried.Add(plan.Configuration!) && Train(plan, $"{name} {value}", end, user))
        {
            return true;
        }

        _changes.Remove(name);
        if (before is not null)
        {
            _changes[name] = before;
        }

        return false;
    }

    private TrainingPlan? TryMakePlan()
    {
        try
        {
            return makePlan(TrainingConfiguration.WithOptions(arguments, Options()));
        }
        catch (Exception e) when (e is ToolException or ArgumentException)
        {
            return null;
        }
    }

    private bool Train(TrainingPlan plan, string what, CancellationToken end, CancellationToken user)
    {
        string configuration = plan.Configuration ?? throw new InvalidOperationException("the training has no settings, so it cannot be repeated");
        _tried.Add(configuration);
        using CancellationTokenSource share = new(time / FewestTrainings, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(end, share.Token);
        Report.Write("Trying", FormattableString.Invariant($"{_trials.Count + 1}: {what}"));
        string[] values = [.. space.Names.Select(name => SearchSpace.ValueOf(name, configuration))];
        bool isBest = _trials.Train(plan, values, () => user.IsCancellationRequested ? "stopped" : "cut short", stop.Token);
        _configuration = isBest ? configuration : _configuration;
        return isBest;
    }

    private IEnumerable<string> Options() => _changes.SelectMany(change => SearchSpace.ToOptions(change.Key, change.Value));

    private string CommandLine()
    {
        List<string> given = [];
        int path = HelpPage.PathOf(arguments.CommandResult.Command).Length - 1;
        string[] tokens = [.. arguments.Tokens.Skip(path).Select(token => token.Value)];
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] == TimeOption)
            {
                i++;
            }
            else
            {
                given.Add(Quoted(tokens[i]));
            }
        }

        const string On = "=true";
        IEnumerable<string> changes = Options().Select(
            option => option.EndsWith(On, StringComparison.Ordinal) ? option[..^On.Length] : option.Replace('=', ' '));

        // The search itself has written the model.
        string[] force = arguments.GetValue<bool>(FileArguments.ForceOption) ? [] : [FileArguments.ForceOption];
        return string.Join(' ', [HelpPage.Typed(arguments.CommandResult.Command), .. given, .. changes, .. force]);
    }

    // Single quotes stop a shell from interpreting anything but the quote itself. Plain words need none.
    private static string Quoted(string token) => token.Length > 0 && token.All(c => char.IsAsciiLetterOrDigit(c) || "_./=,:+-".Contains(c))
        ? token
        : $"'{token.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
