using System.CommandLine;

namespace TinyRnn.Tool.Help;

/// <summary>The headings under which help lists options. Options without a heading are under "Options".</summary>
internal static class HelpGroups
{
    /// <summary>The heading for options of no other group.</summary>
    public const string Rest = "Options";

    private static readonly (string Heading, string[] Options)[] Groups =
    [
        ("Data", [
            "--data", "--expected", "--split", "--text-column", "--label-column", "--column", "--inputs", "--known", "--learn", "--window", "--horizon",
            "--time", "--duplicates", "--season",
            "--parts", "--delimiter", "--decimal", "--encoding", "--characters", "--letters", "--letters-only", "--vocabulary-size", "--bytes", "--validation",
            "--columns", "--target", "--mean", "--std", "--output-mean", "--output-std",
        ]),
        ("Text", [
            "--labels", "--vocabulary", "--words", "--word-split", "--tokens", "--length", "--cut", "--pad", "--padding", "--normalization", "--unknown",
            "--replacement",
        ]),
        ("Network", [
            "--cell", "--hidden", "--layers", "--embedding", "--bidirectional", "--pooling", "--conv", "--kernel", "--dilation", "--residual", "--layer-norm",
            "--activation", "--sparsity", "--tutorial", "--order", "--reading", "--outputs", "--part", "--architecture", "--from", "--to", "--set", "--task",
        ]),
        ("Training", [
            "--epochs", "--batch", "--bptt-steps", "--examples", "--windows", "--dropout", "--interval", "--class-weights", "--sampling",
            "--patience", "--threads", "--seed", "--start", "--sample-every", "--temperature", "--config", "--sweep", "--minutes",
        ]),
        ("Optimiser", [
            "--optimizer", "--rate", "--momentum", "--decay", "--clip", "--clip-value", "--schedule", "--step-factor", "--step-every", "--step-every-epochs",
            "--warm-up", "--warm-up-epochs",
        ]),
        ("Files", ["--output", "--name", "--options", "--html", "--blocks", "--initial-weights", "--checkpoint-every", "--resume", "--stamp", "--force"]),
    ];

    /// <summary>The options by heading, in the order of the groups, and within a group in the order of the command.</summary>
    public static IEnumerable<(string Heading, IReadOnlyList<Option> Options)> Of(IReadOnlyCollection<Option> options)
    {
        // A short list needs no headings.
        if (options.Count <= 8)
        {
            yield return (Rest, [.. options]);
            yield break;
        }

        foreach ((string heading, string[] names) in Groups)
        {
            Option[] found = [.. options.Where(option => names.Contains(option.Name))];
            if (found.Length > 0)
            {
                yield return (heading, found);
            }
        }

        Option[] rest = [.. options.Where(option => !Groups.Any(group => group.Options.Contains(option.Name)))];
        if (rest.Length > 0)
        {
            yield return (Rest, rest);
        }
    }
}
