using System.Globalization;
using LoadTest;

const int LongestRun = 600;
const int WarmUp = 5;
if (args.Length is < 1 or > 3
    || !int.TryParse(args.ElementAtOrDefault(1) ?? "60", CultureInfo.InvariantCulture, out int seconds) || seconds is < 1 or > LongestRun
    || !int.TryParse(args.ElementAtOrDefault(2) ?? "16", CultureInfo.InvariantCulture, out int clients) || clients is < 1 or > 256)
{
    Console.Error.WriteLine(
        $"usage: LoadTest PROGRAM [SECONDS up to {LongestRun}] [CLIENTS up to 256]   starts the service and asks it to classify names, then as long to "
            + "invent some");
    return 2;
}

using ServiceProcess service = await ServiceProcess.Start(args[0]);
using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = service.Address };
foreach (Question question in new[] { Question.Classify, Question.Generate })
{
    await question.Ask(client, clients, TimeSpan.FromSeconds(Math.Min(WarmUp, seconds)));
    ServiceFigures before = await service.Figures(client);
    using CancellationTokenSource done = new();
    Task<List<double>> memory = service.WatchMemory(done.Token);
    Answers answers = await question.Ask(client, clients, TimeSpan.FromSeconds(seconds));
    await done.CancelAsync();
    Report.Write(question, clients, answers, before, await service.Figures(client), await memory);
}

return 0;
