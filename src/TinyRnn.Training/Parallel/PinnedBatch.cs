using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The addresses of a batch. All threads can read it while the caller waits and keeps its memory pinned.</summary>
/// <param name="layout">The layout of the rows.</param>
/// <param name="input">A row or a token for each step.</param>
/// <param name="targets">A class or a row of values for each row with a target.</param>
/// <param name="steps">The steps whose outputs are used.</param>
/// <param name="initial">Start states, or null for the layers' own.</param>
/// <param name="final">Receives the states after each sequence's last step, or null.</param>
internal readonly struct PinnedBatch<T>(
    PackedLayout layout, PinnedRows<T> input, PinnedRows<T> targets, OutputSteps steps, NetworkState<T>? initial, NetworkState<T>? final)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public PackedLayout Layout => layout;

    public StepInput<T> Input => input.Rows;

    public StepInput<T> Targets => targets.Rows;

    public OutputSteps Steps => steps;

    public NetworkState<T>? Initial => initial;

    public NetworkState<T>? Final => final;
}

/// <summary>The address of a <see cref="StepInput{T}"/>.</summary>
/// <param name="tokens">Tokens, or null for rows of numbers.</param>
/// <param name="values">Values, or null for tokens.</param>
/// <param name="length">Number of either.</param>
internal readonly unsafe struct PinnedRows<T>(int* tokens, T* values, int length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public StepInput<T> Rows => tokens is not null ? new(new ReadOnlySpan<int>(tokens, length)) : new(new ReadOnlySpan<T>(values, length));
}
