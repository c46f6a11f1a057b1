using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>c_j += a . b_j for the rows b_j of a matrix: the product for one sequence, with no second row that could share B.</summary>
internal static unsafe class DotKernel
{
    [MethodImpl(HotLoop.Optimized)]
    public static void AddDots<T>(int rows, int length, T* a, T* b, nint rowB, T* c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int row = 0;
        for (; row + 4 <= rows; row += 4)
        {
            AddFour(length, a, b + (row * rowB), rowB, c + row);
        }

        for (; row < rows; row++)
        {
            c[row] += Dot(length, a, b + (row * rowB));
        }
    }

    [MethodImpl(HotLoop.Optimized)]
    private static void AddFour<T>(int length, T* a, T* b, nint rowB, T* c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* b1 = b + rowB;
        T* b2 = b1 + rowB;
        T* b3 = b2 + rowB;
        Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + Vector<T>.Count <= length; i += Vector<T>.Count)
        {
            Vector<T> x = Vector.Load(a + i);
            s0 = Fused.MultiplyAdd(x, Vector.Load(b + i), s0);
            s1 = Fused.MultiplyAdd(x, Vector.Load(b1 + i), s1);
            s2 = Fused.MultiplyAdd(x, Vector.Load(b2 + i), s2);
            s3 = Fused.MultiplyAdd(x, Vector.Load(b3 + i), s3);
        }

        T r0 = Vector.Sum(s0), r1 = Vector.Sum(s1), r2 = Vector.Sum(s2), r3 = Vector.Sum(s3);
        for (; i < length; i++)
        {
            r0 += a[i] * b[i];
            r1 += a[i] * b1[i];
            r2 += a[i] * b2[i];
            r3 += a[i] * b3[i];
        }

        c[0] += r0;
        c[1] += r1;
        c[2] += r2;
        c[3] += r3;
    }

    [MethodImpl(HotLoop.Optimized)]
    private static T Dot<T>(int length, T* a, T* b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> sum = default;
        int i = 0;
        for (; i + Vector<T>.Count <= length; i += Vector<T>.Count)
        {
            sum = Fused.MultiplyAdd(Vector.Load(a + i), Vector.Load(b + i), sum);
        }

        T result = Vector.Sum(sum);
        for (; i < length; i++)
        {
            result += a[i] * b[i];
        }

        return result;
    }
}
