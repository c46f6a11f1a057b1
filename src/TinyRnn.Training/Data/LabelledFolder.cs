namespace TinyRnn.Training;

/// <summary>A line of a class's file.</summary>
/// <param name="Text">The line without surrounding white space.</param>
/// <param name="Number">Its number, counted from 1.</param>
public readonly record struct LabelledLine(string Text, int Number);

/// <summary>
/// Text to classify: a folder with one UTF-8 file a class. A file's name without <c>.txt</c> is the label, a line is an example;
/// blank lines do not count.
/// </summary>
public sealed class LabelledFolder
{
    /// <summary>Longest line in UTF-16 characters.</summary>
    public const int MaximumLineLength = 10_000;

    private readonly string[] _files;

    private LabelledFolder(string[] files, string[] labels, LabelledLine[][] lines)
    {
        _files = files;
        Labels = labels;
        Lines = lines;
    }

    /// <summary>The labels, sorted ordinally.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The lines of each label's file, in the file's order.</summary>
    public IReadOnlyList<IReadOnlyList<LabelledLine>> Lines { get; }

    /// <summary>Reads all <c>.txt</c> files of a folder.</summary>
    /// <exception cref="TrainingDataException">
    /// The folder is missing or has fewer than two files; a file has no line, a line that is too long, or bytes that are not UTF-8.
    /// </exception>
    public static LabelledFolder Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new TrainingDataException(folder, 0, "there is no such folder, one with a .txt file for each class was expected");
        }

        string[] files = Directory.GetFiles(folder, "*.txt");
        if (files.Length == 0)
        {
            throw new TrainingDataException(folder, 0, "there is no .txt file in it, one for each class was expected");
        }

        if (files.Length == 1)
        {
            throw new TrainingDataException(folder, 0, $"'{Path.GetFileName(files[0])}' is the only class, at least two .txt files were expected");
        }

        string[] labels = Array.ConvertAll(files, file => Path.GetFileNameWithoutExtension(file));
        Array.Sort(labels, files, StringComparer.Ordinal);
        return new LabelledFolder(files, labels, Array.ConvertAll(files, ReadLines));
    }

    /// <summary>
    /// Encodes the lines and splits them. Within a class: what the vocabulary makes of a line is its text; empty and repeated texts go;
    /// the rest is sorted ordinally, and every <paramref name="testEvery"/>-th, the first included, is a test example. So a text
    /// is never on both sides of its class, and the split depends on nothing but the data.
    /// </summary>
    /// <param name="vocabulary">How text becomes tokens.</param>
    /// <param name="testEvery">At least 2.</param>
    /// <exception cref="TrainingDataException">
    /// A line holds a character that the vocabulary does not know and does not skip; or a class has fewer than two different texts.
    /// </exception>
    public LabelledDataSet Split(Vocabulary vocabulary, int testEvery = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(testEvery, 2);
        List<LabelledText> train = [];
        List<LabelledText> test = [];
        int empty = 0;
        int repeated = 0;
        for (int label = 0; label < Labels.Count; label++)
        {
            SortedDictionary<string, int[]> texts = new(StringComparer.Ordinal);
            foreach (LabelledLine line in Lines[label])
            {
                int[] tokens = Encode(vocabulary, _files[label], line);
                if (tokens.Length == 0)
                {
                    empty++;
                }
                else if (!texts.TryAdd(Decode(vocabulary, tokens), tokens))
                {
                    repeated++;
                }
            }

            if (texts.Count < 2)
            {
                throw new TrainingDataException(_files[label], 0, $"{texts.Count} different texts are left after normalization, at least two were expected, to train and to test");
            }

            int index = 0;
            foreach ((string text, int[] tokens) in texts)
            {
                (index++ % testEvery == 0 ? test : train).Add(new LabelledText(text, tokens, label));
            }
        }

        return new LabelledDataSet(vocabulary, Labels, train, test, empty, repeated);
    }

    private static LabelledLine[] ReadLines(string file)
    {
        List<LabelledLine> lines = [];
        int number = 0;
        foreach (ReadOnlySpan<char> whole in StrictText.Read(file).AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = whole.Trim();
            if (line.Length > MaximumLineLength)
            {
                throw new TrainingDataException(file, number, $"the line has {line.Length} characters, at most {MaximumLineLength} were expected");
            }

            if (!line.IsEmpty)
            {
                lines.Add(new LabelledLine(line.ToString(), number));
            }
        }

        return lines.Count > 0
            ? [.. lines]
            : throw new TrainingDataException(file, 0, "the class has no example, one a line was expected");
    }

    private static int[] Encode(Vocabulary vocabulary, string file, LabelledLine line)
    {
        try
        {
            return vocabulary.Encode(line.Text);
        }
        catch (ArgumentException e)
        {
            throw new TrainingDataException(file, line.Number, $"{e.Message}, characters of the vocabulary were expected");
        }
    }

    private static string Decode(Vocabulary vocabulary, int[] tokens) =>
        string.Concat(tokens.Select(token => char.ConvertFromUtf32(vocabulary.CodePoints[token])));
}
