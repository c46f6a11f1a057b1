using System.Globalization;

namespace TinyRnn.Tests.Text;

public class AsciiFoldingTests
{
    // By ASCII character, every character of which no more remains after canonical decomposition and without nonspacing
    // marks. From Python's unicodedata, so that no ICU is needed here; Unicode never changes a decomposition.
    private static readonly Dictionary<char, string> Folded = new()
    {
        [';'] = "\u037e",
        ['<'] = "≮",
        ['='] = "≠",
        ['>'] = "≯",
        ['A'] = "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ\u212b",
        ['B'] = "ḂḄḆ",
        ['C'] = "ÇĆĈĊČḈ",
        ['D'] = "ĎḊḌḎḐḒ",
        ['E'] = "ÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ",
        ['F'] = "Ḟ",
        ['G'] = "ĜĞĠĢǦǴḠ",
        ['H'] = "ĤȞḢḤḦḨḪ",
        ['I'] = "ÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ",
        ['J'] = "Ĵ",
        ['K'] = "ĶǨḰḲḴ\u212a",
        ['L'] = "ĹĻĽḶḸḺḼ",
        ['M'] = "ḾṀṂ",
        ['N'] = "ÑŃŅŇǸṄṆṈṊ",
        ['O'] = "ÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ",
        ['P'] = "ṔṖ",
        ['R'] = "ŔŖŘȐȒṘṚṜṞ",
        ['S'] = "ŚŜŞŠȘṠṢṤṦṨ",
        ['T'] = "ŢŤȚṪṬṮṰ",
        ['U'] = "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ",
        ['V'] = "ṼṾ",
        ['W'] = "ŴẀẂẄẆẈ",
        ['X'] = "ẊẌ",
        ['Y'] = "ÝŶŸȲẎỲỴỶỸ",
        ['Z'] = "ŹŻŽẐẒẔ",
        ['`'] = "\u1fef",
        ['a'] = "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        ['b'] = "ḃḅḇ",
        ['c'] = "çćĉċčḉ",
        ['d'] = "ďḋḍḏḑḓ",
        ['e'] = "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
        ['f'] = "ḟ",
        ['g'] = "ĝğġģǧǵḡ",
        ['h'] = "ĥȟḣḥḧḩḫẖ",
        ['i'] = "ìíîïĩīĭįǐȉȋḭḯỉị",
        ['j'] = "ĵǰ",
        ['k'] = "ķǩḱḳḵ",
        ['l'] = "ĺļľḷḹḻḽ",
        ['m'] = "ḿṁṃ",
        ['n'] = "ñńņňǹṅṇṉṋ",
        ['o'] = "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
        ['p'] = "ṕṗ",
        ['r'] = "ŕŗřȑȓṙṛṝṟ",
        ['s'] = "śŝşšșṡṣṥṧṩ",
        ['t'] = "ţťțṫṭṯṱẗ",
        ['u'] = "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        ['v'] = "ṽṿ",
        ['w'] = "ŵẁẃẅẇẉẘ",
        ['x'] = "ẋẍ",
        ['y'] = "ýÿŷȳẏẙỳỵỷỹ",
        ['z'] = "źżžẑẓẕ",
    };

    [Fact]
    public void Every_character_folds_as_in_the_tutorial()
    {
        Dictionary<int, int> expected = [];
        foreach ((char ascii, string characters) in Folded)
        {
            foreach (char c in characters)
            {
                expected.Add(c, ascii);
            }
        }

        Assert.Equal(495, expected.Count);
        for (int c = 0; c <= 0x10FFFF; c++)
        {
            int folded = expected.TryGetValue(c, out int ascii) ? ascii
                : CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ? AsciiFolding.Dropped
                : c;
            if (folded != AsciiFolding.Fold(c))
            {
                Assert.Fail($"U+{c:X4} folds to {AsciiFolding.Fold(c):X4} instead of {folded:X4}");
            }
        }
    }

    [Theory]
    [InlineData("Ślusàrski", "Slusarski")]
    [InlineData("O'Néàl", "O'Neal")]
    [InlineData("S\u0301lusa\u0300rski", "Slusarski")]
    [InlineData("Nguyễn", "Nguyen")]
    [InlineData("Béringer, Ångström; Žižek", "Beringer, Angstrom; Zizek")]
    [InlineData("Ærøskøbing ß Łódź", "Ærøskøbing ß Łodz")]
    [InlineData("😀 漢字", "😀 漢字")]
    [InlineData("\u0301\u0327", "")]
    [InlineData("", "")]
    public void Examples_fold(string text, string expected) => Assert.Equal(expected, Fold(text));

    // Attributes are stored in UTF-8, which cannot hold half pairs; so these are arrays.
    [Theory]
    [InlineData(new[] { 'a', 0xD83D }, new[] { 'a', 0xD83D })]
    [InlineData(new[] { 0xD83D, 'x' }, new[] { 0xD83D, 'x' })]
    [InlineData(new[] { 0xDE00, 0xD83D }, new[] { 0xDE00, 0xD83D })]
    [InlineData(new[] { 0xD83D, 0xD83D, 0xDE00 }, new[] { 0xD83D, 0x1F600 })]
    public void Half_pairs_are_given_as_they_are(int[] units, int[] expected)
    {
        string text = string.Concat(units.Select(unit => (char)unit));
        List<int> codePoints = [];
        for (int position = 0; position < text.Length;)
        {
            codePoints.Add(AsciiFolding.ReadCodePoint(text, ref position));
        }

        Assert.Equal(expected, codePoints);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        const string Text = "Ślusàrski 😀 漢字 a\u0301";
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int position = 0; position < Text.Length;)
            {
                AsciiFolding.Fold(AsciiFolding.ReadCodePoint(Text, ref position));
            }
        }));
    }

    private static string Fold(string text)
    {
        System.Text.StringBuilder result = new();
        for (int position = 0; position < text.Length;)
        {
            int folded = AsciiFolding.Fold(AsciiFolding.ReadCodePoint(text, ref position));
            if (folded != AsciiFolding.Dropped)
            {
                result.Append(char.ConvertFromUtf32(folded));
            }
        }

        return result.ToString();
    }
}
