using NameOrigin;
using TinyRnn;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: NameOrigin NAME...   the languages that family names come from");
    return 2;
}

Span<Prediction<Names.Label>> best = stackalloc Prediction<Names.Label>[3];
foreach (string name in args)
{
    try
    {
        int count = Names.Classify(name, best);
        Console.Write($"{name,-16}");
        foreach (Prediction<Names.Label> prediction in best[..count])
        {
            Console.Write($" {prediction.Label,-10} {prediction.Probability:0.00}  ");
        }

        Console.WriteLine();
    }
    catch (ArgumentException e)
    {
        Console.Error.WriteLine($"{name}: {e.Message}");
        return 1;
    }
}

return 0;
