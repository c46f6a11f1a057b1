using System.Runtime.ExceptionServices;

namespace TinyRnn.Training;

/// <summary>A thread that does its part of a job on demand. Starting a job and waiting for it allocate nothing.</summary>
internal sealed class Worker : IDisposable
{
    private readonly int _part;
    private readonly Signal _start = new();
    private readonly Signal _end = new();
    private readonly Thread _thread;
    private Action<int>? _job;
    private ExceptionDispatchInfo? _failure;

    /// <param name="part">The number of its part of a job.</param>
    /// <param name="name">The name of the thread.</param>
    public Worker(int part, string name)
    {
        _part = part;
        _thread = new Thread(Work) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Starts a job; <see cref="Wait"/> follows.</summary>
    public void Start(Action<int> job)
    {
        _job = job;
        _start.Set();
    }

    /// <summary>Waits until the job is done, and rethrows its exception.</summary>
    public void Wait()
    {
        _end.Wait();
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    public void Dispose()
    {
        _job = null;
        _start.Set();
        _thread.Join();
        _start.Dispose();
        _end.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _start.Wait();
            if (_job is not Action<int> job)
            {
                return;
            }

            try
            {
                job(_part);
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            _end.Set();
        }
    }
}
