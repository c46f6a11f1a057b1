namespace TinyRnn.Interop.Keras;

/// <summary>The axes that windows, or the zeros of a padding, lie over.</summary>
internal enum KerasAxes
{
    /// <summary>The steps, each a row.</summary>
    Steps,

    /// <summary>The positions of a window, or of a row of an image.</summary>
    Positions,

    /// <summary>The steps and the positions of each.</summary>
    StepsAndPositions,

    /// <summary>The rows of an image and the positions of each.</summary>
    RowsAndPositions,
}
