using System.Buffers;
using System.ComponentModel;
using System.Text;

namespace TinyRnn;

/// <summary>
/// The words of a compiled model, found without allocation: a hash table of open addressing over their UTF-8. Its numbers are constant data of the assembly,
/// written as text with six bits in each digit, because the C# compiler handles a long string as one piece, but a list number by number.
/// </summary>
/// <param name="utf8">All words one after another.</param>
/// <param name="ends">The end of each token's word, four digits each.</param>
/// <param name="slots">The hash table, whose size is a power of two, three digits each: 0 for an empty slot, or a token plus one.</param>
/// <param name="characters">How the characters of a text are treated.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct WordTable(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> ends, ReadOnlySpan<byte> slots, WordCharacters characters)
{
    /// <summary>Code of the digit 0; the digits follow it.</summary>
    public const int Zero = '0';

    /// <summary>Digits of an end.</summary>
    public const int EndDigits = 4;

    /// <summary>Digits of a slot.</summary>
    public const int SlotDigits = 3;

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly ReadOnlySpan<byte> _ends = ends;
    private readonly ReadOnlySpan<byte> _slots = slots;
    private readonly WordCharacters _characters = characters;

    /// <summary>The hash of a word begins with this.</summary>
    public const uint HashStart = 2166136261;

    /// <summary>The hash of a word with one more character.</summary>
    public static uint Hash(uint hash, int codePoint) => (hash ^ (uint)codePoint) * 16777619u;

    /// <summary>The first slot for a word with this hash.</summary>
    public static int Slot(uint hash, int slotCount) => (int)((hash ^ (hash >> 15)) & (uint)(slotCount - 1));

    /// <summary>Reads the next word of a text and moves past it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The start; moves past the word and the separator after it.</param>
    /// <param name="unknown">The token for unknown words; -1 to leave them out.</param>
    /// <returns>The word's token; -1 if it is left out, or if there are no more words.</returns>
    public int Read(ReadOnlySpan<char> text, ref int position, int unknown)
    {
        int token = ReadWord(text, ref position, out int word);
        return token >= 0 || word < 0 ? token : unknown;
    }

    /// <summary>The same, but an unknown word is an error.</summary>
    /// <exception cref="ArgumentException">The word is unknown.</exception>
    public int Require(ReadOnlySpan<char> text, ref int position)
    {
        int start = position;
        int token = ReadWord(text, ref position, out int word);
        return token >= 0 || word < 0 ? token
            : throw new ArgumentException($"the word '{text[start..position].Trim()}' is not in the model's vocabulary");
    }

    /// <summary>The same, but it reports an unknown word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The start; moves past the word, or to the first character of an unknown one.</param>
    /// <param name="token">The word's token; -1 if there are no more words.</param>
    /// <returns>False if the word is unknown.</returns>
    public bool TryRead(ReadOnlySpan<char> text, ref int position, out int token)
    {
        token = ReadWord(text, ref position, out int word);
        if (token >= 0 || word < 0)
        {
            return true;
        }

        position = word;
        return false;
    }

    /// <summary>The token of a word; -1 if it is unknown.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        uint hash = HashStart;
        for (int position = 0; position < word.Length;)
        {
            hash = Hash(hash, AsciiFolding.ReadCodePoint(word, ref position));
        }

        return word.Length == 0 ? -1 : Find(word, hash, isWritten: true);
    }

    /// <summary>Writes the word of a token.</summary>
    /// <returns>Whether the text fits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public bool TryWrite(int token, Span<char> destination, out int written)
    {
        ReadOnlySpan<byte> word = Word(token);
        return Encoding.UTF8.TryGetChars(word, destination, out written);
    }

    // 'word' is the start of the word, -1 for none.
    private int ReadWord(ReadOnlySpan<char> text, ref int position, out int word)
    {
        word = -1;
        uint hash = HashStart;
        int start = position;
        int end = start;
        while (position < text.Length)
        {
            end = position;
            int codePoint = AsciiFolding.ReadCodePoint(text, ref position);
            if (_characters.IsSeparator(codePoint))
            {
                if (word >= 0)
                {
                    return Find(text[start..end], hash, isWritten: false);
                }

                start = position;
            }
            else if (!_characters.IsRemoved(codePoint))
            {
                word = word >= 0 ? word : end;
                hash = Hash(hash, _characters.Change(codePoint));
            }

            end = position;
        }

        return word >= 0 ? Find(text[start..end], hash, isWritten: false) : -1;
    }

    private int Find(ReadOnlySpan<char> word, uint hash, bool isWritten)
    {
        int count = _slots.Length / SlotDigits;
        for (int slot = Slot(hash, count); ; slot = (slot + 1) & (count - 1))
        {
            int token = Number(_slots.Slice(slot * SlotDigits, SlotDigits)) - 1;
            if (token < 0 || Fits(word, Word(token), isWritten))
            {
                return token;
            }
        }
    }

    private bool Fits(ReadOnlySpan<char> text, ReadOnlySpan<byte> word, bool isWritten)
    {
        for (int position = 0; position < text.Length;)
        {
            int codePoint = AsciiFolding.ReadCodePoint(text, ref position);
            if (!isWritten)
            {
                if (_characters.IsRemoved(codePoint))
                {
                    continue;
                }

                codePoint = _characters.Change(codePoint);
            }

            if (Rune.DecodeFromUtf8(word, out Rune rune, out int length) != OperationStatus.Done || rune.Value != codePoint)
            {
                return false;
            }

            word = word[length..];
        }

        return word.IsEmpty;
    }

    private ReadOnlySpan<byte> Word(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, _ends.Length / EndDigits);
        int start = token == 0 ? 0 : Number(_ends.Slice((token - 1) * EndDigits, EndDigits));
        return _utf8[start..Number(_ends.Slice(token * EndDigits, EndDigits))];
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int number = 0;
        foreach (byte digit in digits)
        {
            number = (number << 6) | (digit - Zero);
        }

        return number;
    }
}
