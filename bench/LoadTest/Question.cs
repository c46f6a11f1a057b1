using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace LoadTest;

/// <summary>The requests of clients to an address, with bodies in turn.</summary>
internal sealed record Question(string Path, byte[][] Bodies)
{
    private static readonly string[] Names = ["Yamaguchi", "Schmidhuber", "O'Sullivan", "Nguyen", "Kowalczyk", "Papadopoulos", "Rossi", "MacDonald"];
    private static readonly string[] Languages = ["Japanese", "German", "Irish", "Vietnamese", "Polish", "Greek", "Italian", "Scottish"];

    /// <summary>The languages of a name.</summary>
    public static Question Classify { get; } = new("/classify", [.. Names.Select(name => Encoding.UTF8.GetBytes($$"""{"name":"{{name}}"}"""))]);

    /// <summary>Five invented names, as a stream with one letter in each event.</summary>
    public static Question Generate { get; } = new("/generate", [.. Languages.Select(language => Encoding.UTF8.GetBytes($$"""{"language":"{{language}}"}"""))]);

    /// <summary>Runs clients, each of which waits for the end of an answer before its next request.</summary>
    public async Task<Answers> Ask(HttpClient client, int clients, TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        Answers[] all = await Task.WhenAll(Enumerable.Range(0, clients).Select(first => Task.Run(async () =>
        {
            Answers own = new();
            byte[] buffer = new byte[16 * 1024];
            for (int i = first; Stopwatch.GetTimestamp() < end; i++)
            {
                await AskOnce(client, Bodies[i % Bodies.Length], buffer, own);
            }

            return own;
        })));
        Answers answers = new() { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        foreach (Answers own in all)
        {
            answers.Add(own);
        }

        answers.Sort();
        return answers;
    }

    private async Task AskOnce(HttpClient client, byte[] question, byte[] buffer, Answers answers)
    {
        long asked = Stopwatch.GetTimestamp();
        using HttpRequestMessage request = new(HttpMethod.Post, Path) { Content = new ByteArrayContent(question) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        Stream stream = await response.Content.ReadAsStreamAsync();
        bool endsLine = false;
        double first = 0;
        int length;
        while ((length = await stream.ReadAsync(buffer)) > 0)
        {
            first = first == 0 ? Stopwatch.GetElapsedTime(asked).TotalMilliseconds : first;

            // An event ends at an empty line.
            foreach (byte character in buffer.AsSpan(0, length))
            {
                answers.Events += endsLine && character == '\n' ? 1 : 0;
                endsLine = !endsLine && character == '\n';
            }
        }

        answers.FirstByte.Add(first);
        answers.Whole.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
    }
}
