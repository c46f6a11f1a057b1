namespace TinyRnn.Model.Tests.Networks;

/// <summary>What a tensor can hold.</summary>
public class TensorTests
{
    private const string Parts = "tensor 't' of 8-bit quantised values needs two sizes, a value for each element and a scale for each row";
    private const string Scales = "the scales of tensor 't' must be finite and above 0";
    private const string Range = "the input range of tensor 't' must be finite and go from a lower to a higher value";

    [Fact]
    public void A_type_holds_its_values()
    {
        Errors.Says<ArgumentException>("tensor 't' of shape [2, 3] needs 6 values, not 5", () => new Tensor("t", [2, 3], new float[5]));
        Errors.Says<ArgumentException>("tensor 't' of 8-bit quantised values needs a scale for each row", () => new Tensor("t", [1], [1f], TensorType.I8));
        Errors.Says<ArgumentException>("tensor 't' holds values that are not exact in bfloat16", () => new Tensor("t", [2], [1f, 0.1f], TensorType.BF16));
        Assert.Equal((TensorType.BF16, 4), (new Tensor("t", [2], [1f, 0.5f], TensorType.BF16).Type, new Tensor("t", [2], [1f, 0.5f], TensorType.BF16).Bytes));
        Assert.Equal(8, new Tensor("t", [2], [1f, 0.1f]).Bytes);
    }

    [Fact]
    public void Quantised_values_are_multiplied_with_the_scale_of_their_row()
    {
        Tensor tensor = Tensor.OfQuantized("t", [2, 3], [1, -2, 3, 4, 0, -127], [0.5f, 2f], new QuantizationRange(-1f, 1f));
        Assert.Equal([0.5f, -1f, 1.5f, 8f, 0f, -254f], tensor.Values);
        Assert.Equal((TensorType.I8, 6 + 8, new QuantizationRange(-1f, 1f)), (tensor.Type, tensor.Bytes, tensor.InputRange));
        Assert.Null(Tensor.OfQuantized("t", [1, 1], [1], [1f], null).InputRange);
    }

    [Fact]
    public void Quantised_values_without_their_scales_are_refused()
    {
        Errors.Says<ArgumentException>(Parts, () => Tensor.OfQuantized("t", [6], [1, 2, 3, 4, 5, 6], [1f], null));
        Errors.Says<ArgumentException>(Parts, () => Tensor.OfQuantized("t", [2, 3], [1, 2, 3, 4, 5, 6], [1f], null));
        Errors.Says<ArgumentException>(Parts, () => Tensor.OfQuantized("t", [2, 3], [1, 2, 3, 4, 5], [1f, 1f], null));
        Errors.Says<ArgumentException>(Parts, () => Tensor.OfQuantized("t", [2, 3], [1, 2, 3, 4, 5, 6], [1f, 1f, 1f], null));
        float[] wrong = [0f, -1f, float.NaN, float.PositiveInfinity];
        Assert.All(wrong, scale => Errors.Says<ArgumentException>(Scales, () => Tensor.OfQuantized("t", [2, 1], [1, 2], [1f, scale], null)));
        (float Low, float High)[] ranges = [(1f, 1f), (1f, -1f), (float.NaN, 1f), (float.NegativeInfinity, 1f), (0f, float.PositiveInfinity)];
        Assert.All(
            ranges,
            range => Errors.Says<ArgumentException>(Range, () => Tensor.OfQuantized("t", [1, 1], [1], [1f], new QuantizationRange(range.Low, range.High))));
    }
}
