using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>How often a result is there.</summary>
internal enum KerasRate
{
    /// <summary>At each step.</summary>
    EachStep,

    /// <summary>Once for the whole sequence: an input without steps beside one that has them. Here it is read at each step.</summary>
    Fixed,

    /// <summary>Once the sequence has ended: the value of the last step alone is meant.</summary>
    AtEnd,
}

/// <summary>A result of a Keras layer: the layers of the network whose values, one behind the other, it is.</summary>
internal sealed record KerasValue
{
    /// <summary>Names of the network's layers, or <see cref="Graph.InputName"/>.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Number of values; 0 while it is not known.</summary>
    public required int Size { get; init; }

    /// <summary>How often it is there.</summary>
    public KerasRate Rate { get; init; }

    /// <summary>Number of axes with that of the batch; 0 while it is not known.</summary>
    public int Rank { get; init; }

    /// <summary>Number of steps in Keras, where it is fixed.</summary>
    public int? Steps { get; init; }

    /// <summary>Number of positions of a window that a step reads at once, whose values lie position by position; null where a step is a row.</summary>
    public int? Positions { get; init; }

    /// <summary>Rows of positions, where they have two axes as those of an image have, one row after another; null where they have one.</summary>
    public int? Height { get; init; }

    /// <summary>Positions of a row.</summary>
    public int Width => Positions is int positions ? positions / (Height ?? 1) : 1;

    /// <summary>Whether the positions are those of one step, so that the steps are an axis before theirs.</summary>
    public bool HasStepsOfPositions => Positions is not null && Rate == KerasRate.EachStep && !IsFrame;

    /// <summary>Whether the positions are the rows of a frame, with the zeros of a padding among them, and a recurrent layer comes when one is left.</summary>
    public bool IsFrame { get; init; }

    /// <summary>Values of each position, or of the row.</summary>
    public int Channels => Positions is int positions ? Size / positions : Size;

    /// <summary>Zeros before the steps or positions, or rows of zeros above an image, for a convolution.</summary>
    public int Before { get; init; }

    /// <summary>Zeros behind them.</summary>
    public int After { get; init; }

    /// <summary>Zeros before each row of positions, where a convolution of two axes comes.</summary>
    public int Left { get; init; }

    /// <summary>Zeros behind each row.</summary>
    public int Right { get; init; }

    /// <summary>What the zeros lie beside, where there are any.</summary>
    public KerasAxes PaddedAxes { get; init; }

    /// <summary>Whether zeros wait for a convolution.</summary>
    public bool IsPadded => Before + After + Left + Right > 0;

    /// <summary>Whether its steps come from the last to the first.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Whether more than one layer reads it, so that no layer may take it up.</summary>
    public bool IsShared { get; init; }

    /// <summary>A scaling that is not part of any layer yet.</summary>
    public Affine? Pending { get; init; }

    /// <summary>The padding that Keras leaves out of this result's steps; null for none.</summary>
    public string? Mask { get; init; }

    /// <summary>Whether padding was left out somewhere before it.</summary>
    public bool HadMask { get; init; }

    /// <summary>Whether a recurrent layer stands somewhere before it.</summary>
    public bool IsAfterRecurrent { get; init; }

    /// <summary>Another result with as many axes and steps, and of the same rate.</summary>
    public KerasValue As(string name, int size) => this with { Names = [name], Size = size, IsShared = false, Pending = null };
}
