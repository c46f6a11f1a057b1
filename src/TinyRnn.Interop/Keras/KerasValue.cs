using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>How often a result exists.</summary>
internal enum KerasRate
{
    /// <summary>At each step.</summary>
    EachStep,

    /// <summary>Once for the whole sequence: an input without steps, together with one that has steps. Here it is read at each step.</summary>
    Fixed,

    /// <summary>Once after the sequence: only the value of the last step is meant.</summary>
    AtEnd,
}

/// <summary>A result of a Keras layer: the values of some layers of the network, one after another.</summary>
internal sealed record KerasValue
{
    /// <summary>Names of the network's layers, or <see cref="Graph.InputName"/>.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Number of values; 0 until it is known.</summary>
    public required int Size { get; init; }

    /// <summary>How often it exists.</summary>
    public KerasRate Rate { get; init; }

    /// <summary>Number of axes, including the batch; 0 until it is known.</summary>
    public int Rank { get; init; }

    /// <summary>Number of steps in Keras, if it is fixed.</summary>
    public int? Steps { get; init; }

    /// <summary>Number of positions of a window that a step reads at once, whose values lie position by position; null if a step is a row.</summary>
    public int? Positions { get; init; }

    /// <summary>Number of rows of positions, if the positions have two axes like those of an image, one row after another; null if they have
    /// one.</summary>
    public int? Height { get; init; }

    /// <summary>Positions in a row.</summary>
    public int Width => Positions is int positions ? positions / (Height ?? 1) : 1;

    /// <summary>Whether the positions belong to one step, so that the axis of steps comes before theirs.</summary>
    public bool HasStepsOfPositions => Positions is not null && Rate == KerasRate.EachStep && !IsFrame;

    /// <summary>Whether the positions are the rows of a frame, including zeros of a padding; a recurrent layer follows once one row is
    /// left.</summary>
    public bool IsFrame { get; init; }

    /// <summary>Values of each position, or of the row.</summary>
    public int Channels => Positions is int positions ? Size / positions : Size;

    /// <summary>Zeros before the steps or positions, or rows of zeros above an image, for a convolution.</summary>
    public int Before { get; init; }

    /// <summary>Zeros after them.</summary>
    public int After { get; init; }

    /// <summary>Zeros before each row of positions, for a convolution over two axes.</summary>
    public int Left { get; init; }

    /// <summary>Zeros after each row.</summary>
    public int Right { get; init; }

    /// <summary>The axes that the zeros are on, if there are any.</summary>
    public KerasAxes PaddedAxes { get; init; }

    /// <summary>Whether zeros wait for a convolution.</summary>
    public bool IsPadded => Before + After + Left + Right > 0;

    /// <summary>Whether its steps are in reverse order.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Whether more than one layer reads it, so that no layer may absorb it.</summary>
    public bool IsShared { get; init; }

    /// <summary>A scaling that is not yet part of any layer.</summary>
    public Affine? Pending { get; init; }

    /// <summary>The padding that Keras skips in this result's steps; null for none.</summary>
    public string? Mask { get; init; }

    /// <summary>Whether padding was skipped somewhere before it.</summary>
    public bool HadMask { get; init; }

    /// <summary>Whether there is a recurrent layer somewhere before it.</summary>
    public bool IsAfterRecurrent { get; init; }

    /// <summary>Another result with the same axes, steps and rate.</summary>
    public KerasValue As(string name, int size) => this with { Names = [name], Size = size, IsShared = false, Pending = null };
}
