using System.Buffers.Binary;
using TinyRnn.Interop.PyTorch;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.PyTorch;

/// <summary>Forms of tensors and storages that newer, older and rarer writers make, value by value.</summary>
public class TorchLayoutTests
{
    private static readonly float[] Values = [1.5f, -2f, 0.25f, 4f, -0.5f, 3f, 8f, -1f];

    [Theory]
    [InlineData("FloatStorage", 4)]
    [InlineData("DoubleStorage", 8)]
    [InlineData("HalfStorage", 2)]
    [InlineData("BFloat16Storage", 2)]
    public void Elements_of_either_byte_order(string type, int size)
    {
        byte[] little = [.. Values.SelectMany(value => Bytes(type, value))];
        byte[] big = [.. Values.SelectMany(value => Bytes(type, value).Reverse())];
        Assert.Equal(Values.Length * size, little.Length);
        WrittenPickle pickle = Linear(written => written.Tensor(type, "0", 8, 0, [2, 4], [4, 1]));
        Assert.Equal(Values, Weight(pickle.Zip([("0", little)])));
        Assert.Equal(Values, Weight(pickle.Zip([("0", little)], "little")));
        Assert.Equal(Values, Weight(pickle.Zip([("0", big)], "big")));
        Assert.Equal(Values, Weight(pickle.Zip([("0", little)], level: System.IO.Compression.CompressionLevel.SmallestSize)));
        Assert.Equal(Values, Weight(pickle.Legacy(("0", 8, little))));
    }

    /// <summary>Strides as PyTorch counts them: transposed, every other element, each row again, from an offset.</summary>
    [Theory]
    [InlineData(0, new long[] { 4, 2 }, new long[] { 1, 4 }, new[] { 0, 4, 1, 5, 2, 6, 3, 7 })]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 4, 2 }, new[] { 0, 2, 4, 6 })]
    [InlineData(5, new long[] { 2, 3 }, new long[] { 0, 1 }, new[] { 5, 6, 7, 5, 6, 7 })]
    [InlineData(2, new long[] { 3, 2 }, new long[] { 1, 1 }, new[] { 2, 3, 3, 4, 4, 5 })]
    public void Views(int start, long[] sizes, long[] strides, int[] elements)
    {
        byte[] data = [.. Values.SelectMany(BitConverter.GetBytes)];
        WrittenPickle pickle = Linear(written => written.Tensor("FloatStorage", "0", 8, start, sizes, strides));
        Assert.Equal(elements.Select(i => Values[i]), Weight(pickle.Zip([("0", data)])));
    }

    [Fact]
    public void Other_forms_of_tensors()
    {
        byte[] data = [.. Values.SelectMany(BitConverter.GetBytes)];
        byte[] half = [.. Values.SelectMany(value => Bytes("HalfStorage", value))];
        Action<WrittenPickle> plain = written => written.Tensor("FloatStorage", "0", 8, 0, [2, 4], [4, 1]);
        (string Name, Action<WrittenPickle> Write, byte[] Data)[] forms =
        [
            (
                "first form",
                written => written.Call("torch._utils", "_rebuild_tensor", () => written.Storage("FloatStorage", "0", 8).Number(0).Tuple(2, 4).Tuple(4, 1)),
                data),
            ("third form", written => written.Call(
                "torch._utils", "_rebuild_tensor_v3", () => written.Storage("UntypedStorage", "0", 16, module: "torch.storage")
                .Number(0).Tuple(2, 4).Tuple(4, 1).Raw(0x89).OrderedDict().Global("torch", "float16")), half),
            ("parameter", written => written.Call("torch._utils", "_rebuild_parameter", () => { plain(written); written.Raw(0x88).OrderedDict(); }), data),
            (
                "parameter with state",
                written =>
                    written.Call("torch._utils", "_rebuild_parameter_with_state", () => { plain(written); written.Raw(0x88).OrderedDict().Raw((byte)'}'); }),
                data),
            ("parameter of old", written => written.Call("torch.nn.parameter", "Parameter", () => { plain(written); written.Raw(0x88); }), data),
            ("subclass", written => written.Call(
                "torch._tensor", "_rebuild_from_type_v2", () => written.Global("torch._utils", "_rebuild_tensor_v2").Global("other", "Kind")
                .Mark().Storage("FloatStorage", "0", 8).Number(0).Tuple(2, 4).Tuple(4, 1).Raw(0x89).OrderedDict().Raw((byte)'t').Raw((byte)'}')), data),
            ("size", written => written.Call("torch._utils", "_rebuild_tensor_v2", () => written.Storage("FloatStorage", "0", 8, module: "torch.cuda").Number(0)
                .Call("torch", "Size", () => written.Tuple(2, 4)).Tuple(4, 1).Raw(0x89).OrderedDict()), data),
        ];
        Assert.All(forms, form => Assert.Equal(Values, Weight(Linear(form.Write).Zip([("0", form.Data)]))));
    }

    /// <summary>Before version 1.0 views were storages of their own.</summary>
    [Fact]
    public void Views_of_old_storages()
    {
        byte[] data = [.. new[] { 9f, 9f, 9f }.Concat(Values).SelectMany(BitConverter.GetBytes)];
        Assert.Equal(Values, Weight(View(3).Legacy(("7", 11, data))));
        ImportAssert.Fails(
            Source(View(4).Legacy(("7", 11, data))), ImportOptions.None, "tensor 'fc.weight'",
            "8 elements from element 4 goes past the end of its storage of 11");

        static WrittenPickle View(int start) => Linear(written =>
            written.Call("torch._utils", "_rebuild_tensor", () => written.Storage("FloatStorage", "7", 11, start, 8).Number(0).Tuple(2, 4).Tuple(4, 1)));
    }

    /// <summary>What no weight needs does no harm: counts as integers, settings of unknown classes, code that would be run elsewhere.</summary>
    [Fact]
    public void What_is_not_needed_is_passed_over()
    {
        byte[] data = [.. Values.SelectMany(BitConverter.GetBytes)];
        WrittenPickle pickle = new();
        pickle.Dictionary(
            ("config", () => pickle.Call("my.package", "Settings", () => pickle.Number(3)).Raw((byte)'}').Text("hidden").Number(4).Raw((byte)'s', (byte)'b')),
            ("hook", () => pickle.Call("posix", "system", () => pickle.Text("touch /tmp/run"))),
            ("net", () => pickle.Dictionary(
                ("fc.weight", () => pickle.Tensor("FloatStorage", "0", 8, 0, [2, 4], [4, 1])),
                ("fc.note", () => pickle.Text("trained at night")),
                ("fc.none", () => pickle.Raw((byte)'N')))));
        ImportResult result = ModelImporters.Import(Source(pickle.Zip([("0", data)])));
        Assert.Equal(Values, result.Network.Tensors["fc.weight"].Values.ToArray());
        Assert.Contains("'fc.note' in the state dict is not a tensor and was left out", result.Notes);
    }

    [Theory]
    [InlineData("LongStorage", 8, "its type is not a floating-point type")]
    [InlineData("ComplexFloatStorage", 8, "its type is not a floating-point type")]
    [InlineData("NoStorage", 4, "'torch._utils._rebuild_tensor_v2'")]
    public void Weights_of_other_types_are_errors(string type, int size, string words)
    {
        WrittenPickle pickle = new();
        pickle.Dictionary(
            ("rnn.weight_ih_l0", () => pickle.Tensor(type, "0", 4, 0, [2, 2], [2, 1])),
            ("rnn.weight_hh_l0", () => pickle.Tensor(type, "0", 4, 0, [2, 2], [2, 1])));
        ImportAssert.Fails(Source(pickle.Zip([("0", new byte[4 * size])])), ImportOptions.None, "tensor 'rnn.weight_ih_l0'", words);
    }

    [Theory]
    [InlineData(0, new long[] { 2, 4 }, new long[] { 5, 1 }, "from 0 to 8")]
    [InlineData(1, new long[] { 2, 4 }, new long[] { 4, 1 }, "from 1 to 8")]
    [InlineData(-1, new long[] { 2, 4 }, new long[] { 4, 1 }, "first element is -1")]
    [InlineData(long.MaxValue, new long[] { 2, 4 }, new long[] { 4, 1 }, "first element is")]
    [InlineData(0, new long[] { 2, 4 }, new long[] { 4, -1 }, "stride along axis 1 is -1")]
    [InlineData(0, new long[] { 2, 4 }, new long[] { long.MaxValue, 1 }, "stride along axis 0 is")]
    [InlineData(0, new long[] { -2, 4 }, new long[] { 4, 1 }, "a shape of whole numbers")]
    [InlineData(0, new long[] { 1 << 20, 1 << 20 }, new long[] { 0, 0 }, "a shape of whole numbers")]
    [InlineData(0, new long[] { 1 << 12, 1 << 12 }, new long[] { 0, 0 }, "tensors have 16777216 elements")]
    [InlineData(0, new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 8 }, new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, "it has 9 axes")]
    public void Tensors_that_do_not_lie_in_their_storage(long start, long[] sizes, long[] strides, string words) => ImportAssert.Fails(
        Source(Linear(written => written.Tensor("FloatStorage", "0", 8, start, sizes, strides)).Zip([("0", new byte[32])])), ImportOptions.None,
            "tensor 'fc.weight'", words);

    [Fact]
    public void Storages_that_are_not_as_the_pickle_says()
    {
        WrittenPickle pickle = Linear(written => written.Tensor("FloatStorage", "0", 8, 0, [2, 4], [4, 1]));
        ImportAssert.Fails(Source(pickle.Zip([("1", new byte[32])])), ImportOptions.None, "tensor 'fc.weight'", "storage '0' is not in the file");
        ImportAssert.Fails(Source(pickle.Zip([("0", new byte[28])])), ImportOptions.None, "storage '0' has 28 bytes; 8 elements of 4 were expected");
        ImportAssert.Fails(Source(pickle.Legacy(("0", 7, new byte[28]))), ImportOptions.None, "storage '0'", "has 7 elements, but the pickle says 8");
        ImportAssert.Fails(Source(pickle.Legacy(("0", 8, new byte[28]))), ImportOptions.None, "storage '0'", "the 28 bytes that are left");
        ImportAssert.Fails(Source(pickle.Legacy(("1", 8, new byte[32]))), ImportOptions.None, "no tensor uses a storage");
        ImportAssert.Fails(Source(pickle.Legacy(("0", 8, new byte[32]), ("0", 8, new byte[32]))), ImportOptions.None, "duplicate storage in the file");
        ImportAssert.Fails(Source(pickle.Legacy()), ImportOptions.None, "storage '0' is not in the file");
        ImportAssert.Fails(
            Source(pickle.Zip([("0", [.. Enumerable.Repeat(float.NaN, 8).SelectMany(BitConverter.GetBytes)])])), ImportOptions.None, "tensor 'fc.weight'",
            "element 0 is NaN");
        ImportAssert.Fails(
            Source(pickle.Zip([("0", new byte[1 << 24])], level: System.IO.Compression.CompressionLevel.Fastest)), ImportOptions.None, "'archive/data/0'",
                "unpacks to 16777216 bytes");
    }

    private static ImportSource Source(byte[] file) => new("model.pt", file);

    private static WrittenPickle Linear(Action<WrittenPickle> weight)
    {
        WrittenPickle pickle = new();
        return pickle.Dictionary(("fc.weight", () => weight(pickle)));
    }

    private static float[] Weight(byte[] file) => ModelImporters.Import(Source(file)).Network.Tensors["fc.weight"].Values.ToArray();

    private static byte[] Bytes(string type, float value)
    {
        switch (type)
        {
            case "FloatStorage":
                return BitConverter.GetBytes(value);
            case "DoubleStorage":
                return BitConverter.GetBytes((double)value);
            case "HalfStorage":
                return BitConverter.GetBytes((Half)value);
            default:
                byte[] bytes = new byte[2];
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
                return bytes;
        }
    }
}
