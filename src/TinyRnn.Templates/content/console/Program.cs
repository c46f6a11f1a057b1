using TinyRnn;

if (args.Length == 0)
{
    Console.WriteLine("usage: NamesApp NAME...   the languages that family names come from");
    return;
}

Span<Prediction<NameOrigin.Label>> best = stackalloc Prediction<NameOrigin.Label>[3];
foreach (string name in args)
{
    NameOrigin.Classify(name, best);
    Console.WriteLine(
        $"{name,-16} {best[0].Label} {best[0].Probability:P0}, {best[1].Label} {best[1].Probability:P0}, {best[2].Label} {best[2].Probability:P0}");
}

// The compiler makes this type from the file; F12 on a member shows the code. To use your own model, train it with
// 'tinyrnn train classify FOLDER' and replace the file.
[TinyRnnModel("names.tinyrnn")]
internal sealed partial class NameOrigin;
