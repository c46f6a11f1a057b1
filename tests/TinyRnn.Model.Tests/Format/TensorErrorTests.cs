namespace TinyRnn.Model.Tests.Format;

public class TensorErrorTests
{
    private const string Bias = "\"cell.bias\": {\"dtype\": \"F32\", \"shape\": [2], \"data\": \"AAAAAAAAgD8=\"}";

    private static string BiasOf(string shape, string data) => $"\"cell.bias\": {{\"dtype\": \"F32\", \"shape\": {shape}, \"data\": {data}}}";

    [Theory]
    [InlineData("«\"\"", "has 0 base64 characters; shape [2] of F32 needs 12")]
    [InlineData("«\"AAAAAAAAgD8\"", "has 11 base64 characters; shape [2] of F32 needs 12")]
    [InlineData("«\"AAAAAAAAgD8==\"", "has 13 base64 characters; shape [2] of F32 needs 12")]
    [InlineData("«\"AAAAAAAAgD8AAAA=\"", "has 16 base64 characters; shape [2] of F32 needs 12")]
    [InlineData("\"AAA«*AAAAgD8=\"", "'*' as character 4 of 12, where a letter, a digit, '+' or '/' is expected")]
    [InlineData("\"AAA«-AAAAgD8=\"", "'-' as character 4 of 12")]
    [InlineData("\"AAA« AAAAgD8=\"", "' ' as character 4 of 12")]
    [InlineData("\"AAA«éAAAAgD8=\"", "'é' as character 4 of 12")]
    [InlineData("\"AAA«=AAAAgD8=\"", "'=' as character 4 of 12")]
    [InlineData("\"AAAAAAAAgD8«A\"", "'A' as character 12 of 12, where '=' is expected")]
    [InlineData("\"AAAAAAAAgD«==\"", "'=' as character 11 of 12")]
    [InlineData("«\"AAA\\nAAAAgD8=\"", "'?' as character 4 of 12")]
    [InlineData("«7", "the data of tensor 'cell.bias' must be base64 in a string, not a number")]
    [InlineData("«[0, 1]", "the data of tensor 'cell.bias' must be base64 in a string, not an array")]
    public void Data_that_is_not_base64_of_the_right_length_is_reported_at_the_first_wrong_character(string data, string expected) =>
        Errors.At(Documents.Text, Bias, BiasOf("[2]", data), ModelErrorCode.TensorData, expected);

    [Theory]
    [InlineData("«[2147483647, 2147483647, 2147483647, 2147483647]", ModelErrorCode.TooLarge, "the shape of tensor 'cell.bias' holds more than "
        + "536870911 values")]
    [InlineData("«[65536, 65536]", ModelErrorCode.TooLarge, "holds more than 536870911 values")]
    [InlineData("«[32768, 32768]", ModelErrorCode.TooLarge, "holds more than 536870911 values")]
    [InlineData("«[536870912]", ModelErrorCode.TooLarge, "holds more than 536870911 values")]
    [InlineData("«[]", ModelErrorCode.InvalidValue, "the shape of tensor 'cell.bias' has 0 sizes; 1 to 4 are allowed")]
    [InlineData("«[1, 1, 1, 1, 2]", ModelErrorCode.InvalidValue, "the shape of tensor 'cell.bias' has 5 sizes; 1 to 4 are allowed")]
    [InlineData("[«0]", ModelErrorCode.InvalidValue, "a size in the shape of tensor 'cell.bias' must be a whole number from 1, not 0")]
    [InlineData("[2, «-1]", ModelErrorCode.InvalidValue, "a size in the shape of tensor 'cell.bias' must be a whole number from 1, not -1")]
    [InlineData("[«2147483648]", ModelErrorCode.InvalidValue, "must be a whole number from 1, not 2147483648")]
    [InlineData("[«2.5]", ModelErrorCode.InvalidValue, "must be a whole number from 1, not 2.5")]
    [InlineData("[«\"2\"]", ModelErrorCode.InvalidValue, "must be a whole number from 1, not the string '2'")]
    public void Shapes_are_checked_before_anything_is_allocated(string shape, ModelErrorCode code, string expected)
    {
        string marked = Errors.Edit(Documents.Text, (Bias, BiasOf(shape, "\"AAAAAAAAgD8=\"")));
        Errors.At(marked, code, expected);
    }

    [Fact]
    public void Largest_allowed_shape_costs_nothing_without_its_data()
    {
        string marked = Errors.Edit(Documents.Text, (Bias, BiasOf("[536870911]", "«\"AAAAAAAAgD8=\"")));
        string text = marked.Replace("«", "", StringComparison.Ordinal);
        Errors.At(marked, ModelErrorCode.TensorData, "has 12 base64 characters; shape [536870911] of F32 needs 2863311528");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => NetworkReader.Read(text, "x"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinite")]
    [InlineData(float.NegativeInfinity, "infinite")]
    public void Weights_that_are_not_finite_are_reported_with_their_index(float value, string word)
    {
        string data = Documents.Data(1, 2, 3, 4, 5, 6, 7, 8);
        Errors.At(
            Documents.Text, $"\"{data}\"", $"«\"{Documents.Data(1, 2, 3, 4, 5, 6, value, 8)}\"",
            ModelErrorCode.NotFinite, $"element [1, 2] of tensor 'cell.weight_ih' is {word}");
        Errors.At(
            Documents.Text, Bias, BiasOf("[2]", $"«\"{Documents.Data(0, value)}\""), ModelErrorCode.NotFinite, $"element [1] of tensor 'cell.bias' is {word}");
    }

    [Fact]
    public void Missing_tensors_are_reported_at_their_layer()
    {
        string marked = Errors.Edit(Documents.Text, ("    " + Bias + ",\n", ""), ("\"name\": \"cell\"", "\"name\": «\"cell\""));
        Errors.At(marked, ModelErrorCode.MissingTensor, "layer 'cell' needs the tensor 'cell.bias' of shape [2]");
    }

    [Fact]
    public void Unused_tensors_are_reported_at_their_name()
    {
        string unused = "«\"cell.bias_hh\": {\"dtype\": \"F32\", \"shape\": [2], \"data\": \"AAAAAAAAgD8=\"},\n    " + Bias;
        Errors.At(Documents.Text, Bias, unused, ModelErrorCode.UnusedTensor, "no layer uses the tensor 'cell.bias_hh'");
    }

    [Theory]
    [InlineData("[1, 2]", "tensor 'cell.bias' has shape [1, 2]; layer 'cell' needs [2]")]
    [InlineData("[2, 1]", "tensor 'cell.bias' has shape [2, 1]; layer 'cell' needs [2]")]
    public void Wrong_shapes_are_reported_at_the_shape(string shape, string expected) =>
        Errors.At(Documents.Text, Bias, BiasOf("«" + shape, "\"AAAAAAAAgD8=\""), ModelErrorCode.TensorShape, expected);

    [Fact]
    public void A_transposed_matrix_is_a_wrong_shape() =>
        Errors.At(Documents.Text, "[2, 4]", "«[4, 2]", ModelErrorCode.TensorShape, "tensor 'cell.weight_ih' has shape [4, 2]; layer 'cell' needs [2, 4]");

    [Fact]
    public void Tensors_must_be_objects()
    {
        Errors.At(Documents.Text, Bias, "\"cell.bias\": «[0, 1]", ModelErrorCode.InvalidValue, "tensor 'cell.bias' must be an object, not an array");
        int start = Documents.Text.IndexOf("\"tensors\": ", StringComparison.Ordinal) + "\"tensors\": ".Length;
        int end = Documents.Text.IndexOf("  },\n  \"checksum\"", StringComparison.Ordinal) + 3;
        Errors.At(Documents.Text[..start] + "«[]" + Documents.Text[end..], ModelErrorCode.InvalidValue, "'tensors' must be an object, not an array");
    }

    [Fact]
    public void Base64_with_escapes_reads()
    {
        // 0x3FFFFFFF is "////Pw==".
        string plain = Documents.Data(BitConverter.Int32BitsToSingle(0x3FFFFFFF), 1);
        Assert.Contains("/", plain, StringComparison.Ordinal);
        string escaped = plain.Replace("/", "\\/", StringComparison.Ordinal).Replace("=", "\\u003d", StringComparison.Ordinal);
        string document = Documents.Seal(Errors.Edit(Documents.Text, (Bias, BiasOf("[2]", $"\"{escaped}\""))));
        float[] values = NetworkReader.Read(document, "x").Tensors["cell.bias"].Values;
        Assert.Equal([0x3FFFFFFF, 0x3F800000], values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Bits_past_the_last_byte_never_throw_anything_else()
    {
        foreach (char last in "89+/")
        {
            string document = Documents.Seal(Errors.Edit(Documents.Text, (Bias, BiasOf("[2]", $"\"AAAAAAAAgD{last}=\""))));
            Exception? e = Record.Exception(() => NetworkReader.Read(document, "x"));
            Assert.True(e is null or ModelFormatException, e?.ToString());
        }
    }
}
