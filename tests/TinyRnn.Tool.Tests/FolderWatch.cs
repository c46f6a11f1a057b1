using System.Diagnostics;
using System.Threading.Channels;

namespace TinyRnn.Tool.Tests;

/// <summary>What happens to the files of a folder, in its order: tests act at an event, however fast or slow the machine comes to it.</summary>
internal sealed class FolderWatch : IDisposable
{
    private const int LargestBuffer = 65536;

    private readonly FileSystemWatcher _watcher;
    private readonly Channel<FileSystemEventArgs> _events = Channel.CreateUnbounded<FileSystemEventArgs>();

    public FolderWatch(string folder)
    {
        _watcher = new FileSystemWatcher(folder)
        {
            InternalBufferSize = LargestBuffer,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Created += Add;
        _watcher.Changed += Add;
        _watcher.Deleted += Add;
        _watcher.Renamed += Add;
        _watcher.Error += (_, e) => _events.Writer.TryComplete(e.GetException());
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Waits for a moment of a process that was started after the watch.</summary>
    /// <returns>Whether it came before the process had ended.</returns>
    public async Task<bool> WaitFor(Moment moment, Process process)
    {
        // What happened before the end is told before it, and then there is no more.
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task end = process.WaitForExitAsync(TestContext.Current.CancellationToken).ContinueWith(_ => ended.Cancel(), TaskScheduler.Default);
        try
        {
            for (int times = 0; times < moment.Times;)
            {
                FileSystemEventArgs happened = await _events.Reader.ReadAsync(ended.Token);
                times += happened.Name == moment.File && happened.ChangeType == moment.Change ? 1 : 0;
            }

            return true;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            await end;
            return false;
        }
    }

    public void Dispose() => _watcher.Dispose();

    private void Add(object sender, FileSystemEventArgs e) => _events.Writer.TryWrite(e);
}
