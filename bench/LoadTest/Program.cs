using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using LoadTest;

const int LongestRun = 600;
if (args.Length is < 1 or > 3
    || !int.TryParse(args.ElementAtOrDefault(1) ?? "60", out int seconds) || seconds is < 1 or > LongestRun
    || !int.TryParse(args.ElementAtOrDefault(2) ?? "16", out int clients) || clients is < 1 or > 256)
{
    Console.Error.WriteLine($"usage: LoadTest PROGRAM [SECONDS up to {LongestRun}] [CLIENTS up to 256]   starts the service and asks it to classify names");
    return 2;
}

using ServiceProcess service = await ServiceProcess.Start(args[0]);
using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = service.Address };
string[] names = ["Yamaguchi", "Schmidhuber", "O'Sullivan", "Nguyen", "Kowalczyk", "Papadopoulos", "Rossi", "MacDonald"];
byte[][] bodies = [.. names.Select(name => Encoding.UTF8.GetBytes($$"""{"name":"{{name}}"}"""))];

await Ask(TimeSpan.FromSeconds(Math.Min(5, seconds)));
ServiceFigures before = await service.Figures(client);
using CancellationTokenSource done = new();
Task<List<double>> watch = Watch(done.Token);
long start = Stopwatch.GetTimestamp();
List<double> times = await Ask(TimeSpan.FromSeconds(seconds));
double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
await done.CancelAsync();
List<double> memory = await watch;
ServiceFigures after = await service.Figures(client);

times.Sort();
Line("requests", $"{times.Count:#,0} in {elapsed:0.0} s by {clients} clients, {times.Count / elapsed:#,0} a second");
Line("latency", $"p50 {At(0.5):0.00} ms, p99 {At(0.99):0.00} ms, p99.9 {At(0.999):0.00} ms, longest {times[^1]:0.00} ms");
Line("processor", $"{(after.ProcessorSeconds - before.ProcessorSeconds) / times.Count * 1e6:0} us of the service's time a request");
Line("allocated", $"{(after.AllocatedBytes - before.AllocatedBytes) / times.Count:#,0} bytes a request, {after.Collections - before.Collections} collections");
Line("memory", $"resident {memory[0]:0.0} MiB at first, {memory[^1]:0.0} at the end, {memory.Max():0.0} at most; by tenths: {string.Join(' ', Enumerable.Range(0, 10).Select(i => memory[i * (memory.Count - 1) / 9].ToString("0", CultureInfo.InvariantCulture)))}");
return 0;

double At(double part) => times[Math.Min(times.Count - 1, (int)(times.Count * part))];

static void Line(string name, FormattableString text) => Console.WriteLine($"{name,-10} {FormattableString.Invariant(text)}");

// Each client asks, waits for the answer and asks again.
async Task<List<double>> Ask(TimeSpan duration)
{
    long end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
    List<double>[] all = await Task.WhenAll(Enumerable.Range(0, clients).Select(first => Task.Run(async () =>
    {
        List<double> own = [];
        for (int i = first; Stopwatch.GetTimestamp() < end; i++)
        {
            long asked = Stopwatch.GetTimestamp();
            using ByteArrayContent body = new(bodies[i % bodies.Length]);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await client.PostAsync("/classify", body);
            response.EnsureSuccessStatusCode();
            own.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return own;
    })));
    return [.. all.SelectMany(own => own)];
}

async Task<List<double>> Watch(CancellationToken stop)
{
    List<double> resident = [service.ResidentMebibytes()];
    using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
    try
    {
        while (await timer.WaitForNextTickAsync(stop))
        {
            resident.Add(service.ResidentMebibytes());
        }
    }
    catch (OperationCanceledException)
    {
    }

    return resident;
}
