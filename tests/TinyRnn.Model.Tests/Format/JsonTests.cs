namespace TinyRnn.Model.Tests.Format;

/// <summary>Strings and numbers as the parser reads them and the writer writes them.</summary>
public class JsonTests
{
    [Fact]
    public void Hexadecimal_digits_of_an_escape_are_those_of_ascii()
    {
        for (char c = ' '; c < '\x7f'; c++)
        {
            string text = $"\"\\u00{c}{c}\"";
            if (char.IsAsciiHexDigit(c))
            {
                Assert.Equal(((char)(17 * Convert.ToInt32(c.ToString(), 16))).ToString(), Parse(text).GetString(text));
            }
            else
            {
                Assert.Contains("\\u needs four hexadecimal digits", Assert.Throws<ModelFormatException>(() => Parse(text)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Escapes_are_read_as_the_characters_that_they_stand_for()
    {
        const string Text = """["\"\\\/\b\f\n\r\t", "a\u00e9\ud83d\ude00z", "plain", ""]""";
        Assert.Equal(["\"\\/\b\f\n\r\t", "aé😀z", "plain", ""], Parse(Text).Items.Select(item => item.GetString(Text)));
    }

    [Fact]
    public void Every_character_is_written_so_that_it_reads_back()
    {
        string all = string.Concat(Enumerable.Range(0, 0xD800).Concat(Enumerable.Range(0xE000, 0x2000)).Select(code => (char)code)) + "😀";
        JsonWriter writer = new();
        writer.StartObject();
        writer.WriteString("all", all);
        writer.EndObject();
        string text = writer.Finish();
        Assert.Equal(all, Assert.Single(Parse(text).Members).Value.GetString(text));

        // Nothing in it ends a line, is invisible to an editor or ends the string; the usual escapes are the short ones.
        string written = text[(text.IndexOf(": \"", StringComparison.Ordinal) + 3)..text.LastIndexOf('"')];
        Assert.DoesNotContain(written, c => c is < ' ' or (>= '\x7f' and <= '\x9f') or '\u2028' or '\u2029' or '\ufeff');
        Assert.StartsWith("\\u0000\\u0001", written, StringComparison.Ordinal);
        string[] escapes =
        [
            "\\t\\n\\u000b", "\\u000c\\r\\u000e", "!\\\"#", "[\\\\]", "~\\u007f", "\\u009f\u00a0", "\u2027\\u2028\\u2029\u202a", "\ufefe\\ufeff\uff00",
        ];
        Assert.All(escapes, escape => Assert.Contains(escape, written, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_beyond_a_type_are_not_of_it()
    {
        const string Text = "[1e38, 1e39, -1e39, 1e308, 1e309, -1e309, 2147483647, 2147483648, 1.0, \"1\"]";
        TextSource source = Text;
        IReadOnlyList<JsonValue> items = Parse(Text).Items;
        Assert.Equal([0, 6, 7, 8], Enumerable.Range(0, 9).Where(i => items[i].TryGetSingle(source, out _)));
        Assert.Equal([0, 1, 2, 3, 6, 7, 8], Enumerable.Range(0, 9).Where(i => items[i].TryGetDouble(source, out _)));
        Assert.Equal([6], Enumerable.Range(0, 9).Where(i => items[i].TryGetInt32(source, out _)));
    }

    [Fact]
    public void Numbers_are_written_with_all_their_digits_or_as_bits()
    {
        Assert.Equal(
            "{\n  \"one\": 0.1,\n  \"two\": 0.1,\n  \"three\": [-0, 1E-45],\n"
                + "  \"four\": [5E-324, 1.7976931348623157E+308],\n  \"five\": [-1, 2]\n}\n",
            Write(new JsonWriter()));
        Assert.Equal(
            "{\n  \"one\": 3dcccccd,\n  \"two\": 3fb999999999999a,\n  \"three\": [80000000, 00000001],\n"
                + "  \"four\": [0000000000000001, 7fefffffffffffff],\n  \"five\": [-1, 2]\n}\n",
            Write(new JsonWriter(hasBitsOfFloats: true)));

        static string Write(JsonWriter writer)
        {
            writer.StartObject();
            writer.WriteNumber("one", 0.1f);
            writer.WriteNumber("two", 0.1);
            writer.WriteNumbers("three", [-0f, float.Epsilon]);
            writer.WriteNumbers("four", [double.Epsilon, double.MaxValue]);
            writer.WriteNumbers("five", [-1, 2]);
            writer.EndObject();
            return writer.Finish();
        }
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(49_151), InlineData(49_152), InlineData(49_153), InlineData(98_304), InlineData(100_000)]
    public void Bytes_written_in_parts_are_one_string(int count)
    {
        byte[] bytes = [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7))];
        List<string> parts = [];
        JsonWriter writer = new(parts.Add);
        writer.StartObject();
        writer.WriteBase64("data", bytes);
        writer.EndObject();
        string rest = writer.Finish();
        string text = string.Concat(parts) + rest;
        string data = Assert.Single(Parse(text).Members).Value.GetString(text);
        Assert.Equal(Convert.ToBase64String(bytes), data);
    }

    [Fact]
    public void Long_text_from_a_file_is_shortened_between_characters()
    {
        string longest = new('a', 60);
        Assert.Equal(longest, ModelText.Shorten(longest));
        Assert.Equal(longest + "...", ModelText.Shorten(longest + "a"));
        Assert.Equal(longest[1..] + "...", ModelText.Shorten(longest[1..] + "😀"));
        Assert.Equal(longest[2..] + "😀", ModelText.Shorten(longest[2..] + "😀"));
        Assert.Equal(longest[2..] + "😀...", ModelText.Shorten(longest[2..] + "😀b"));
        Assert.Equal("a?b?c?d", ModelText.Shorten("a\nb\u202ec\u2028d"));
    }

    private static JsonValue Parse(string text) => JsonParser.Parse(text, "x");
}
