using System.Text;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>Text of a language model while it learns.</summary>
/// <param name="every">Steps from one sample to the next; null for one after each evaluation.</param>
/// <param name="sampling">How characters are drawn; each sample has a seed of its own.</param>
/// <param name="isBytes">Whether characters are bytes of UTF-8.</param>
internal sealed class TextSamples(int? every, SamplingOptions sampling, bool isBytes)
{
    private const int Length = 200;

    private int _last;

    /// <summary>A sample where one is due, in lines that stand out; else null.</summary>
    public string? Take(TrainingProgress progress)
    {
        bool isDue = every is int steps ? progress.Iteration / steps > _last / steps : progress.Metric is not null;
        if (!isDue)
        {
            return null;
        }

        _last = progress.Iteration;
        Network network = progress.Snapshot();

        // A seed of its own for each: the same one would begin all of them alike.
        SamplingOptions options = sampling with { Seed = (ulong)progress.Iteration };
        string text = new Interpreter(network).Generate(Prompts.Default(network.Tokens!), Length, options);
        return Quote(isBytes ? Encoding.UTF8.GetString(ByteText.ToBytes(text)) : text);
    }

    // What a terminal would obey is no part of what is shown.
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
