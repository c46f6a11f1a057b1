namespace TinyRnn.Interop.Keras;

/// <summary>Arrays by paths with slashes between groups, in HDF5 or another kind of file.</summary>
internal interface IKerasArrays
{
    /// <summary>Whether there is a group or an array.</summary>
    bool Exists(string path);

    /// <summary>The names below a group.</summary>
    IReadOnlyList<string> Children(string path);

    /// <summary>Whether there is an array of weights below a group.</summary>
    bool HasArrays(string path);

    /// <summary>The shape of an array.</summary>
    /// <exception cref="ImportException">There is no such array.</exception>
    int[] ShapeOf(string path);

    /// <summary><exception cref="ImportException">There is no such array, it holds no numbers, or it is damaged.</exception></summary>
    /// <exception cref="ImportException">It is not there, holds no numbers, or is damaged.</exception>
    (int[] Shape, float[] Values) Read(string path);
}
