using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>The service under NativeAOT, asked over HTTP.</summary>
public class NameServiceTests(NameServiceProcess service) : IClassFixture<NameServiceProcess>
{
    [Fact]
    public async Task Classify_gives_the_best_languages()
    {
        JsonNode reply = await service.Ask("/classify", """{"name":"Yamaguchi","best":18}""");
        double[] probabilities = [.. reply["best"]!.AsArray().Select(best => (double)best!["probability"]!)];
        Assert.Equal("Japanese", (string)reply["best"]![0]!["language"]!);
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.Equal(1, probabilities.Sum(), 1e-5);
    }

    [Fact]
    public async Task Steps_end_where_classify_ends()
    {
        const string Body = """{"name":"Nguy1ễn","best":1}""";
        JsonNode best = (await service.Ask("/classify", Body))["best"]![0]!;
        JsonNode reply = await service.Ask("/classify/steps", Body);
        JsonArray steps = reply["steps"]!.AsArray();
        Assert.Equal(["N", "g", "u", "y", "1", "ễ", "n"], steps.Select(step => (string)step!["character"]!));
        Assert.Equal([true, true, true, true, false, true, true], steps.Select(step => (bool)step!["read"]!));
        Assert.Equal(steps[3]!["hidden"]!.ToJsonString(), steps[4]!["hidden"]!.ToJsonString());
        Assert.NotEqual(steps[4]!["hidden"]!.ToJsonString(), steps[5]!["hidden"]!.ToJsonString());
        Assert.All(steps, step => Assert.All(step!["hidden"]!.AsArray(), value => Assert.InRange((double)value!, -1, 1)));
        Assert.All(steps, step => Assert.Equal(128, step!["hidden"]!.AsArray().Count));
        int label = reply["languages"]!.AsArray().Select(language => (string)language!).ToList().IndexOf((string)best["language"]!);
        Assert.Equal((double)best["probability"]!, (double)steps[^1]!["probabilities"]![label]!, 1e-3);
    }

    [Theory]
    [InlineData("/classify", """{"name":""}""", "'name' has 1 to 100 characters, not 0")]
    [InlineData("/classify", """{"name":"北京"}""", "no character that the model reads")]
    [InlineData("/classify", """{"name":"Rossi","best":19}""", "'best' must be 1 to 18, not 19")]
    [InlineData("/classify", """{"name":null}""", "at $.name")]
    [InlineData("/classify", """{"nmae":"Rossi"}""", "does not know at $.nmae")]
    [InlineData("/classify", """{"name":"Rossi" """, "not the JSON")]
    [InlineData("/classify/steps", """{"name":"  1"}""", null)]
    [InlineData("/generate", """{"language":"Klingon"}""", "'language' must be one of Arabic, ")]
    [InlineData("/generate", """{"language":"Italian","count":101}""", "'count' must be 1 to 100, not 101")]
    [InlineData("/generate", """{"language":"Italian","prefix":"R\n"}""", "'prefix' has")]
    [InlineData("/generate", """{"language":"Italian","temperature":-1}""", "'temperature' must be 0 to 10, not -1")]
    [InlineData("/generate", """{"language":"Italian","topP":1.5}""", "'topP' must be 0 to 1, not 1.5")]
    public async Task Bad_input_is_told_in_one_sentence(string path, string body, string? expected)
    {
        using HttpResponseMessage response = await service.Post(path, body);
        if (expected is null)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonNode problem = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Contains(expected, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using HttpResponseMessage response = await service.Post("/classify", $$"""{"name":"{{new string('a', 10_000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Generated_names_come_letter_by_letter_and_again_with_the_same_seed()
    {
        const string Body = """{"language":"Italian","prefix":"Ro","count":3,"seed":7,"temperature":0.5}""";
        List<(string Type, int Index, string Text)> events = await Generate(Body);
        string[] names = [.. events.Where(item => item.Type == "name").Select(item => item.Text)];
        Assert.Equal(3, names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal(names[i], "Ro" + string.Concat(events.Where(item => item.Type == "character" && item.Index == i).Select(item => item.Text)));
        }

        Assert.Equal(events, await Generate(Body));
        Assert.NotEqual(events, await Generate(Body.Replace('7', '8')));
    }

    [Fact]
    public async Task Who_goes_away_stops_the_stream()
    {
        using CancellationTokenSource away = new();
        using HttpRequestMessage request = new(HttpMethod.Post, "/generate")
        {
            Content = JsonContent.Create(new { language = "Greek", count = 100, charactersPerSecond = 1 }),
        };
        HttpResponseMessage response = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, away.Token);
        Stream stream = await response.Content.ReadAsStreamAsync(away.Token);
        Assert.NotEqual(0, await stream.ReadAsync(new byte[1], away.Token));
        const string Active = "http_server_active_requests{otel_scope_name=\"Microsoft.AspNetCore.Hosting\",http_request_method=\"POST\"";
        Assert.True(await service.Metric(Active) >= 1);
        await away.CancelAsync();
        response.Dispose();
        await Events.Until(async () => await service.Metric(Active) == 0);
        Assert.True(await service.Metric("names_invented_total{otel_scope_name=\"NameService\",language=\"Greek\"") < 100);
    }

    [Fact]
    public async Task Health_metrics_and_the_description_are_there()
    {
        const string Counter = "names_classified_total{otel_scope_name=\"NameService\",language=\"Polish\"";
        Assert.Equal("Healthy", await service.Client.GetStringAsync("/health", TestContext.Current.CancellationToken));
        double before = await service.Metric(Counter);
        await service.Ask("/classify", """{"name":"Kowalczyk"}""");
        Assert.Equal(before + 1, await service.Metric(Counter));
        JsonNode description = JsonNode.Parse(await service.Client.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken))!;
        Assert.Equal(["/classify", "/classify/steps", "/generate"], description["paths"]!.AsObject().Select(path => path.Key));
        Assert.Contains(
            "1 to 100 characters", (string)description["components"]!["schemas"]!["ClassifyRequest"]!["properties"]!["name"]!["description"]!,
            StringComparison.Ordinal);
    }

    private async Task<List<(string Type, int Index, string Text)>> Generate(string body)
    {
        using HttpResponseMessage response = await service.Post("/generate", body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        List<(string, int, string)> events = [];
        await foreach (
            SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken))
                .EnumerateAsync(TestContext.Current.CancellationToken))
        {
            JsonNode data = JsonNode.Parse(item.Data)!;
            events.Add((item.EventType, (int)data["index"]!, (string)data["text"]!));
        }

        return events;
    }
}
