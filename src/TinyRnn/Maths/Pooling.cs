using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyRnn;

/// <summary>Pooling over time inside compiled models, one step at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Pooling
{
    /// <summary>Adds a row to the mean: mean += (row - mean) / count.</summary>
    /// <param name="pooled">The mean so far, in the state.</param>
    /// <param name="count">Number of rows so far; grows by one, up to 2^24.</param>
    /// <param name="row">The new row.</param>
    /// <param name="size">Number of values.</param>
    public static void Mean(ref float pooled, ref float count, ref float row, int size)
    {
        count += 1f;
        Vector128<float> share = Vector128.Create(1f / count);
        nuint i = 0;
        for (; i + 4 <= (nuint)size; i += 4)
        {
            Vector128<float> mean = Vector128.LoadUnsafe(ref pooled, i);
            (mean + ((Vector128.LoadUnsafe(ref row, i) - mean) * share)).StoreUnsafe(ref pooled, i);
        }

        for (; i < (nuint)size; i++)
        {
            ref float mean = ref Unsafe.Add(ref pooled, i);
            mean += (Unsafe.Add(ref row, i) - mean) * share.ToScalar();
        }
    }

    /// <summary>Adds a row to the maximum; NaN stays NaN.</summary>
    /// <param name="pooled">The maximum so far, in the state.</param>
    /// <param name="count">Number of rows so far: 0, then 1.</param>
    /// <param name="row">The new row.</param>
    /// <param name="size">Number of values.</param>
    public static void Max(ref float pooled, ref float count, ref float row, int size)
    {
        nuint i = 0;
        for (; i + 4 <= (nuint)size; i += 4)
        {
            Vector128<float> value = Vector128.LoadUnsafe(ref row, i);
            (count == 0f ? value : Vector128.Max(value, Vector128.LoadUnsafe(ref pooled, i))).StoreUnsafe(ref pooled, i);
        }

        for (; i < (nuint)size; i++)
        {
            float value = Unsafe.Add(ref row, i);
            ref float maximum = ref Unsafe.Add(ref pooled, i);
            maximum = count == 0f ? value : MathF.Max(value, maximum);
        }

        count = 1f;
    }

    /// <summary>Keeps the first row and ignores later ones.</summary>
    /// <param name="first">The first row, in the state.</param>
    /// <param name="count">Number of rows so far: 0, then 1.</param>
    /// <param name="row">The new row.</param>
    /// <param name="size">Number of values.</param>
    public static void First(ref float first, ref float count, ref float row, int size)
    {
        if (count == 0f)
        {
            Unsafe.CopyBlock(ref Unsafe.As<float, byte>(ref first), ref Unsafe.As<float, byte>(ref row), (uint)size * sizeof(float));
            count = 1f;
        }
    }
}
