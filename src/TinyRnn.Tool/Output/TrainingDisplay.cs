using Spectre.Console;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// Shows a training: one line that is written anew in a terminal, the rows of a table where the output is redirected. Time left is reckoned
/// from the mean speed of the whole run so far, evaluations included.
/// </summary>
internal static class TrainingDisplay
{
    /// <summary>Whether someone looks on.</summary>
    public static bool IsInteractive =>
        AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi && !Console.IsOutputRedirected;

    /// <summary>Runs a training while it is shown, with samples of text where there are any.</summary>
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
