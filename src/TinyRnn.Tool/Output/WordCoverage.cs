using TinyRnn.Model;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>The words of texts that a vocabulary lacks.</summary>
internal sealed class WordCoverage
{
    private readonly Dictionary<string, long> _unknown = new(StringComparer.Ordinal);
    private readonly WordVocabulary _vocabulary;

    public WordCoverage(WordVocabulary vocabulary, IEnumerable<string> texts)
    {
        _vocabulary = vocabulary;
        foreach (string text in texts)
        {
            int position = 0;
            while (vocabulary.Split.ReadWord(text, ref position) is string word)
            {
                Words++;
                if (vocabulary.IndexOf(word) < 0)
                {
                    Unknown++;
                    _unknown[word] = _unknown.GetValueOrDefault(word) + 1;
                }
            }
        }
    }

    public WordCoverage(WordVocabulary vocabulary, LabelledTexts texts)
        : this(vocabulary, texts.Lines.SelectMany(lines => lines).Select(line => line.Text))
    {
    }

    /// <summary>Number of words in all texts.</summary>
    public long Words { get; }

    /// <summary>Number of unknown words.</summary>
    public long Unknown { get; }

    /// <summary>Whether so few words are known that results for the texts are unreliable.</summary>
    public bool IsNearlyNothing => Words - Unknown < CoverageReport.NearlyNothing * Words;

    /// <summary>Describes the unknown words. There must be some.</summary>
    public string Describe()
    {
        string treatment = _vocabulary.Unknown switch
        {
            UnknownCharacter.Skip => "left out:",
            UnknownCharacter.Replace => $"read as '{_vocabulary.Replacement}':",
            _ => "unknown:",
        };
        IEnumerable<(string Name, long Count)> names = _unknown
            .OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => ($"'{ModelText.Shorten(one.Key)}'", one.Value));
        return FormattableString.Invariant(
            $"{treatment} {100.0 * Unknown / Words:0.0##} % of all {Words:#,0}: {CoverageReport.First(names, _unknown.Count)}");
    }
}
