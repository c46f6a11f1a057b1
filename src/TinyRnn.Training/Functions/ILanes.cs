using System.Numerics;

namespace TinyRnn.Training;

/// <summary>What a pass over values needs of a vector, so that it is written once and compiled for each width.</summary>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of values.</summary>
    static abstract int Count { get; }

    static abstract TSelf One { get; }

    static abstract TSelf Fill(T value);

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf lanes, T* destination);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>x y + z, fused where the hardware has the instruction.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The larger of each two; of the second where one is not a number.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>The smaller of each two; of the second where one is not a number.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>One of two values, by whether a third is above 0.</summary>
    static abstract TSelf IfPositive(TSelf value, TSelf positive, TSelf otherwise);

    /// <summary>Of single precision alone: every lane the value.</summary>
    static abstract TSelf FillSingle(float value);

    /// <summary>Of single precision alone: the bits of each value, as a whole number, times 2^count.</summary>
    static abstract TSelf ShiftBitsLeft(TSelf lanes, int count);
}
