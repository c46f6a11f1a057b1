using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrainingBenchmark;

/// <summary>Measures the peak rate of multiply-adds in single precision.</summary>
internal static class PeakRate
{
    private const int Iterations = 5_000_000;
    private const int Chains = 12;

    private interface IMultiplyAdd<TVector>
    {
        static abstract TVector Fill(float value);

        static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

        static abstract float First(TVector vector);
    }

    /// <summary>
    /// GFLOP/s of several threads together, counting two for a multiply-add: the best of several short runs. Cores may be slower together than alone.
    /// </summary>
    public static double Measure(int threads)
    {
        double best = 0;
        using Barrier barrier = new(threads);
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(_ => new Thread(() => Work(barrier)))];
        Array.ForEach(others, other => other.Start());
        Work(barrier, rate => best = Math.Max(best, rate * threads));
        Array.ForEach(others, other => other.Join());
        return best;
    }

    private static void Work(Barrier barrier, Action<double>? report = null)
    {
        for (int run = 0; run < 10; run++)
        {
            barrier.SignalAndWait();
            long start = Stopwatch.GetTimestamp();
            int lanes = Vector512.IsHardwareAccelerated ? Run<Vector512<float>, Width512>() : Run<Vector256<float>, Width256>();
            barrier.SignalAndWait();
            report?.Invoke(2.0 * Chains * lanes * Iterations / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }
    }

    // Enough accumulators to hide the latency of a multiply-add. The return value depends on the result, so that the compiler keeps the work.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int Run<TVector, TWidth>()
        where TVector : unmanaged
        where TWidth : struct, IMultiplyAdd<TVector>
    {
        TVector x = TWidth.Fill(0.5f), y = TWidth.Fill(1f);
        TVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int n = 0; n < Iterations; n++)
        {
            a = TWidth.MultiplyAdd(a, x, y);
            b = TWidth.MultiplyAdd(b, x, y);
            c = TWidth.MultiplyAdd(c, x, y);
            d = TWidth.MultiplyAdd(d, x, y);
            e = TWidth.MultiplyAdd(e, x, y);
            f = TWidth.MultiplyAdd(f, x, y);
            g = TWidth.MultiplyAdd(g, x, y);
            h = TWidth.MultiplyAdd(h, x, y);
            i = TWidth.MultiplyAdd(i, x, y);
            j = TWidth.MultiplyAdd(j, x, y);
            k = TWidth.MultiplyAdd(k, x, y);
            l = TWidth.MultiplyAdd(l, x, y);
        }

        TVector sum = TWidth.MultiplyAdd(a, b, TWidth.MultiplyAdd(c, d, TWidth.MultiplyAdd(e, f, y)));
        sum = TWidth.MultiplyAdd(g, h, TWidth.MultiplyAdd(i, j, TWidth.MultiplyAdd(k, l, sum)));
        return TWidth.First(sum) > 0 ? sizeof(TVector) / sizeof(float) : 0;
    }

    private readonly struct Width256 : IMultiplyAdd<Vector256<float>>
    {
        public static Vector256<float> Fill(float value) => Vector256.Create(value);

        public static float First(Vector256<float> vector) => vector.ToScalar();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) => Vector256.MultiplyAddEstimate(x, y, z);
    }

    private readonly struct Width512 : IMultiplyAdd<Vector512<float>>
    {
        public static Vector512<float> Fill(float value) => Vector512.Create(value);

        public static float First(Vector512<float> vector) => vector.ToScalar();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) => Vector512.MultiplyAddEstimate(x, y, z);
    }
}
