namespace TinyRnn.Tests.Text;

/// <summary>Texts that become a limited number of tokens, cut and padded at either end, and texts that a model refuses.</summary>
public class TokenTextsTests
{
    [Fact]
    public void Tokens_are_cut_and_padded_as_lists_are()
    {
        foreach (int room in (int[])[1, 2, 3, 7])
        {
            for (int length = 0; length <= 10; length++)
            {
                // Every third character is one that the model leaves out.
                string text = string.Concat(Enumerable.Range(0, length).Select(i => i % 3 == 2 ? '-' : (char)('0' + i)));
                int[] all = [.. text.Where(c => c != '-').Select(c => c - '0')];
                foreach ((bool cutsBefore, int padding, bool padsBefore) in from cut in (bool[])[true, false]
                                                                            from padding in (int[])[-1, 0, 99]
                                                                            from pad in (bool[])[true, false]
                                                                            select (cut, padding, pad))
                {
                    int[] kept = cutsBefore ? [.. all.TakeLast(room)] : [.. all.Take(room)];
                    int[] missing = [.. Enumerable.Repeat(padding, padding < 0 || kept.Length == 0 ? 0 : room - kept.Length)];
                    int[] expected = padsBefore ? [.. missing, .. kept] : [.. kept, .. missing];
                    int[] tokens = new int[room];
                    int count = TokenTexts.Read<Digits>(text, tokens, cutsBefore, padding, padsBefore);
                    Assert.Equal(expected, tokens[..count]);
                }
            }
        }
    }

    [Fact]
    public void What_is_unknown_is_found_unless_it_lies_after_what_is_read()
    {
        Assert.Equal((true, -1), CanRead("12-3", 9));
        Assert.Equal((true, -1), CanRead("-0", 9));
        Assert.Equal((false, 2), CanRead("12x3", 9));
        Assert.Equal((false, 2), CanRead("12x3", 3));
        Assert.Equal((true, -1), CanRead("12x3", 2));
        Assert.Equal((false, -1), CanRead("", 9));
        Assert.Equal((false, -1), CanRead("--", 9));

        static (bool, int) CanRead(string text, int most) => (TokenTexts.CanRead<Digits>(text, most, out int unknown), unknown);
    }

    [Fact]
    public void A_character_needs_room_for_its_code_units()
    {
        char[] room = new char[2];
        Assert.Equal((true, 1), (TokenTexts.TryWrite('é', room.AsSpan(0, 1), out int written), written));
        Assert.Equal((false, 0), (TokenTexts.TryWrite(0x1F600, room.AsSpan(0, 1), out written), written));
        Assert.Equal((true, 2), (TokenTexts.TryWrite(0x1F600, room, out written), written));
        Assert.Equal("😀", new string(room));
    }

    /// <summary>Reads digits, leaves out '-', and refuses all else.</summary>
    private readonly struct Digits : ITextReader
    {
        public static bool HasSpaces => false;

        public static int ReadToken(ReadOnlySpan<char> text, ref int position) =>
            TryReadToken(text, ref position, out int token) ? token : throw new ArgumentException("unknown");

        public static bool TryReadToken(ReadOnlySpan<char> text, ref int position, out int token)
        {
            char c = text[position];
            token = c == '-' ? -1 : c - '0';
            bool isKnown = c == '-' || char.IsAsciiDigit(c);
            position += isKnown ? 1 : 0;
            return isKnown;
        }

        public static bool TryWriteToken(int token, Span<char> destination, out int written) => throw new NotSupportedException();
    }
}
