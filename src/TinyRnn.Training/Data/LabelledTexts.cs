namespace TinyRnn.Training;

/// <summary>A text of a class as it stands in its file.</summary>
/// <param name="Text">The text without surrounding white space.</param>
/// <param name="File">The file.</param>
/// <param name="Number">Its line, counted from 1; 0 where the file is the text.</param>
public readonly record struct LabelledLine(string Text, string File, int Number);

/// <summary>Texts to classify with their labels, as they were read.</summary>
public sealed class LabelledTexts
{
    /// <summary>Longest text in UTF-16 characters.</summary>
    public const int MaximumLength = 10_000;

    /// <summary>
    /// The character that stands for all unknown ones in a vocabulary that <see cref="MakeVocabulary"/> makes: U+FFFD, Unicode's replacement character.
    /// </summary>
    public const int UnknownSymbol = 0xFFFD;

    /// <summary>Largest vocabulary of <see cref="MakeVocabulary"/> where nothing else is said.</summary>
    public const int DefaultVocabularySize = 2048;

    private readonly IReadOnlyList<string> _sources;

    /// <summary>Takes texts, class by class.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="lines">The texts of each label, none blank.</param>
    /// <param name="sources">The file or folder of each label, for errors.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    /// <exception cref="TrainingDataException">A text is too long.</exception>
    public LabelledTexts(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<LabelledLine>> lines, IReadOnlyList<string> sources)
    {
        if (labels.Count != lines.Count || labels.Count != sources.Count)
        {
            throw new ArgumentException($"{labels.Count} labels, {lines.Count} lists of texts and {sources.Count} sources do not fit");
        }

        foreach (LabelledLine line in lines.SelectMany(texts => texts).Where(line => line.Text.Length > MaximumLength))
        {
            throw new TrainingDataException(line.File, line.Number, $"the text has {line.Text.Length} characters, at most {MaximumLength} were expected");
        }

        Labels = labels;
        Lines = lines;
        _sources = sources;
    }

    /// <summary>The labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The texts of each label, in the order in which they stand.</summary>
    public IReadOnlyList<IReadOnlyList<LabelledLine>> Lines { get; }

    /// <summary>
    /// A vocabulary of the characters of the texts, in ordinal order and as they are, without normalization: those that are in at least two texts, and of
    /// more than fit those that are in most. All others are read as <see cref="UnknownSymbol"/>, a character of the vocabulary; where no two
    /// texts have others, so that nothing could be learned of it, there is no such symbol and they are left out.
    /// </summary>
    /// <param name="maximumSize">Most characters, the symbol for unknown ones included; 2 to 32,768.</param>
    /// <exception cref="TrainingDataException">No character is in two texts.</exception>
    public Vocabulary MakeVocabulary(int maximumSize = DefaultVocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumSize, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumSize, 32_768);
        return LabelledVocabulary.Choose(Lines.SelectMany(lines => lines).Select(line => line.Text), maximumSize)
            ?? throw new TrainingDataException(
                _sources[0], 0, "no character is in two texts, so that nothing can be learned of any; texts of a language were expected");
    }

    /// <summary>What a vocabulary makes of the texts of each label.</summary>
    public IReadOnlyList<VocabularyCoverage> Cover(Vocabulary vocabulary) => [.. Lines.Select(lines =>
    {
        VocabularyCoverage coverage = new(vocabulary);
        foreach (LabelledLine line in lines)
        {
            coverage.Add(line.Text);
        }

        return coverage;
    })];

    /// <summary>The texts without the classes that cannot be split, because a vocabulary leaves fewer than two different texts of them.</summary>
    /// <param name="input">How text becomes tokens.</param>
    /// <param name="left">Labels of the classes that are left out.</param>
    /// <exception cref="TrainingDataException">A character is not of the vocabulary, or fewer than two classes are left.</exception>
    public LabelledTexts WithoutSmallClasses(TokenInput input, out IReadOnlyList<string> left)
    {
        int[] kept = [.. Enumerable.Range(0, Labels.Count).Where(label => HasTwoTexts(input, Lines[label]))];
        left = [.. Enumerable.Range(0, Labels.Count).Except(kept).Select(label => Labels[label])];
        return left.Count == 0 ? this : kept.Length > 1
            ? new LabelledTexts([.. kept.Select(label => Labels[label])], [.. kept.Select(label => Lines[label])], [.. kept.Select(label => _sources[label])])
            : throw new TrainingDataException(
                _sources[0], 0, $"of {Labels.Count} classes {kept.Length} have two different texts, at least two such classes were expected, each to train "
                    + "and to test");
    }

    private static bool HasTwoTexts(TokenInput input, IEnumerable<LabelledLine> lines) =>
        lines.Select(line => Encode(input, line)).Where(tokens => tokens.Length > 0)
            .Select(input.Decode).Distinct().Take(2).Count() == 2;

    /// <summary>
    /// Encodes the lines and splits them. Within a class: what the input makes of a line is its text; empty and repeated texts go;
    /// the rest is sorted ordinally, and every <paramref name="testEvery"/>-th, the first included, is a test example. So a text
    /// is never on both sides of its class, and the split depends on nothing but the data.
    /// </summary>
    /// <param name="input">How text becomes tokens.</param>
    /// <param name="testEvery">At least 2.</param>
    /// <param name="hasValidation">
    /// Whether as many others, from the middle between two test examples, choose the best weights in place of the test examples. Of a class of less than
    /// half of <paramref name="testEvery"/> texts there is none.
    /// </param>
    /// <exception cref="TrainingDataException">
    /// A line holds something that the vocabulary does not know and does not skip; or a class has fewer than two different texts.
    /// </exception>
    public LabelledDataSet Split(TokenInput input, int testEvery = 10, bool hasValidation = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(testEvery, 2);
        List<LabelledText> train = [];
        List<LabelledText> test = [];
        List<LabelledText> validation = [];
        int middle = hasValidation && testEvery > 2 ? testEvery / 2 : -1;
        int empty = 0;
        int repeated = 0;
        for (int label = 0; label < Labels.Count; label++)
        {
            SortedDictionary<string, int[]> texts = new(StringComparer.Ordinal);
            foreach (LabelledLine line in Lines[label])
            {
                int[] tokens = Encode(input, line);
                if (tokens.Length == 0)
                {
                    empty++;
                }
                else if (!texts.TryAdd(input.Decode(tokens), tokens))
                {
                    repeated++;
                }
            }

            if (texts.Count < 2)
            {
                throw new TrainingDataException(
                    _sources[label], 0,
                    $"{texts.Count} different texts of class '{Labels[label]}' are left after normalization, at least two were expected, to train and to test");
            }

            int index = 0;
            foreach ((string text, int[] tokens) in texts)
            {
                int place = index++ % testEvery;
                (place == 0 ? test : place == middle ? validation : train).Add(new LabelledText(text, tokens, label));
            }
        }

        return new LabelledDataSet(input, Labels, train, test, empty, repeated, validation);
    }

    private static int[] Encode(TokenInput input, LabelledLine line)
    {
        try
        {
            return input.Encode(line.Text);
        }
        catch (ArgumentException e)
        {
            throw new TrainingDataException(line.File, line.Number, $"{e.Message}, {input.Noun}s of the vocabulary were expected");
        }
    }
}
