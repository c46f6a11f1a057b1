namespace TinyRnn.Interop.Keras;

/// <summary>Arrays by paths with slashes between groups, as HDF5 has them and other files write them.</summary>
internal interface IKerasArrays
{
    /// <summary>Whether there is a group or an array.</summary>
    bool Exists(string path);

    /// <summary>The names below a group.</summary>
    IReadOnlyList<string> Children(string path);

    /// <summary>Whether there is an array of weights below a group.</summary>
    bool HasArrays(string path);

    /// <summary>The shape of an array.</summary>
    /// <exception cref="ImportException">It is not there.</exception>
    int[] ShapeOf(string path);

    /// <summary>The numbers of an array with its shape.</summary>
    /// <exception cref="ImportException">It is not there, holds no numbers, or is damaged.</exception>
    (int[] Shape, float[] Values) Read(string path);
}
