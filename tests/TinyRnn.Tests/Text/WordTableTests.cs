using System.Text;

namespace TinyRnn.Tests.Text;

/// <summary>Words found in constant data: reading, finding and writing, against a dictionary, for tables from one word up.</summary>
public class WordTableTests
{
    private const string Separators = " \n—";
    private const string Removed = "!?é😀";

    [Fact]
    public void Words_are_found_and_written_and_no_others_are()
    {
        for (int count = 1; count <= 200; count += count < 10 ? 1 : 37)
        {
            // The second token has no text, like padding.
            string[] words = [.. Enumerable.Range(0, count).Select(i => i == 1 ? "" : i % 3 == 0 ? $"w{i}" : $"ж😀{i}")];
            Data data = new(words);
            WordTable table = data.Table;
            char[] room = new char[10];
            for (int token = 0; token < count; token++)
            {
                Assert.Equal(words[token].Length == 0 ? -1 : token, table.Find(words[token]));
                Assert.True(table.TryWrite(token, room, out int written));
                Assert.Equal(words[token], new string(room, 0, written));
                Assert.Equal(words[token].Length == 0, table.TryWrite(token, [], out _));
            }

            Assert.All((string[])["w", "w01", "W0", "w0w", "ж", "x", "\ud83d"], word => Assert.Equal(-1, data.Table.Find(word)));
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Table.TryWrite(-1, room, out _));
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Table.TryWrite(count, room, out _));
        }
    }

    /// <summary>The text is cut at the separators; removed characters are left out of words, and a word of nothing else is none.</summary>
    [Theory]
    [InlineData("one two", "0:4 1:7 -:7")]
    [InlineData("", "-:0")]
    [InlineData(" \n—", "-:3")]
    [InlineData("two—one", "1:4 0:7 -:7")]
    [InlineData("o!ne  T?W?O ", "0:5 1:12 -:12")]
    [InlineData("éon😀e!", "0:7 -:7")]
    [InlineData("! ? one", "0:7 -:7")]
    [InlineData("one three two", "0:4 u4:10 1:13 -:13")]
    [InlineData("ONE!three", "u0:9 -:9")]
    [InlineData("  ?three two", "u3:9 1:12 -:12")]
    public void Words_of_a_text_are_read_one_after_another(string text, string steps)
    {
        Data data = new(["one", "two"]);
        List<string> read = [];
        for (int position = 0; read.Count == 0 || read[^1][0] != '-';)
        {
            // The place after a word that it knows; of an unknown one, its beginning and its end.
            int start = position;
            bool isKnown = data.Table.TryRead(text, ref start, out int token);
            int required = position;
            string? message = Record.Exception(() => data.Table.Require(text, ref required))?.Message;
            Assert.Equal(isKnown, message is null);
            int replaced = data.Table.Read(text, ref position, 7);
            Assert.Equal(isKnown ? token : 7, replaced);
            Assert.Equal(position, required);
            read.Add(!isKnown ? $"u{start}:{position}" : token < 0 ? $"-:{position}" : $"{token}:{position}");
            if (message is not null)
            {
                Assert.Matches("^the word '[^ ]+' is not in the model's vocabulary$", message);
            }
        }

        Assert.Equal(steps, string.Join(' ', read));
    }

    /// <summary>Tables that were compiled with an older version have slots of this hash.</summary>
    [Fact]
    public void The_hash_is_that_of_fnv()
    {
        // FNV-1a of "foobar" in 32 bits, as its authors publish it.
        uint hash = "foobar".Aggregate(WordTable.HashStart, (hash, c) => WordTable.Hash(hash, c));
        Assert.Equal(0xBF9CF968u, hash);
        Assert.Equal((int)((0xBF9CF968u ^ 0x17F39u) % 1024), WordTable.Slot(hash, 1024));
    }

    [Fact]
    public void A_set_has_its_characters_and_no_others()
    {
        int[] members = [0, 1, 62, 63, 64, 65, 126, 127, 128, 0x3A9, 0x1F600];
        string low = string.Concat(members.Where(member => member < 128).Select(member => (char)member));
        CharacterSet set = new(Data.Bits(low, 0), Data.Bits(low, 64), [128, 0x3A9, 0x1F600]);
        foreach (int codePoint in (int[])[.. Enumerable.Range(0, 1_024), 0x1F5FF, 0x1F600, 0x10FFFF])
        {
            Assert.Equal(members.Contains(codePoint), set.Contains(codePoint));
        }
    }

    [Theory]
    [InlineData(LetterCase.AsWritten, "AZaz[@ÉΣ😀𐐀")]
    [InlineData(LetterCase.AsciiLower, "azaz[@ÉΣ😀𐐀")]
    [InlineData(LetterCase.Lower, "azaz[@éσ😀𐐨")]
    public void Letters_change_one_by_one(LetterCase letters, string expected)
    {
        Assert.Equal(expected, string.Concat("AZaz[@ÉΣ😀𐐀".EnumerateRunes().Select(rune => new Rune(LetterCases.Change(rune.Value, letters)))));
        Assert.Equal(0xD83D, LetterCases.Change(0xD83D, letters));
    }

    /// <summary>A table in the form that the generator writes: ends and slots in digits of six bits, slots by open addressing.</summary>
    private sealed class Data
    {
        private readonly byte[] _utf8;
        private readonly byte[] _ends;
        private readonly byte[] _slots;
        private readonly int[] _removed = [.. Removed.EnumerateRunes().Select(rune => rune.Value).Where(value => value >= 128)];

        public Data(string[] words)
        {
            _utf8 = Encoding.UTF8.GetBytes(string.Concat(words));
            int end = 0;
            _ends = [.. words.SelectMany(word => Digits(end += Encoding.UTF8.GetByteCount(word), WordTable.EndDigits))];
            int[] slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)words.Length * 2)];
            foreach ((string word, int token) in words.Select((word, token) => (word, token)).Where(pair => pair.word.Length > 0))
            {
                int slot = WordTable.Slot(
                    word.EnumerateRunes().Aggregate(WordTable.HashStart, (hash, rune) => WordTable.Hash(hash, rune.Value)), slots.Length);
                while (slots[slot] != 0)
                {
                    slot = (slot + 1) % slots.Length;
                }

                slots[slot] = token + 1;
            }

            _slots = [.. slots.SelectMany(slot => Digits(slot, WordTable.SlotDigits))];
        }

        public WordTable Table => new(_utf8, _ends, _slots, new WordCharacters(LetterCase.Lower, Set(Separators, ['—']), Set(Removed, _removed)));

        private static CharacterSet Set(string characters, ReadOnlySpan<int> others) => new(Bits(characters, 0), Bits(characters, 64), others);

        public static ulong Bits(string characters, int from) =>
            characters.Where(c => c >= from && c < from + 64).Aggregate(0UL, (bits, c) => bits | (1UL << (c - from)));

        private static byte[] Digits(int number, int count) =>
            [.. Enumerable.Range(1, count).Select(i => (byte)(WordTable.Zero + ((number >> (6 * (count - i))) & 63)))];
    }
}
