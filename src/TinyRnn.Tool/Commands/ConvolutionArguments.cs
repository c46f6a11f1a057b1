using System.CommandLine;
using System.Globalization;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options for convolutions over time, which come before the recurrent layers.</summary>
/// <param name="shared">The options of all trainings.</param>
/// <param name="readsText">Whether the input is characters.</param>
internal sealed class ConvolutionArguments(TrainingArguments shared, bool readsText)
{
    private readonly Option<string?> _channels = new("--conv")
    {
        Description = "Channels of causal convolutions over time before the recurrent layers, such as 32 or 32,64"
            + (readsText ? "; they need --embedding" : "") + ". [default: none]",
    };

    private readonly Option<int?> _kernel = new("--kernel") { Description = "Steps that each convolution reads. [default: 3]" };
    private readonly Option<int?> _dilation = new("--dilation")
    {
        Description = "Growth of the dilation from one convolution to the next; with 2 they read every step, every second, every fourth, ... [default: 1]",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_channels, _kernel, _dilation];

    /// <summary>Adds the user's convolutions to an architecture.</summary>
    /// <exception cref="ToolException">An option is out of range, has no effect without another one, or characters have no embedding.</exception>
    public RecurrentArchitecture AddTo(RecurrentArchitecture architecture, ParseResult arguments)
    {
        if (arguments.GetValue(_channels) is not string text)
        {
            foreach (Option option in Options)
            {
                shared.Unused(arguments, option, $"needs {shared.Names[_channels]}, which is not given");
            }

            return architecture;
        }

        if (readsText && architecture.EmbeddingSize == 0)
        {
            throw new ToolException($"{shared.Names[_channels]} reads rows of numbers, not characters: add --embedding, such as --embedding 16");
        }

        return architecture with
        {
            Convolutions = [.. text.Split(',').Select(Channels)],
            ConvolutionKernel = TrainingArguments.InRange(shared.Resolve(arguments, _kernel, architecture.ConvolutionKernel), 2, 1024, shared.Names[_kernel]),
            ConvolutionDilation = TrainingArguments.InRange(
                shared.Resolve(arguments, _dilation, architecture.ConvolutionDilation), 1, 64, shared.Names[_dilation]),
        };

        int Channels(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int channels) && channels is >= 1 and <= 4096
            ? channels
            : throw new ToolException($"{shared.Names[_channels]} must be a list of whole numbers from 1 to 4096, such as 32,64, not '{text}'");
    }
}
