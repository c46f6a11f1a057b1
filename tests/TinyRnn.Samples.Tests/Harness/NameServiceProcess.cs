using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>The published service on a free port.</summary>
public sealed class NameServiceProcess : IAsyncLifetime
{
    private readonly PublishedSamples _samples;
    private Process? _process;

    public NameServiceProcess(PublishedSamples samples) => _samples = samples;

    public HttpClient Client { get; } = new() { Timeout = Patience.Longest };

    public async ValueTask InitializeAsync()
    {
        string folder = _samples.Publish("NameService");
        ProcessStartInfo start = new(Path.Combine(folder, "NameService")) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        _process = Process.Start(start)!;
        const string Listening = "Now listening on: ";
        while (await _process.StandardOutput.ReadLineAsync() is string line)
        {
            int at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                Client.BaseAddress = new Uri(line[(at + Listening.Length)..]);
                break;
            }
        }

        _ = _process.StandardOutput.ReadToEndAsync();
        Assert.NotNull(Client.BaseAddress);
    }

    public Task<HttpResponseMessage> Post(string path, string body) =>
        Client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    public async Task<JsonNode> Ask(string path, string body)
    {
        using HttpResponseMessage response = await Post(path, body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The value of a line of the metrics that begins with a name; 0 where there is none.</summary>
    public async Task<double> Metric(string name)
    {
        // The exporter gives the same text for 300 ms.
        await Task.Delay(400, TestContext.Current.CancellationToken);
        string metrics = await Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        string? line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            _process.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
