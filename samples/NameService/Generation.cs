using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using TextGenerator;
using TinyRnn;

namespace NameService;

/// <summary>Invented names as a stream.</summary>
internal static class Generation
{
    private const int LongestPrefix = 20;
    private const int LongestName = 40;

    /// <summary>Invents names, sent letter by letter as server-sent events.</summary>
    public static Results<ServerSentEventsResult<GeneratedText>, ValidationProblem> Generate(
        GenerateRequest request, ServiceMetrics metrics, CancellationToken cancellation)
    {
        if (Error(request) is (string field, string error))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [error] }, detail: error);
        }

        return TypedResults.ServerSentEvents(Write(request, metrics, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<GeneratedText>> Write(
        GenerateRequest request, ServiceMetrics metrics, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SamplingOptions options = new() { Temperature = request.Temperature, TopK = request.TopK, TopP = request.TopP, Seed = request.Seed };
        TextStream<NameWriter, NameWriter.State> stream = new($"\n{request.Language} {request.Prefix}", options);
        using PeriodicTimer? timer = request.CharactersPerSecond is int rate ? new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate)) : null;
        StringBuilder name = new();
        for (int i = 0; i < request.Count; i++)
        {
            name.Clear().Append(request.Prefix);
            stream.Restart();
            while (name.Length < LongestName)
            {
                cancellation.ThrowIfCancellationRequested();
                Rune character = stream.Next();
                if (character.Value == '\n')
                {
                    break;
                }

                name.Append(character);
                if (timer is not null)
                {
                    await timer.WaitForNextTickAsync(cancellation);
                }

                yield return new SseItem<GeneratedText>(new GeneratedText(i, character.ToString()), "character");
            }

            metrics.Invented(request.Language);
            yield return new SseItem<GeneratedText>(new GeneratedText(i, name.ToString()), "name");
        }
    }

    private static (string Field, string Error)? Error(GenerateRequest request)
    {
        if (!Classification.Languages.Contains(request.Language))
        {
            return ("language", $"'language' must be one of {string.Join(", ", Classification.Languages)}");
        }

        if (request.Prefix.Length > LongestPrefix)
        {
            return ("prefix", $"'prefix' has at most {LongestPrefix} characters, not {request.Prefix.Length}");
        }

        foreach (Rune character in request.Prefix.EnumerateRunes())
        {
            if (character.Value == '\n' || !NameWriter.TryGetToken(character, out _))
            {
                return ("prefix", $"'prefix' has '{character}', which the model does not know");
            }
        }

        return request switch
        {
            { Count: < 1 or > 100 } => ("count", $"'count' must be 1 to 100, not {request.Count}"),
            { Temperature: not (>= 0f and <= 10f) } =>
                ("temperature", FormattableString.Invariant($"'temperature' must be 0 to 10, not {request.Temperature}")),
            { TopK: < 0 } => ("topK", $"'topK' must be at least 0, not {request.TopK}"),
            { TopP: not (>= 0f and <= 1f) } => ("topP", FormattableString.Invariant($"'topP' must be 0 to 1, not {request.TopP}")),
            { CharactersPerSecond: < 1 or > 1000 } => ("charactersPerSecond", $"'charactersPerSecond' must be 1 to 1000, not {request.CharactersPerSecond}"),
            _ => null,
        };
    }
}
