using System.Diagnostics;
using System.Globalization;

namespace LoadTest;

/// <summary>The service in its own process, on a free port of this machine.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServiceProcess> Start(string program)
    {
        ProcessStartInfo start = new(program) { WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(program)), RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        Process process = Process.Start(start)!;
        const string Listening = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync() is string line)
        {
            int at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new ServiceProcess(process, new Uri(line[(at + Listening.Length)..]));
            }
        }

        throw new InvalidOperationException($"{program} ended before it listened");
    }

    /// <summary>Measures the physical memory of the service in MiB, once per second until it is told to stop.</summary>
    public async Task<List<double>> WatchMemory(CancellationToken stop)
    {
        List<double> resident = [ResidentMebibytes()];
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                resident.Add(ResidentMebibytes());
            }
        }
        catch (OperationCanceledException)
        {
        }

        return resident;
    }

    /// <summary>Reads the service's own metrics.</summary>
    public async Task<ServiceFigures> Figures(HttpClient client)
    {
        string[] lines = (await client.GetStringAsync("/metrics")).Split('\n');
        _process.Refresh();
        return new ServiceFigures(
            Sum("dotnet_gc_heap_total_allocated_bytes_total{"),
            Sum("dotnet_gc_collections_total{"),
            _process.TotalProcessorTime.TotalSeconds);

        double Sum(string name) =>
            lines.Where(line => line.StartsWith(name, StringComparison.Ordinal)).Sum(
                line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private double ResidentMebibytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / (1024.0 * 1024);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}

/// <summary>Totals since the start of the service.</summary>
internal sealed record ServiceFigures(double AllocatedBytes, double Collections, double ProcessorSeconds);
