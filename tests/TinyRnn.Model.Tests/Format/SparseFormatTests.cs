using SharedNetworks = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Format;

/// <summary>Matrices that leave out blocks of zeros.</summary>
public class SparseFormatTests
{
    // A hidden matrix of 18 units and 2 inputs: two bands, of 16 and of 2 rows, in two columns. There are the upper left block and the lower right one.
    private const string Matrix = "{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"blocks\": \"CQ==\", \"data\": \"DATA\"}";

    private static readonly float[] Stored = [.. Enumerable.Range(1, 18).Select(i => (float)i)];

    [Fact]
    public void Blocks_that_are_not_there_are_zeros()
    {
        Tensor tensor = Read(Document(Matrix));
        float[] expected = [.. Enumerable.Range(0, 36).Select(i => (i / 2, i % 2) switch { ( < 16, 0) => 1 + (i / 2), ( >= 16, 1) => 1 + (i / 2), _ => 0f })];
        Assert.Equal(expected, tensor.Values);
        Assert.All(tensor.Values.Where(value => value == 0), value => Assert.Equal(0, BitConverter.SingleToInt32Bits(value)));
    }

    [Theory]
    [InlineData("«{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"data\": \"DATA\"}",
        ModelErrorCode.MissingField, "needs the field 'blocks'")]
    [InlineData("«{\"dtype\": \"F32\", \"shape\": [18, 2], \"blocks\": \"CQ==\", \"data\": \"DATA\"}",
        ModelErrorCode.MissingField, "needs the field 'group'")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": «4, \"blocks\": \"CQ==\", \"data\": \"DATA\"}",
        ModelErrorCode.InvalidValue, "'group' of tensor 'cell.weight' must divide its 18 rows, not 4")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": «36, \"blocks\": \"CQ==\", \"data\": \"DATA\"}",
        ModelErrorCode.InvalidValue, "must divide its 18 rows, not 36")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": «0, \"blocks\": \"CQ==\", \"data\": \"DATA\"}",
        ModelErrorCode.InvalidValue, "'group' of tensor 'cell.weight' must be a whole number from 1 to 32768")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": «\"18\", \"blocks\": \"CQ==\", \"data\": \"DATA\"}",
        ModelErrorCode.InvalidValue, "must be a whole number from 1 to 32768")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": «[36], \"group\": 18, \"blocks\": \"CQ==\", \"data\": \"DATA\"}",
        ModelErrorCode.InvalidValue, "tensor 'cell.weight' with blocks must be a matrix")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"blocks\": \"CQ«kJ\", \"data\": \"DATA\"}",
        ModelErrorCode.TensorData, "the blocks of tensor 'cell.weight' is not base64: 'k' as character 3 of 4")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"blocks\": «\"\", \"data\": \"DATA\"}",
        ModelErrorCode.TensorData, "the blocks of tensor 'cell.weight' has 0 base64 characters; a bit for each of 4 blocks needs 4")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"blocks\": «9, \"data\": \"DATA\"}",
        ModelErrorCode.TensorData, "must be base64 in a string")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"blocks\": «\"GQ==\", \"data\": \"DATA\"}",
        ModelErrorCode.TensorData, "tensor 'cell.weight' has 4 blocks, but 'blocks' sets a bit after the last one")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"blocks\": \"CA==\", \"data\": «\"DATA\"}",
        ModelErrorCode.TensorData, "shape [18, 2] of F32 with these blocks needs 12")]
    [InlineData("{\"dtype\": \"F32\", \"shape\": [18, 2], \"group\": 18, \"blocks\": \"Dw==\", \"data\": «\"DATA\"}",
        ModelErrorCode.TensorData, "with these blocks needs 192")]
    public void Wrong_blocks_are_reported_at_their_place(string matrix, ModelErrorCode code, string expected) => Errors.At(Document(matrix), code, expected);

    [Fact]
    public void Older_versions_have_no_blocks()
    {
        string document = Documents.Seal(Document(Matrix).Replace("\"tinyrnn\": 5", "\"tinyrnn\": 4", StringComparison.Ordinal));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => NetworkReader.Read(document, "x"));
        Assert.Contains("'group' and 'blocks' of a tensor are not part of format version 4; they need version 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_cannot_claim_large_matrices()
    {
        // Each claims 2^26 elements in half a megabyte: the first is as many as are allowed, and is refused for its shape alone.
        string bitmap = Convert.ToBase64String(new byte[(1 << 26) / 16 / 8]);
        string scales = Convert.ToBase64String(new byte[8192 * 4]);
        string large = $$"""
            {"dtype": "I8", "shape": [8192, 8192], "scales": "{{scales}}", "inputRange": [-1, 1], "group": 8192, "blocks": "{{bitmap}}", "data": ""}
            """;
        string document = Document(Matrix).Replace("\"tensors\": {", $"\"tensors\": {{\"a\": {large},", StringComparison.Ordinal);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => NetworkReader.Read(Documents.Seal(document), "x"));
        Assert.Equal((ModelErrorCode.InvalidValue, true), (error.Code, error.Message.Contains("scale 0", StringComparison.Ordinal)));
        const string Larger = "\"b\": {\"dtype\": \"F32\", \"shape\": [8192, 8193], \"group\": 1, \"blocks\": \"\", \"data\": \"\"}, ";
        string second = document.Replace("\"cell.weight\"", Larger + "\"cell.weight\"", StringComparison.Ordinal)
            .Replace($"\"a\": {large},", "", StringComparison.Ordinal);
        error = Assert.Throws<ModelFormatException>(() => NetworkReader.Read(Documents.Seal(second), "x"));
        Assert.Equal(ModelErrorCode.TooLarge, error.Code);
        Assert.Contains("the matrices with blocks, up to tensor 'b', hold more than 67108864 elements", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    public static TheoryData<TensorType, int, int> Kinds => new()
    {
        { TensorType.F32, 48, 3 }, { TensorType.F32, 33, 7 }, { TensorType.BF16, 40, 5 }, { TensorType.I8, 48, 6 }, { TensorType.I8, 37, 9 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read_again_to_the_bit(TensorType type, int units, int seed)
    {
        Network network = Sparse(type, units, seed, 0.8);
        string text = NetworkWriter.Write(network);
        Assert.Contains("\"tinyrnn\": 5", text, StringComparison.Ordinal);
        Network again = NetworkReader.Read(text, "x");
        Assert.Equal(text, NetworkWriter.Write(again));
        Assert.Equal(Fingerprint.Of(network), Fingerprint.Of(again));
        foreach (Tensor tensor in network.Tensors.Values)
        {
            Tensor other = again.Tensors[tensor.Name];
            Assert.Equal(tensor.Values.Select(BitConverter.SingleToInt32Bits), other.Values.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal((tensor.Type, tensor.InputRange), (other.Type, other.InputRange));
            Assert.Equal(tensor.QuantizedValues, other.QuantizedValues);
            Assert.Equal(tensor.Scales, other.Scales);
        }

        // A fifth of the two matrices, and a bit a block.
        int dense = NetworkWriter.Write(Sparse(type, units, seed, 0)).Length;
        Assert.InRange(text.Length, 0, dense * (type == TensorType.I8 ? 0.7 : 0.5));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0)]
    public void Few_zeros_need_no_newer_version(double share)
    {
        string text = NetworkWriter.Write(Sparse(TensorType.F32, 48, 1, share));
        Assert.Contains("\"tinyrnn\": 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"blocks\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Minus_zero_is_no_zero()
    {
        Network network = Sparse(TensorType.F32, 48, 1, 0.9);
        Tensor matrix = network.Tensors["cell.weight_hh"];
        int index = Array.IndexOf(matrix.Values, 0f);
        matrix.Values[index] = -0f;
        Tensor again = NetworkReader.Read(NetworkWriter.Write(network), "x").Tensors["cell.weight_hh"];
        Assert.Equal(int.MinValue, BitConverter.SingleToInt32Bits(again.Values[index]));
    }

    [Fact]
    public void A_matrix_of_zeros_alone_has_no_data()
    {
        Network network = Sparse(TensorType.F32, 48, 1, 1);
        string text = NetworkWriter.Write(network);
        Assert.Contains("\"data\": \"\"", text, StringComparison.Ordinal);
        Assert.All(NetworkReader.Read(text, "x").Tensors["cell.weight_hh"].Values, value => Assert.Equal(0, value));
    }

    /// <summary>Damage at many places of sparse files, with the right checksum again: read or refused, never anything else.</summary>
    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        Random random = new(7);
        string[] documents = [Document(Matrix), .. Kinds.Select(kind => NetworkWriter.Write(Sparse(kind.Data.Item1, kind.Data.Item2, kind.Data.Item3, 0.8)))];
        HashSet<ModelErrorCode> codes = [];
        int read = 0;
        for (int i = 0; i < 4000; i++)
        {
            char[] text = documents[i % documents.Length].ToCharArray();
            int start = Array.IndexOf(text, 'b', new string(text).IndexOf("\"blocks\"", StringComparison.Ordinal) - 30);
            int place = i % 3 == 0 ? start + random.Next(80) : random.Next(text.Length);
            text[place] = "0123456789ABCxyz+/=\"[]{},: -"[random.Next(28)];
            try
            {
                Network network = NetworkReader.Read(Documents.Seal(new string(text)), "x");
                Assert.Equal(NetworkWriter.Write(network), NetworkWriter.Write(NetworkReader.Read(NetworkWriter.Write(network), "x")));
                read++;
            }
            catch (ModelFormatException e)
            {
                codes.Add(e.Code);
            }
        }

        Assert.InRange(read, 100, 3900);
        ModelErrorCode[] expected = [ModelErrorCode.Syntax, ModelErrorCode.TensorData, ModelErrorCode.UnknownField, ModelErrorCode.InvalidValue];
        Assert.Empty(expected.Except(codes));
    }

    /// <summary>A GRU whose hidden matrix, and whose matrix of 24 inputs, have a share of blocks of zeros.</summary>
    internal static Network Sparse(TensorType type, int units, int seed, double share)
    {
        Layer[] layers = [new GruLayer("cell", 24, units), new DenseLayer("head", units, 5)];
        Network network = SharedNetworks.Raw(new VectorInput(24), OutputSteps.Every, seed, layers);
        network = share is > 0 and < 1 ? Pruner.Prune(network, share).Network
            : share == 1 ? network.WithTensors(network.Tensors.Values.Select(tensor => tensor.Name == "cell.weight_hh" ? Empty(tensor) : tensor))
            : network;
        ModelSequence[] data = [ModelSequence.OfValues(SharedNetworks.RandomInput(24 * 20, seed))];
        return type == TensorType.F32 ? network : Quantizer.Quantize(network, new QuantizationOptions { Type = type, Data = data, LayerBound = 100 }).Network;
    }

    private static Tensor Empty(Tensor tensor) => new(tensor.Name, [.. tensor.Shape], new float[tensor.Values.Length]);

    private static Tensor Read(string document) => NetworkReader.Read(document, "x").Tensors["cell.weight"];

    private static string Document(string matrix) => Documents.Seal($$"""
        {
          "tinyrnn": 5,
          "name": "sparse",
          "task": "raw",
          "input": {"kind": "vector", "size": 2},
          "layers": [{"name": "cell", "kind": "dense", "inputSize": 2, "outputSize": 18, "activation": "identity", "bias": false}],
          "output": {"steps": "every"},
          "tensors": {"cell.weight": {{matrix.Replace("DATA", Documents.Data(Stored), StringComparison.Ordinal)}}},
          "checksum": ""
        }

        """);
}
