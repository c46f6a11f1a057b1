namespace TinyRnn.Interop.Onnx;

/// <summary>A size that may not be known: a number times powers of the number of steps and of the batch size, plus a constant.</summary>
internal readonly record struct Extent(long Number, int Time = 0, int Batch = 0, long Offset = 0)
{
    public static readonly Extent One = new(1);

    /// <summary>Whether it is a plain number.</summary>
    public bool IsKnown => Time == 0 && Batch == 0;

    public static Extent operator *(Extent a, Extent b) => a == One ? b
        : b == One ? a
        : a.Offset == 0 && b.Offset == 0 ? new(checked(a.Number * b.Number), a.Time + b.Time, a.Batch + b.Batch)
        : throw new OverflowException();

    /// <summary>This size plus a constant.</summary>
    public Extent Plus(long more) => IsKnown ? new Extent(checked(Number + more)) : this with { Offset = checked(Offset + more) };

    /// <summary>Converts an index that counts from the end, which is the size minus something; any other index stays the same.</summary>
    public Extent FromEnd(Extent size) =>
        !IsKnown && Offset < size.Offset && this with { Offset = 0 } == size with { Offset = 0 } ? new Extent(Offset - size.Offset) : this;

    /// <summary>The quotient, if it is exact.</summary>
    public Extent? Over(Extent divisor) => Offset == 0 && divisor.Offset == 0 && divisor.Number != 0 && !(divisor.Number == -1 && Number == long.MinValue)
        && Number % divisor.Number == 0 && Time >= divisor.Time && Batch >= divisor.Batch
        ? new Extent(Number / divisor.Number, Time - divisor.Time, Batch - divisor.Batch)
        : null;

    /// <inheritdoc/>
    public override string ToString() => string.Join('*', new[] { Number != 1 || IsKnown ? FormattableString.Invariant($"{Number}") : "" }
        .Concat(Enumerable.Repeat("time", Math.Clamp(Time, 0, 3))).Concat(Enumerable.Repeat("batch", Math.Clamp(Batch, 0, 3))).Where(word => word.Length > 0))
        + (Offset == 0 ? "" : FormattableString.Invariant($"{Offset:+0;-0}"));
}
