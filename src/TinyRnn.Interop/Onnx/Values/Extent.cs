namespace TinyRnn.Interop.Onnx;

/// <summary>A size that may not be known: a number times powers of the number of steps and of the batch's size.</summary>
internal readonly record struct Extent(long Number, int Time = 0, int Batch = 0)
{
    public static readonly Extent One = new(1);

    /// <summary>Whether it is a plain number.</summary>
    public bool IsKnown => Time == 0 && Batch == 0;

    public static Extent operator *(Extent a, Extent b) => new(checked(a.Number * b.Number), a.Time + b.Time, a.Batch + b.Batch);

    /// <summary>The quotient, where it is exact.</summary>
    public Extent? Over(Extent divisor) => divisor.Number != 0 && !(divisor.Number == -1 && Number == long.MinValue)
        && Number % divisor.Number == 0 && Time >= divisor.Time && Batch >= divisor.Batch
        ? new Extent(Number / divisor.Number, Time - divisor.Time, Batch - divisor.Batch)
        : null;

    /// <inheritdoc/>
    public override string ToString() => string.Join('*', new[] { Number != 1 || IsKnown ? FormattableString.Invariant($"{Number}") : "" }
        .Concat(Enumerable.Repeat("time", Math.Clamp(Time, 0, 3))).Concat(Enumerable.Repeat("batch", Math.Clamp(Batch, 0, 3))).Where(word => word.Length > 0));
}
