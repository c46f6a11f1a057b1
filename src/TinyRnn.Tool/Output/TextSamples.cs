using System.Text;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>Samples of a language model's text during its training.</summary>
/// <param name="every">Training steps between samples; null for one after each evaluation.</param>
/// <param name="sampling">How characters are chosen. Each sample has its own seed.</param>
/// <param name="isBytes">Whether the characters are UTF-8 bytes.</param>
internal sealed class TextSamples(int? every, SamplingOptions sampling, bool isBytes)
{
    private const int Length = 200;

    private int _last;

    /// <summary>A sample if one is due, in marked lines; else null.</summary>
    public string? Take(TrainingProgress progress)
    {
        bool isDue = every is int steps ? progress.Iteration / steps > _last / steps : progress.Metric is not null;
        if (!isDue)
        {
            return null;
        }

        _last = progress.Iteration;
        Network network = progress.Snapshot();

        // With the same seed all samples would begin alike.
        SamplingOptions options = sampling with { Seed = (ulong)progress.Iteration };
        string text = new Interpreter(network).Generate(Prompts.Default(network.Tokens!), Length, options);
        return Quote(isBytes ? Encoding.UTF8.GetString(ByteText.ToBytes(text)) : text);
    }

    // Control characters are not shown, because a terminal would obey them.
    private static string Quote(string text)
    {
        StringBuilder quoted = new("  | ");
        foreach (char c in text)
        {
            _ = c == '\n' ? quoted.Append("\n  | ") : quoted.Append(char.IsControl(c) ? '·' : c);
        }

        return quoted.ToString();
    }
}
