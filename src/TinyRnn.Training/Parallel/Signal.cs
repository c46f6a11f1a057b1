using System.Diagnostics;

namespace TinyRnn.Training;

/// <summary>
/// A signal that one thread waits for and another sets. The waiting thread first spins for a short while, because a step's parts end at nearly the
/// same time, and sleeping and waking takes longer than the rest of a small step. Then it sleeps.
/// </summary>
internal sealed class Signal : IDisposable
{
    private const int Unset = 0;
    private const int IsSet = 1;
    private const int Asleep = 2;

    // With one core the other thread cannot run while this one spins.
    private static readonly long SpinTicks = Environment.ProcessorCount == 1 ? 0 : Stopwatch.Frequency / 10_000;

    private readonly SemaphoreSlim _wake = new(0);
    private int _state;

    /// <summary>Ends the current wait or the next one.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state, IsSet) == Asleep)
        {
            _wake.Release();
        }
    }

    /// <summary>Waits until it is set, and resets it.</summary>
    public void Wait()
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _state) != IsSet)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(4);
            }
            else if (Interlocked.CompareExchange(ref _state, Asleep, Unset) == Unset)
            {
                _wake.Wait();
            }
        }

        Volatile.Write(ref _state, Unset);
    }

    public void Dispose() => _wake.Dispose();
}
