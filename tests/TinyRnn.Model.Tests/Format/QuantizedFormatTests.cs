namespace TinyRnn.Model.Tests.Format;

/// <summary>bf16 and 8-bit tensors, in documents written by hand.</summary>
public class QuantizedFormatTests
{
    private const string Hidden = "\"cell.weight_hh\": {\"dtype\": \"F32\", \"shape\": [2, 2], \"data\": \"AAAAPwAAAL8AAIA+AAAAAA==\"}";

    // Codes 127, -127, 64, 0 with the scales 0.5 and 0.25.
    private const string Codes = "{\"dtype\": \"I8\", \"shape\": [2, 2], \"scales\": \"AAAAPwAAgD4=\", \"inputRange\": [-1, 1], \"data\": \"f4FAAA==\"}";

    [Fact]
    public void Codes_are_read_with_their_scales_and_range()
    {
        Tensor tensor = NetworkReader.Read(With(Codes), "x").Tensors["cell.weight_hh"];
        Assert.Equal(TensorType.I8, tensor.Type);
        Assert.Equal([127, -127, 64, 0], tensor.QuantizedValues);
        Assert.Equal([0.5f, 0.25f], tensor.Scales);
        Assert.Equal([63.5f, -63.5f, 16f, 0f], tensor.Values);
        Assert.Equal(QuantizationRange.Tanh, tensor.InputRange);
        Assert.Equal(12, tensor.Bytes);
    }

    [Fact]
    public void Brain_floats_are_read()
    {
        // 0x3F80 is 1, 0xBF00 -0.5, 0x3E80 0.25, 0x8000 -0.
        Tensor tensor = NetworkReader.Read(With("{\"dtype\": \"BF16\", \"shape\": [2, 2], \"data\": \"gD8Av4A+AIA=\"}"), "x").Tensors["cell.weight_hh"];
        Assert.Equal(TensorType.BF16, tensor.Type);
        Assert.Equal([1f, -0.5f, 0.25f, -0f], tensor.Values);
        Assert.Equal(8, tensor.Bytes);
    }

    [Theory]
    [InlineData(Codes)]
    [InlineData("{\"dtype\": \"BF16\", \"shape\": [2, 2], \"data\": \"gD8Av4A+AIA=\"}")]
    public void Writer_gives_back_what_was_read_as_version_2(string tensor)
    {
        Network network = NetworkReader.Read(With(tensor), "x");
        string written = NetworkWriter.Write(network);
        Assert.Contains("\"tinyrnn\": 2", written, StringComparison.Ordinal);
        Network again = NetworkReader.Read(written, "y");
        foreach (Tensor expected in network.Tensors.Values)
        {
            Tensor actual = again.Tensors[expected.Name];
            Assert.Equal(expected.Type, actual.Type);
            Assert.Equal(expected.Values, actual.Values);
            Assert.Equal(expected.QuantizedValues, actual.QuantizedValues);
            Assert.Equal(expected.Scales, actual.Scales);
            Assert.Equal(expected.InputRange, actual.InputRange);
        }
    }

    [Fact]
    public void Files_of_F32_alone_stay_version_1() =>
        Assert.Contains("\"tinyrnn\": 1", NetworkWriter.Write(NetworkReader.Read(Documents.Text, "x")), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"dtype\": \"BF16\", \"shape\": [2, 2], \"data\": "
        + "«\"gD8Av4A+\"}", ModelErrorCode.TensorData, "has 8 base64 characters; shape [2, 2] of BF16 needs 12")]
    [InlineData("{\"dtype\": \"I8\", \"shape\": [2, 2], \"scales\": \"AAAAPwAAgD4=\", \"inputRange\": [-1, 1], \"data\": "
        + "«\"f4FA\"}", ModelErrorCode.TensorData, "has 4 base64 characters; shape [2, 2] of I8 needs 8")]
    [InlineData("{\"dtype\": \"I8\", \"shape\": [2, 2], \"scales\": «\"AAAAPw==\", \"inputRange\": [-1, 1], \"data\": "
        + "\"f4FAAA==\"}", ModelErrorCode.TensorData, "the scales of tensor 'cell.weight_hh' has 8 base64 characters; shape [2] of F32 needs 12")]
    [InlineData("{\"dtype\": \"I8\", \"shape\": [2, 2], \"scales\": «\"AAAAPwAAAAA=\", \"inputRange\": [-1, 1], \"data\": "
        + "\"f4FAAA==\"}", ModelErrorCode.InvalidValue, "scale 1 of tensor 'cell.weight_hh' is not a finite number above 0")]
    [InlineData("«{\"dtype\": \"I8\", \"shape\": [2, 2], \"inputRange\": [-1, 1], \"data\": "
        + "\"f4FAAA==\"}", ModelErrorCode.MissingField, "needs the field 'scales'")]
    [InlineData("{\"dtype\": \"I8\", \"shape\": [2, 2], \"scales\": \"AAAAPwAAgD4=\", \"inputRange\": «[1, -1], \"data\": "
        + "\"f4FAAA==\"}", ModelErrorCode.InvalidValue, "'inputRange' of tensor 'cell.weight_hh' must be two numbers, the lowest and the highest value")]
    [InlineData("{\"dtype\": \"I8\", \"shape\": [2, 2], \"scales\": \"AAAAPwAAgD4=\", \"inputRange\": «[0], \"data\": "
        + "\"f4FAAA==\"}", ModelErrorCode.InvalidValue, "must be two numbers")]
    [InlineData("{\"dtype\": \"I8\", \"shape\": «[4], \"scales\": \"AAAAPwAAgD4=\", \"inputRange\": [0, 1], \"data\": "
        + "\"f4FAAA==\"}", ModelErrorCode.InvalidValue, "tensor 'cell.weight_hh' of I8 must be a matrix")]
    [InlineData("«{\"dtype\": \"I8\", \"shape\": [2, 2], \"scales\": \"AAAAPwAAgD4=\", \"data\": "
        + "\"f4FAAA==\"}", ModelErrorCode.MissingField, "needs the field 'inputRange', the range of the values that it is multiplied with")]
    [InlineData("{\"dtype\": «\"F16\", \"shape\": [2, 2], \"data\": \"\"}", ModelErrorCode.InvalidValue, "'F32', 'BF16', 'I8'")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [2, 2], «\"scales\": \"\", \"data\": "
        + "\"AAAAPwAAAL8AAIA+AAAAAA==\"}", ModelErrorCode.UnknownField, "has no field 'scales'")]
    public void Wrong_tensors_are_reported_at_their_place(string tensor, ModelErrorCode code, string expected) =>
        Errors.At(Errors.Edit(Documents.Text, ("\"tinyrnn\": 1", "\"tinyrnn\": 2"), (Hidden, "\"cell.weight_hh\": " + tensor)), code, expected);

    [Fact]
    public void Version_1_has_F32_alone() => Errors.At(
        Documents.Text, Hidden, "\"cell.weight_hh\": " + Codes.Replace("\"I8\"", "«\"I8\"", StringComparison.Ordinal), ModelErrorCode.Version,
            "a file of format version 1 can hold only F32; I8 needs version 2");

    [Fact]
    public void Looked_up_columns_have_no_range()
    {
        const string Input = "\"shape\": [2, 4], \"scales\": \"AAAAPwAAgD4=\", \"inputRange\": «[-1, 1], \"data\": \"AAECAwQFBgc=\"}";
        Errors.At(
            Errors.Edit(
                Documents.Text, ("\"tinyrnn\": 1", "\"tinyrnn\": 2"),
                ("\"F32\", \"shape\": [2, 4], \"data\": \"" + Documents.Data(1, 2, 3, 4, 5, 6, 7, 8) + "\"}", "\"I8\", " + Input)),
            ModelErrorCode.UnknownField, "tensor 'cell.weight_ih' cannot have 'inputRange': it is looked up by token, not multiplied");
    }

    private static string With(string tensor) => Documents.Seal(Documents.Text
        .Replace("\"tinyrnn\": 1", "\"tinyrnn\": 2", StringComparison.Ordinal)
        .Replace(Hidden, "\"cell.weight_hh\": " + tensor, StringComparison.Ordinal));
}
