using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn generate</c>: text from a language model.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        Argument<string> file = new("model") { Description = "A .tinyrnn language model." };
        Option<string?> prompt = new("--prompt") { Description = "What comes before; the vocabulary's space, or its first character or word, by default." };
        Option<bool> bytes = new("--bytes")
        {
            Description =
                "For a model of bytes (train text --bytes): the prompt is read as the bytes of its UTF-8, and the bytes of the text are written as they are.",
        };
        Option<int> length = new("--length") { Description = "Characters (UTF-16) to write.", DefaultValueFactory = _ => 400 };
        Option<float> temperature = new("--temperature")
        {
            Description = "Below 1 bolder, above 1 more varied, 0 always the most probable.",
            DefaultValueFactory = _ => 0.8f,
        };
        Option<int> topK = new("--top-k") { Description = "Draw among this many most probable characters; 0 for all." };
        Option<float> topP = new("--top-p") { Description = "Draw among the most probable characters with this sum; 0 for all." };
        Option<ulong?> seed = new("--seed") { Description = "The same seed gives the same text." };
        Command command = new("generate", "Generates text with the interpreter.") { file, prompt, bytes, length, temperature, topK, topP, seed };
        command.SetAction(arguments =>
        {
            string path = arguments.GetRequiredValue(file);
            Network network = Models.Load(path);
            Models.RequireTask(network, path, NetworkTask.LanguageModel, "generate");
            int count = arguments.GetValue(length);
            if (count is < 1 or > 10_000_000)
            {
                throw new ToolException("--length is 1 to 10000000");
            }

            SamplingOptions options = new()
            {
                Temperature = arguments.GetValue(temperature),
                TopK = arguments.GetValue(topK),
                TopP = arguments.GetValue(topP),
                Seed = arguments.GetValue(seed),
            };
            bool isBytes = arguments.GetValue(bytes);
            string? given = arguments.GetValue(prompt);
            if (isBytes && network.Vocabulary is null)
            {
                throw new ToolException($"{path}: reads {network.Tokens!.Noun}s, not bytes; leave --bytes out");
            }

            string start = given is null ? Prompts.Default(network.Tokens!) : isBytes ? ByteText.FromText(given) : given;
            Write(start + new Interpreter(network).Generate(start, count, options), isBytes);
        });
        return command;
    }

    private static void Write(string text, bool isBytes)
    {
        if (!isBytes)
        {
            Console.WriteLine(text);
            return;
        }

        using Stream output = Console.OpenStandardOutput();
        output.Write(ByteText.ToBytes(text + "\n"));
    }
}
