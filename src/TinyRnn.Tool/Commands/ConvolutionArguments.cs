using System.CommandLine;
using System.Globalization;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options of the convolutions over time that stand before recurrent layers.</summary>
/// <param name="shared">The options of all trainings.</param>
/// <param name="readsText">Whether the input is characters.</param>
internal sealed class ConvolutionArguments(TrainingArguments shared, bool readsText)
{
    private readonly Option<string?> _channels = new("--conv")
    {
        Description = "Channels of causal convolutions over time before the recurrent layers, such as 32 or 32,64; characters need --embedding.",
    };

    private readonly Option<int?> _kernel = new("--kernel") { Description = "Steps that a convolution reads; 3 by default." };
    private readonly Option<int?> _dilation = new("--dilation")
    {
        Description = "What the distance of the steps that a convolution reads is multiplied by from each one to the next; 1 by default, 2 doubles it.",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_channels, _kernel, _dilation];

    /// <summary>The architecture with the convolutions that the user wants.</summary>
    /// <exception cref="ToolException">An option is out of range, characters would come without an embedding, or there is nothing that an option is
    /// of.</exception>
    public RecurrentArchitecture AddTo(RecurrentArchitecture architecture, ParseResult arguments)
    {
        if (arguments.GetValue(_channels) is not string text)
        {
            foreach (Option option in Options)
            {
                shared.Unused(arguments, option, $"is of {shared.Names[_channels]}, which is not given");
            }

            return architecture;
        }

        if (readsText && architecture.EmbeddingSize == 0)
        {
            throw new ToolException($"{shared.Names[_channels]} reads rows of numbers, not characters: give --embedding as well, such as --embedding 16");
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
            : throw new ToolException($"{shared.Names[_channels]} is whole numbers from 1 to 4096 with commas between, such as 32,64, not '{text}'");
    }
}
