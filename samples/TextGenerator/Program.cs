using System.CommandLine;
using System.Text;
using TextGenerator;
using TinyRnn;

const int LongestName = 30;
Option<string> language = new("--language")
{
    Description = "Language of the names, optionally with their beginning: 'Japanese', 'Italian Ros'.",
    DefaultValueFactory = _ => "Italian",
};
Option<int> count = new("--count") { Description = "Number of names to invent.", DefaultValueFactory = _ => 5 };
Option<float> temperature = new("--temperature")
{
    Description = "Values below 1 make likely letters likelier, values above 1 make names more varied; 0 always takes the likeliest.",
    DefaultValueFactory = _ => 0.7f,
};
Option<int> topK = new("--top-k") { Description = "Choose from this many of the most probable characters; 0 for all." };
Option<float> topP = new("--top-p") { Description = "Choose from the most probable characters whose probabilities add up to this; 0 for all." };
Option<ulong?> seed = new("--seed") { Description = "The same seed gives the same names." };
RootCommand command = new("Family names that a recurrent network invents, shown letter by letter.") { language, count, temperature, topK, topP, seed };
command.SetAction(arguments =>
{
    try
    {
        SamplingOptions options = new()
        {
            Temperature = arguments.GetValue(temperature),
            TopK = arguments.GetValue(topK),
            TopP = arguments.GetValue(topP),
            Seed = arguments.GetValue(seed),
        };
        string start = arguments.GetRequiredValue(language).TrimStart();
        string begun = start.Contains(' ', StringComparison.Ordinal) ? start[(start.IndexOf(' ', StringComparison.Ordinal) + 1)..] : "";
        TextStream<NameWriter, NameWriter.State> names = new('\n' + (begun.Length > 0 ? start : start.TrimEnd() + ' '), options);
        Console.OutputEncoding = Encoding.UTF8;
        for (int i = 0; i < arguments.GetValue(count); i++)
        {
            Console.Write(begun);
            names.Restart();
            for (int length = 0; length < LongestName; length++)
            {
                Rune character = names.Next();
                if (character.Value == '\n')
                {
                    break;
                }

                Console.Write(character.ToString());
                Console.Out.Flush();
            }

            Console.WriteLine();
        }

        return 0;
    }
    catch (ArgumentException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
