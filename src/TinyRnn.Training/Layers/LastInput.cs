using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The input of each sequence's last step, for layers whose other outputs are not used.</summary>
internal sealed class LastInput<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _values = [];
    private int[] _tokens = [];

    public StepInput<T> Gather(PackedLayout layout, int size, StepInput<T> input)
    {
        if (input.IsTokens)
        {
            Span<int> tokens = GrowingArray.Ensure(ref _tokens, layout.Sequences);
            LastRows.Gather(layout, 1, input.Tokens, tokens, 1);
            return new StepInput<T>(tokens);
        }

        Span<T> values = GrowingArray.Ensure(ref _values, layout.Sequences * size);
        LastRows.Gather(layout, size, input.Values, values, size);
        return new StepInput<T>(values);
    }
}
