namespace TinyRnn.Model.Tests.Format;

public class SyntaxErrorTests
{
    [Theory]
    [InlineData("«", "the file ends where a value is expected")]
    [InlineData(" \r\n\t «", "the file ends where a value is expected")]
    [InlineData("«x", "unexpected 'x' where a value is expected")]
    [InlineData("«tru", "unexpected 't' where a value is expected")]
    [InlineData("«nul", "unexpected 'n' where a value is expected")]
    [InlineData("[«tru", "unexpected 't' where a value is expected")]
    [InlineData("[«\u0001]", "unexpected U+0001 where a value is expected")]
    [InlineData("[«\u007f]", "unexpected U+007F where a value is expected")]
    [InlineData("[«~]", "unexpected '~' where a value is expected")]
    [InlineData("[«!]", "unexpected '!' where a value is expected")]
    [InlineData("[-« ]", "U+0020 where a digit is expected")]
    [InlineData("[1, «]", "unexpected ']' where a value is expected")]
    [InlineData("[1 «2]", "'2' where ',' or ']' is expected")]
    [InlineData("[0«1]", "'1' where ',' or ']' is expected")]
    [InlineData("[-«]", "']' where a digit is expected")]
    [InlineData("[1.«]", "']' where a digit is expected")]
    [InlineData("[1e+«]", "']' where a digit is expected")]
    [InlineData("[«+1]", "unexpected '+' where a value is expected")]
    [InlineData("[«.5]", "unexpected '.' where a value is expected")]
    [InlineData("[1«", "the end of the file where ',' or ']' is expected")]
    [InlineData("{«", "the end of the file where a field name in double quotes is expected")]
    [InlineData("{«a: 1}", "'a' where a field name in double quotes is expected")]
    [InlineData("{«'a': 1}", "''' where a field name in double quotes is expected")]
    [InlineData("{\"a\"« 1}", "'1' where ':' is expected", 1)]
    [InlineData("{\"a\": 1 «\"b\": 2}", "'\"' where ',' or '}' is expected")]
    [InlineData("{\"a\": 1,«}", "'}' where a field name in double quotes is expected")]
    [InlineData("{}\n «{}", "'{' after the end of the document")]
    [InlineData("{«// comment\n}", "'/' where a field name in double quotes is expected")]
    [InlineData("[«\"abc]", "the file ends inside this string")]
    [InlineData("[\"a«\n\"]", "U+000A inside a string; it must be escaped")]
    [InlineData("[\"a«\\x\"]", "unknown escape in a string")]
    [InlineData("[\"a«\\", "unknown escape in a string")]
    [InlineData("[\"a«\\u12G4\"]", "\\u needs four hexadecimal digits")]
    [InlineData("[\"a«\\u12", "\\u needs four hexadecimal digits")]
    [InlineData("[\"a«\\ud83dx\"]", "half a surrogate pair")]
    [InlineData("[\"a«\\ud83d\"]", "half a surrogate pair")]
    [InlineData("[\"a«\\ud83d \"]", "half a surrogate pair")]
    [InlineData("[\"a«\\ude00\"]", "half a surrogate pair")]
    [InlineData("[\"a«\\ud83d\\ud83d\\ude00\"]", "half a surrogate pair")]
    public void Malformed_json_is_reported_at_the_first_wrong_character(string marked, string expected, int spaces = 0)
    {
        // Where whitespace stands between, the error is at what follows.
        string text = spaces == 0 ? marked : marked.Replace("« ", " «", StringComparison.Ordinal);
        ModelFormatException error = Errors.At(text, ModelErrorCode.Syntax, expected);

        // One character is marked; of a string that does not end, all that there is; at the end of the file, nothing.
        int rest = text.Length - 1 - error.Start;
        Assert.Equal(expected == "the file ends inside this string" ? rest : Math.Min(rest, 1), error.Length);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_end_as_on_any_system(string end)
    {
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => NetworkReader.Read($"{{{end}{end}  \"é😀\": ?", "x"));
        Assert.Equal((3, 10), (e.Line, e.Column));
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        Errors.At(new string('[', 32) + "«" + new string('[', 100_000), ModelErrorCode.TooLarge, "more than 32 levels of nesting");
        Errors.At(string.Concat(Enumerable.Repeat("{\"a\":", 32)) + "«{" + new string('[', 100_000), ModelErrorCode.TooLarge, "more than 32 levels of nesting");
        Errors.At("«" + new string('[', 32) + new string(']', 32), ModelErrorCode.InvalidValue, "the model must be an object, not an array");
    }

    [Fact]
    public void Number_of_values_is_bounded()
    {
        string values = string.Concat(Enumerable.Repeat("0,", 999_999));
        Errors.At("[" + values + "«0]", ModelErrorCode.TooLarge, "more than 1000000 JSON values");
        Errors.At("«[" + values[..^1] + "]", ModelErrorCode.InvalidValue, "the model must be an object");
    }

    [Theory]
    [InlineData("«null", "null")]
    [InlineData("«true", "a boolean")]
    [InlineData("«1", "a number")]
    [InlineData("«\"a\"", "a string")]
    public void Document_must_be_an_object(string marked, string found) =>
        Errors.At(marked, ModelErrorCode.InvalidValue, "the model must be an object, not " + found);
}
