namespace TinyRnn.Training;

/// <summary>The calling thread and other threads, which do the parts of a job in parallel.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Worker[] _others;

    /// <param name="threads">Number of threads, including the calling one.</param>
    public WorkerTeam(int threads) => _others = [.. Enumerable.Range(1, threads - 1).Select(part => new Worker(part, $"TinyRnn training {part}"))];

    /// <summary>Runs the parts 0 to <paramref name="parts"/> - 1, with part 0 on the calling thread.</summary>
    /// <param name="parts">At most the number of threads.</param>
    /// <param name="job">The job, which receives the part's number.</param>
    /// <remarks>All parts have ended when it returns or throws.</remarks>
    public void Run(int parts, Action<int> job)
    {
        for (int part = 1; part < parts; part++)
        {
            _others[part - 1].Start(job);
        }

        try
        {
            job(0);
        }
        finally
        {
            WaitFrom(1, parts);
        }
    }

    public void Dispose()
    {
        foreach (Worker other in _others)
        {
            other.Dispose();
        }
    }

    // If several parts fail, all are awaited and the last error is thrown.
    private void WaitFrom(int part, int parts)
    {
        if (part == parts)
        {
            return;
        }

        try
        {
            _others[part - 1].Wait();
        }
        finally
        {
            WaitFrom(part + 1, parts);
        }
    }
}
