using Spectre.Console;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// Shows a training's progress: as one line that is rewritten in a terminal, or as rows of a table if the output is redirected. The remaining time is
/// estimated from the mean speed of the run so far, evaluations included.
/// </summary>
internal static class TrainingDisplay
{
    /// <summary>Whether the output is a terminal.</summary>
    public static bool IsInteractive =>
        AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi && !Console.IsOutputRedirected;

    /// <summary>Runs a training and shows its progress, with samples of text if there are any.</summary>
    public static TrainingResult Run(Func<Action<TrainingProgress>, TrainingResult> train, TextSamples? samples = null)
    {
        if (!IsInteractive)
        {
            ProgressTable table = new(Console.Out);
            return train(progress => table.Show(progress, samples?.Take(progress)));
        }

        using LiveLine line = new(Console.Out, () => Console.WindowWidth);
        return train(progress => line.Show(progress, samples?.Take(progress)));
    }
}
