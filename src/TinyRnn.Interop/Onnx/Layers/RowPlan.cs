namespace TinyRnn.Interop.Onnx;

/// <summary>A row that will become a layer.</summary>
/// <param name="Row">The row.</param>
/// <param name="Inputs">The elements that the layer reads, input by input.</param>
/// <param name="Add">Adds the layer to the network, after the layers that it reads, and returns the name under which its values are read.</param>
internal sealed record RowPlan(Row Row, IReadOnlyList<Element[]> Inputs, Func<string> Add);
