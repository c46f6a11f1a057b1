namespace TinyRnn.Training;

/// <summary>A text of a class as its file has it.</summary>
/// <param name="Text">The text without surrounding white space.</param>
/// <param name="File">The file.</param>
/// <param name="Number">Its line, counted from 1; 0 if the text is the whole file.</param>
public readonly record struct LabelledLine(string Text, string File, int Number);

/// <summary>Texts to classify, with their labels.</summary>
public sealed class LabelledTexts
{
    /// <summary>Longest text in UTF-16 characters.</summary>
    public const int MaximumLength = 10_000;

    /// <summary>
    /// The character that replaces unknown ones in the vocabularies of <see cref="MakeVocabulary"/>: U+FFFD, Unicode's replacement character.
    /// </summary>
    public const int UnknownSymbol = 0xFFFD;

    /// <summary>Default for the largest vocabulary of <see cref="MakeVocabulary"/>.</summary>
    public const int DefaultVocabularySize = 2048;

    private readonly IReadOnlyList<string> _sources;

    /// <summary>Makes labelled texts, class by class.</summary>
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

    /// <summary>The texts of each label, in the order of their files.</summary>
    public IReadOnlyList<IReadOnlyList<LabelledLine>> Lines { get; }

    /// <summary>
    /// Makes a vocabulary of the texts' characters, in ordinal order and without normalization. It has the characters that are in at least two texts; if
    /// too many are, those in the most texts. All others are read as <see cref="UnknownSymbol"/>, which is then part of the vocabulary. If fewer than
    /// two texts have others, the symbol could not be learned, so it is not part of the vocabulary and others are left out.
    /// </summary>
    /// <param name="maximumSize">Largest number of characters, the symbol for unknown ones included; 2 to 32,768.</param>
    /// <exception cref="TrainingDataException">No character is in two texts.</exception>
    public Vocabulary MakeVocabulary(int maximumSize = DefaultVocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumSize, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumSize, 32_768);
        return LabelledVocabulary.Choose(Lines.SelectMany(lines => lines).Select(line => line.Text), maximumSize)
            ?? throw new TrainingDataException(
                _sources[0], 0, "no character is in two texts, so nothing can be learned about any; texts of a language were expected");
    }

    /// <summary>How much of each label's texts a vocabulary covers.</summary>
    public IReadOnlyList<VocabularyCoverage> Cover(Vocabulary vocabulary) => [.. Lines.Select(lines =>
    {
        VocabularyCoverage coverage = new(vocabulary);
        foreach (LabelledLine line in lines)
        {
            coverage.Add(line.Text);
        }

        return coverage;
    })];

    /// <summary>Leaves out classes that cannot be split, because they have fewer than two different texts in a vocabulary.</summary>
    /// <param name="input">How text becomes tokens.</param>
    /// <param name="left">Receives the labels of the classes that are left out.</param>
    /// <exception cref="TrainingDataException">A character is not in the vocabulary, or fewer than two classes are left.</exception>
    public LabelledTexts WithoutSmallClasses(TokenInput input, out IReadOnlyList<string> left)
    {
        int[] kept = [.. Enumerable.Range(0, Labels.Count).Where(label => HasTwoTexts(input, Lines[label]))];
        left = [.. Enumerable.Range(0, Labels.Count).Except(kept).Select(label => Labels[label])];
        return left.Count == 0 ? this : kept.Length > 1
            ? new LabelledTexts([.. kept.Select(label => Labels[label])], [.. kept.Select(label => Lines[label])], [.. kept.Select(label => _sources[label])])
            : throw new TrainingDataException(
                _sources[0], 0, $"{kept.Length} of {Labels.Count} classes have two different texts, one to train and one to test; at least two such "
                    + "classes were expected");
    }

    private static bool HasTwoTexts(TokenInput input, IEnumerable<LabelledLine> lines) =>
        lines.Select(line => Encode(input, line)).Where(tokens => tokens.Length > 0)
            .Select(input.Decode).Distinct().Take(2).Count() == 2;

    /// <summary>
    /// Encodes the lines and splits them. Within a class, empty and repeated texts are left out, where a text is the line as the input reads it.
    /// The rest is sorted ordinally, and every <paramref name="testEvery"/>-th, the first included, is a test example. So a text is in one part
    /// of its class only, and the split depends only on the data.
    /// </summary>
    /// <param name="input">How text becomes tokens.</param>
    /// <param name="testEvery">At least 2.</param>
    /// <param name="hasValidation">
    /// Whether there are as many validation examples, each halfway between two test examples, which choose the best weights in place of the test
    /// examples. A class with fewer texts than half of <paramref name="testEvery"/> has none.
    /// </param>
    /// <exception cref="TrainingDataException">
    /// A line has something that the vocabulary neither knows nor skips, or a class has fewer than two different texts.
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
