using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>A row that is made of several, one behind the other.</summary>
/// <param name="name">Its name as an identifier in Pascal case.</param>
/// <param name="row">Where the values of the parts lie.</param>
internal sealed class JointRow(string name, InputRow row)
{
    public string Name { get; } = name;

    /// <summary>The row as a local variable.</summary>
    public string Local => "layer" + Name;

    /// <summary>The rows of a block.</summary>
    public string Rows => Local + "Rows";

    public InputRow Row { get; } = row;
}

/// <summary>A layer's row inside of a row that is made of several, so that nobody copies it there.</summary>
internal sealed class RowPart(JointRow joint, int offset, int size)
{
    public JointRow Joint { get; } = joint;

    /// <summary>Where the values lie in the joint row. What stands beside them belongs to others.</summary>
    public InputRow Row { get; } = new(joint.Row.Stride, false, (offset, size));
}
