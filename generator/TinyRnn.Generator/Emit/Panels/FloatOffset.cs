namespace TinyRnn.Generator.Emit.Panels;

/// <summary>An offset in floats, as an expression: a variable (empty for none) plus a constant.</summary>
internal readonly record struct FloatOffset(string Variable, int Constant = 0)
{
    public FloatOffset Plus(int constant) => new(Variable, Constant + constant);

    /// <summary>The float at the offset, for reading or for <c>ref</c>.</summary>
    public string At(string name, int constant = 0)
    {
        string offset = Plus(constant).ToString();
        return offset == "0" ? name : $"__Unsafe.Add(ref {name}, {offset})";
    }

    /// <summary>Arguments of a vector load or store: the ref and, unless it is zero, the offset.</summary>
    public string Arguments(string name, int constant = 0)
    {
        string offset = Plus(constant).ToString();
        return offset == "0" ? $"ref {name}" : $"ref {name}, {offset}";
    }

    public override string ToString() => Variable.Length == 0 ? $"{Constant}" : Constant == 0 ? Variable : $"{Variable} + {Constant}";
}
