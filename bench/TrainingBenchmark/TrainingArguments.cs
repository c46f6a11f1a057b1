using System.Globalization;

namespace TrainingBenchmark;

/// <summary>Which trainings are timed.</summary>
internal sealed class TrainingArguments
{
    public const string Usage = "usage: bench/training [--torch] [--cell rnn,gru,lstm] [--hidden H,...] [--batch B,...] [--threads N,...] [--seconds S]";

    /// <summary>The sizes with known PyTorch figures, which are timed by default.</summary>
    private static readonly (int Hidden, int Batch)[] KnownSizes = [(64, 1), (64, 16), (128, 16), (256, 1), (256, 16), (256, 64), (512, 64)];

    private readonly Dictionary<string, string[]> _values = [];

    public IEnumerable<string> Cells => Words("--cell", "rnn", "gru", "lstm");

    public IEnumerable<int> Threads => Numbers("--threads") ?? [1, 2];

    public double Seconds => Numbers("--seconds")?[0] ?? 2;

    public IEnumerable<(int Hidden, int Batch)> Sizes
    {
        get
        {
            int[]? hidden = Numbers("--hidden"), batch = Numbers("--batch");
            return hidden is not null && batch is not null
                ? from h in hidden from b in batch select (h, b)
                : KnownSizes.Where(size => (hidden is null || hidden.Contains(size.Hidden)) && (batch is null || batch.Contains(size.Batch)));
        }
    }

    /// <summary>Reads a command line.</summary>
    /// <returns>The arguments, or null if one is unknown or its value is missing or wrong.</returns>
    public static TrainingArguments? Parse(string[] args)
    {
        TrainingArguments arguments = new();
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            arguments._values[args[i]] = args[i + 1].Split(',');
        }

        bool isKnown = args.Length % 2 == 0
            && arguments._values.All(pair => pair.Key == "--cell"
                ? pair.Value.All(cell => cell is "rnn" or "gru" or "lstm")
                : pair.Key is "--hidden" or "--batch" or "--threads" or "--seconds"
                    && pair.Value.All(value => int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 4096));
        return isKnown ? arguments : null;
    }

    private string[] Words(string option, params string[] otherwise) => _values.GetValueOrDefault(option, otherwise);

    private int[]? Numbers(string option) =>
        _values.TryGetValue(option, out string[]? values) ? [.. values.Select(value => int.Parse(value, CultureInfo.InvariantCulture))] : null;
}
