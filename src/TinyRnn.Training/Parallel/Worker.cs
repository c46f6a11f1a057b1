using System.Runtime.ExceptionServices;

namespace TinyRnn.Training;

/// <summary>A thread that does one job again and again, when it is told to. Telling it and waiting for it allocate nothing.</summary>
internal sealed class Worker : IDisposable
{
    private readonly Action _job;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _end = new(0);
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _isEnding;

    public Worker(Action job, string name)
    {
        _job = job;
        _thread = new Thread(Work) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Starts the job; <see cref="Wait"/> follows.</summary>
    public void Start() => _start.Release();

    /// <summary>Until the job is done; throws what it threw.</summary>
    public void Wait()
    {
        _end.Wait();
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    public void Dispose()
    {
        _isEnding = true;
        _start.Release();
        _thread.Join();
        _start.Dispose();
        _end.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _start.Wait();
            if (_isEnding)
            {
                return;
            }

            try
            {
                _job();
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            _end.Release();
        }
    }
}
