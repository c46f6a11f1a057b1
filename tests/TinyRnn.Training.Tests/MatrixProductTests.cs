using System.Numerics;

namespace TinyRnn.Training.Tests;

public class MatrixProductTests
{
    [Fact]
    public void Float_products_are_those_of_a_plain_loop() => CheckSizes<float>(1e-4);

    [Fact]
    public void Double_products_are_those_of_a_plain_loop() => CheckSizes<double>(1e-12);

    [Fact]
    public void A_long_sum_goes_over_several_blocks() => CheckAll<double>(7, 19, 1000, 1e-11, new Xoshiro256StarStar(3));

    [Fact]
    public void Sizes_of_zero_change_nothing()
    {
        float[] c = [1, 2, 3];
        MatrixProduct.Add<float>(1, 3, 0, [], 0, [], 3, c, 3);
        MatrixProduct.AddTransposedRight<float>(0, 3, 5, [], 5, new float[15], 5, c, 3);
        Assert.Equal([1, 2, 3], c);
    }

    [Fact]
    public void A_short_span_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => MatrixProduct.Add<float>(2, 2, 2, new float[3], 2, new float[4], 2, new float[4], 2));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Add<float>(2, 2, 2, new float[4], 1, new float[4], 2, new float[4], 2));
        Assert.Throws<ArgumentException>(() => MatrixProduct.AddTransposedLeft<float>(2, 2, 2, new float[4], 2, new float[4], 2, new float[3], 2));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Packed_products_are_those_of_a_plain_loop_at_every_vector_width(int bits)
    {
        Xoshiro256StarStar random = new(11);
        for (int size = 1; size <= 70; size++)
        {
            CheckWidth<float>(bits, size, 1 + random.NextInt32(130), 1 + random.NextInt32(70), 2e-4, random);
            CheckWidth<float>(bits, 1 + random.NextInt32(20), size, 1 + random.NextInt32(70), 2e-4, random);
            CheckWidth<float>(bits, 1 + random.NextInt32(20), 1 + random.NextInt32(130), size, 2e-4, random);
            CheckWidth<double>(bits, 1 + random.NextInt32(20), size, 1 + random.NextInt32(70), 1e-12, random);
        }
    }

    private static unsafe void CheckWidth<T>(int bits, int m, int n, int k, double tolerance, Xoshiro256StarStar random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int gap = random.NextInt32(3);
        (T[] a, T[] aTurned) = Matrix<T>(m, k, gap, random);
        (T[] b, T[] bTurned) = Matrix<T>(k, n, gap, random);
        (T[] c, _) = Matrix<T>(m, n, gap, random);
        T[] expected = Reference(m, n, k, gap, a, b, c);
        T[] packed = (T[])c.Clone(), turned = (T[])c.Clone(), plain = (T[])c.Clone(), outer = (T[])c.Clone();
        PackedMatrix<T> matrix = new(bits);
        fixed (T* pa = a, paTurned = aTurned, pb = b, pbTurned = bTurned, pPacked = packed, pTurned = turned, pPlain = plain, pOuter = outer)
        {
            matrix.Pack(k, n, pb, n + gap);
            matrix.AddProduct(m, pa, k + gap, 1, pPacked, n + gap);
            matrix.PackTransposed(k, n, pbTurned, k + gap);
            matrix.AddProduct(m, paTurned, 1, m + gap, pTurned, n + gap);
            matrix.AddPlainProduct(m, n, k, pa, k + gap, 1, pb, n + gap, pPlain, n + gap);
            OuterProduct.Add(matrix, m, n, k, paTurned, m + gap, pb, n + gap, pOuter, n + gap);
        }

        string size = $"{m} x {n} x {k} at {bits} bits";
        AssertClose(expected, packed, tolerance, "packed " + size);
        AssertClose(expected, turned, tolerance, "packed transpose " + size);
        AssertClose(expected, plain, tolerance, "plain " + size);
        AssertClose(expected, outer, tolerance, "outer " + size);
    }

    private static void CheckSizes<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Xoshiro256StarStar random = new(7);
        for (int size = 1; size <= 40; size++)
        {
            CheckAll<T>(size, 1 + random.NextInt32(40), 1 + random.NextInt32(40), tolerance, random);
            CheckAll<T>(1 + random.NextInt32(40), size, 1 + random.NextInt32(40), tolerance, random);
            CheckAll<T>(1 + random.NextInt32(40), 1 + random.NextInt32(40), size, tolerance, random);
            CheckAll<T>(size, size, size, tolerance, random);
        }
    }

    private static void CheckAll<T>(int m, int n, int k, double tolerance, Xoshiro256StarStar random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int gap = random.NextInt32(3);
        (T[] a, T[] aTurned) = Matrix<T>(m, k, gap, random);
        (T[] b, T[] bTurned) = Matrix<T>(k, n, gap, random);
        (T[] c, _) = Matrix<T>(m, n, gap, random);
        T[] expected = Reference(m, n, k, gap, a, b, c);
        T[] plain = (T[])c.Clone();
        T[] left = (T[])c.Clone();
        T[] right = (T[])c.Clone();
        MatrixProduct.Add<T>(m, n, k, a, k + gap, b, n + gap, plain, n + gap);
        MatrixProduct.AddTransposedLeft<T>(m, n, k, aTurned, m + gap, b, n + gap, left, n + gap);
        MatrixProduct.AddTransposedRight<T>(m, n, k, a, k + gap, bTurned, k + gap, right, n + gap);
        AssertClose(expected, plain, tolerance, $"A B at {m} x {n} x {k}");
        AssertClose(expected, left, tolerance, $"A^T B at {m} x {n} x {k}");
        AssertClose(expected, right, tolerance, $"A B^T at {m} x {n} x {k}");
    }

    // C + A B, summed in double precision.
    private static T[] Reference<T>(int m, int n, int k, int gap, T[] a, T[] b, T[] c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] expected = (T[])c.Clone();
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = double.CreateChecked(c[(i * (n + gap)) + j]);
                for (int l = 0; l < k; l++)
                {
                    sum += double.CreateChecked(a[(i * (k + gap)) + l]) * double.CreateChecked(b[(l * (n + gap)) + j]);
                }

                expected[(i * (n + gap)) + j] = T.CreateChecked(sum);
            }
        }

        return expected;
    }

    // The gap between rows holds values too: a product that reads or writes there is found out.
    private static (T[] Matrix, T[] Turned) Matrix<T>(int rows, int columns, int gap, Xoshiro256StarStar random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] matrix = [.. Enumerable.Range(0, rows * (columns + gap)).Select(_ => T.CreateChecked(random.NextNormal()))];
        T[] turned = [.. Enumerable.Range(0, columns * (rows + gap)).Select(_ => T.CreateChecked(random.NextNormal()))];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                turned[(j * (rows + gap)) + i] = matrix[(i * (columns + gap)) + j];
            }
        }

        return (matrix, turned);
    }

    private static void AssertClose<T>(T[] expected, T[] actual, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = double.CreateChecked(T.Abs(expected[i] - actual[i]));
            Assert.True(difference <= tolerance, $"{what}: element {i} is {actual[i]}, not {expected[i]}");
        }
    }
}
