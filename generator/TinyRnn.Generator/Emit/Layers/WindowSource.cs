namespace TinyRnn.Generator.Emit.Layers;

/// <summary>What the windows of a part move over.</summary>
internal enum WindowSource
{
    /// <summary>The values of the step, with padding.</summary>
    Field,

    /// <summary>For each window, the sum of each value and its mirror image.</summary>
    Sums,

    /// <summary>For each window, the difference of each value and its mirror image.</summary>
    Differences,
}
