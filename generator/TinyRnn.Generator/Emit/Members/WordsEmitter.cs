using System.Text;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>From words to tokens and back.</summary>
internal static class WordsEmitter
{
    private const int AsciiSize = 128;

    // These constants match WordTable, which reads the tables written here.
    private const int EndDigits = 4;
    private const int SlotDigits = 3;
    private const uint HashStart = 2166136261;

    public static void Emit(CodeWriter writer, WordVocabulary vocabulary)
    {
        string rule = VocabularyEmitter.UnknownRule(vocabulary.Unknown, vocabulary.ReplacementToken, "word");
        writer.Blank();
        writer.Summary($"Reads the next word of a text and moves past it. A word outside the vocabulary {rule}.");
        writer.Param("text", "The text.");
        writer.Param("position", "Where to begin; moves past the word.");
        writer.Returns("The word's token; -1 if the model leaves it out, or if no word is left.");
        if (vocabulary.Unknown == UnknownCharacter.Error)
        {
            writer.Exception("ArgumentException", "The word is not in the vocabulary.");
        }

        writer.Write("public static int ReadToken(global::System.ReadOnlySpan<char> text, ref int position) => " + (vocabulary.Unknown == UnknownCharacter.Error
            ? "Words.Require(text, ref position);"
            : $"Words.Read(text, ref position, {Literals.Plain(vocabulary.ReplacementToken)});"));

        writer.Blank();
        writer.Summary("Looks up a word as written.");
        writer.Param("word", "The word.");
        writer.Param("token", "Its token, or -1.");
        writer.Returns("Whether the vocabulary holds it.");
        writer.Write("""
            public static bool TryGetToken(global::System.ReadOnlySpan<char> word, out int token)
            {
                token = Words.Find(word);
                return token >= 0;
            }
            """);

        writer.Blank();
        writer.Summary("Writes the word of a token; nothing for a token without a word, such as padding.");
        writer.Param("token", $"0 to {Literals.Plain(vocabulary.Size - 1)}.");
        writer.Param("destination", "Receives the word.");
        writer.Param("written", "Number of UTF-16 code units written.");
        writer.Returns("Whether there was room for it.");
        writer.Exception("ArgumentOutOfRangeException", "There is no such token.");
        writer.Write("public static bool TryWriteToken(int token, global::System.Span<char> destination, out int written) =>");
        writer.Write("    Words.TryWrite(token, destination, out written);");
        EmitTable(writer, vocabulary);
    }

    private static void EmitTable(CodeWriter writer, WordVocabulary vocabulary)
    {
        StringBuilder ends = new();
        int end = 0;
        foreach (string word in vocabulary.Words)
        {
            end += Encoding.UTF8.GetByteCount(word);
            AppendNumber(ends, end, EndDigits);
        }

        if (end >= 1 << (6 * EndDigits))
        {
            string most = Literals.Grouped(1 << (6 * EndDigits));
            throw new NotSupportedException($"the words of the vocabulary have {Literals.Grouped(end)} bytes in UTF-8; at most {most} can be compiled");
        }

        string letters = $"global::TinyRnn.LetterCase.{vocabulary.Split.Letters}";
        writer.Blank();
        string characters = $"new({letters}, {Set(vocabulary.Split.Separators)}, {Set(vocabulary.Split.Removed)})";
        writer.Write($"private static global::TinyRnn.WordTable Words => new(Utf8, WordEnds, WordSlots, {characters});");
        writer.Blank();
        writer.Summary("The words in the order of their tokens.");
        writer.Write($"private static global::System.ReadOnlySpan<byte> Utf8 => {Literals.Of(string.Concat(vocabulary.Words))}u8;");
        writer.Blank();
        writer.Summary("The end of each word in Utf8, in four digits of six bits.");
        writer.Write($"private static global::System.ReadOnlySpan<byte> WordEnds => {Literals.Of(ends.ToString())}u8;");
        writer.Blank();
        writer.Summary("A hash table: for each slot the token of its word plus one, in three digits of six bits.");
        writer.Write($"private static global::System.ReadOnlySpan<byte> WordSlots => {Literals.Of(Slots(vocabulary))}u8;");
    }

    private static string Slots(WordVocabulary vocabulary)
    {
        int count = 2;
        while (count < vocabulary.Size * 2)
        {
            count *= 2;
        }

        int[] slots = new int[count];
        for (int token = 0; token < vocabulary.Size; token++)
        {
            if (vocabulary.Words[token].Length == 0)
            {
                continue;
            }

            uint hash = Hash(vocabulary.Words[token]);
            int slot = (int)((hash ^ (hash >> 15)) & (uint)(count - 1));
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (count - 1);
            }

            slots[slot] = token + 1;
        }

        StringBuilder digits = new(count * SlotDigits);
        foreach (int slot in slots)
        {
            AppendNumber(digits, slot, SlotDigits);
        }

        return digits.ToString();
    }

    private static uint Hash(string word)
    {
        uint hash = HashStart;
        for (int position = 0; position < word.Length;)
        {
            hash = unchecked((hash ^ (uint)AsciiFolding.ReadCodePoint(word.AsSpan(), ref position)) * 16777619u);
        }

        return hash;
    }

    private static void AppendNumber(StringBuilder text, int number, int digits)
    {
        for (int shift = 6 * (digits - 1); shift >= 0; shift -= 6)
        {
            text.Append((char)('0' + ((number >> shift) & 63)));
        }
    }

    private static string Set(string characters)
    {
        ulong[] bits = new ulong[2];
        List<string> others = [];
        for (int position = 0; position < characters.Length;)
        {
            int codePoint = AsciiFolding.ReadCodePoint(characters.AsSpan(), ref position);
            if (codePoint < AsciiSize)
            {
                bits[codePoint / 64] |= 1ul << (codePoint % 64);
            }
            else
            {
                others.Add(Literals.Plain(codePoint));
            }
        }

        return FormattableString.Invariant($"new(0x{bits[0]:X}ul, 0x{bits[1]:X}ul, [{string.Join(", ", others)}])");
    }
}
