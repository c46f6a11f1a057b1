using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>A row that joins several others, one after another.</summary>
/// <param name="name">Its name as an identifier in Pascal case.</param>
/// <param name="row">Where the values of the parts lie.</param>
internal sealed class JointRow(string name, InputRow row)
{
    public string Name { get; } = name;

    /// <summary>The row as a local variable.</summary>
    public string Local => "layer" + Name;

    /// <summary>The name of the rows in a block.</summary>
    public string Rows => Local + "Rows";

    public InputRow Row { get; } = row;
}

/// <summary>A layer's row within a joint row, so that nobody copies it there.</summary>
internal sealed class RowPart(JointRow joint, int offset, int size)
{
    public JointRow Joint { get; } = joint;

    /// <summary>Where the values lie in the joint row. The floats beside them belong to other layers.</summary>
    public InputRow Row { get; } = new(joint.Row.Stride, false, (offset, size));
}
