using System.Diagnostics.CodeAnalysis;

namespace TinyRnn.Interop.Onnx;

/// <summary>A node with the values of its inputs, for the operator that reads it.</summary>
internal sealed class NodeContext(GraphReading reading, OnnxNode node)
{
    private const int MaximumSize = 1 << 28;

    public OnnxNode Node => node;

    public GraphReading Reading => reading;

    public long Opset => reading.Opset;

    public string Label => node.Label;

    /// <summary>The value of an input; null if it is left out.</summary>
    public Value? Find(int index)
    {
        Value? value = index < node.Inputs.Count && node.Inputs[index].Length > 0 ? reading.Values[node.Inputs[index]] : null;
        return value is MissingValue ? throw Error($"reads {ImportSource.Quote(node.Inputs[index])}, a result that TinyRnn does not compute") : value;
    }

    public Value Get(int index) => Find(index) ?? throw Error($"lacks input {index}");

    public Signal Signal(int index) => Get(index) as Signal ?? throw Error($"reads a constant as input {index}; values that depend on the input were expected");

    public Constant Constant(int index, string what) =>
        Get(index) as Constant ?? throw Error($"its {what} depend on the input; they must be stored in the file");

    public float[] Floats(int index, string what) =>
        Constant(index, what).Floats ?? throw Error($"its {what} are whole numbers; floating-point numbers were expected");

    public Constant Integers(int index, string what) =>
        Get(index) is Constant { Integers: not null } constant ? constant : throw Error($"its {what} are not whole numbers that are known in advance");

    /// <summary>Integers that do not depend on the number of steps or the batch.</summary>
    public long[] Numbers(int index, string what) =>
        [
            .. Integers(index, what).Integers!.Select(
                value => value.IsKnown ? value.Number : throw Error($"its {what} depend on the number of steps or the batch"))
        ];

    /// <summary>Integers that older opsets have as an attribute and newer ones as an input.</summary>
    public long[]? NumbersOf(string attribute, int input) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? found) ? [.. found.Integers]
        : Find(input) is not null ? Numbers(input, attribute) : null;

    /// <summary>Integers of an attribute; null if it is left out.</summary>
    public long[]? NumbersOf(string attribute) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? found) ? [.. found.Integers] : null;

    public long Integer(string attribute, long other) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? found) ? found.Integer ?? other : other;

    public float Float(string attribute, float other) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? found) ? found.Float ?? other : other;

    public string Text(string attribute, string other) => node.Attributes.TryGetValue(attribute, out OnnxAttribute? found) ? found.Text ?? other : other;

    public OnnxAttribute? Attribute(string name) => node.Attributes.GetValueOrDefault(name);

    /// <summary>Converts an axis from -rank to rank - 1 to one from 0.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Error($"has the axis {axis}, but its input has {rank} axes");

    /// <summary>A size as an int that is small enough to allocate.</summary>
    public int Size(Extent size) => size.IsKnown && size.Number is >= 0 and <= MaximumSize
        ? (int)size.Number
        : throw Error($"has the size {size}; a number up to {MaximumSize} was expected");

    /// <summary>Counts elements that are about to be created: a small file must not create large ones.</summary>
    public void Spend(long elements) => reading.Spend(elements, this);

    /// <summary>An error that another layout of the inputs may not have.</summary>
    public ImportException Misread(string reason)
    {
        reading.IsMisread = true;
        return Error(reason);
    }

    public ImportException Error(string reason) => reading.Source.Error($"node {ImportSource.Quote(node.Label)} ({node.Operator})", reason);

    [DoesNotReturn]
    public void Fail(string reason) => throw Error(reason);
}
