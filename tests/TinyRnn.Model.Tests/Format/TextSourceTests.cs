using TinyRnn.Tests;

namespace TinyRnn.Model.Tests.Format;

/// <summary>Documents that are read and written in parts: the borders of parts are nowhere to be seen.</summary>
public class TextSourceTests
{
    private const int Window = 1 << 14;

    [Fact]
    public void Characters_are_those_of_the_text_in_any_order()
    {
        Random random = new(1);
        foreach (int length in new[] { 1, 100, Window - 1, Window, Window + 1, (3 * Window) + 7 })
        {
            string text = string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(32, 1000)));
            TextSource source = text;
            Assert.Equal(length, source.Length);
            for (int i = 0; i < 1000; i++)
            {
                int at = random.Next(length);
                Assert.Equal(text[at], source[at]);
            }

            int start = random.Next(length);
            Assert.Equal(text[start..], source.Substring(start, length - start));
        }
    }

    [Theory]
    [InlineData("\\n")]
    [InlineData("\\u00e9")]
    [InlineData("😀")]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("\\\"")]
    [InlineData("é")]
    public void A_string_is_read_across_the_border_of_a_window(string special)
    {
        for (int before = Window - 20; before < Window + 4; before++)
        {
            string json = "[\"" + new string('a', before) + special + "b\", true]";
            JsonValue document = JsonParser.Parse(json, "x");
            string expected = System.Text.Json.JsonDocument.Parse(json).RootElement[0].GetString()!;
            Assert.Equal(expected, document.Items[0].GetString(json));
            Assert.Equal(JsonKind.True, document.Items[1].Kind);
        }
    }

    [Fact]
    public void An_error_behind_a_window_is_where_it_is()
    {
        for (int before = Window - 3; before < Window + 3; before++)
        {
            ModelFormatException e = Assert.Throws<ModelFormatException>(() => JsonParser.Parse("[\"" + new string('a', before) + "\u0001\"]", "x"));
            Assert.Equal(before + 2, e.Start);
            Assert.Equal(before + 3, e.Column);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(50_000)]
    public void A_hash_is_that_of_the_text_without_carriage_returns(int length)
    {
        Random random = new(length);
        string text = string.Concat(Enumerable.Range(0, length).Select(_ => "a\r\né日"[random.Next(5)])) + "😀";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text.Replace("\r", "", StringComparison.Ordinal));
        string expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        using TextHash whole = new();
        whole.Add(text);
        Assert.Equal(expected, whole.Finish());

        using TextHash parts = new();
        for (int start = 0; start < text.Length;)
        {
            int count = Math.Min(random.Next(1, 5000), text.Length - start);
            parts.Add(text.Substring(start, count));
            start += count;
        }

        Assert.Equal(expected, parts.Finish());
    }

    [Theory]
    [InlineData(TensorType.F32)]
    [InlineData(TensorType.BF16)]
    [InlineData(TensorType.I8)]
    public void A_large_network_is_written_in_parts_and_read_back(TensorType type)
    {
        // A tensor of several parts whose bytes are no multiple of three.
        Network network = TinyRnn.Tests.Networks.Raw(new VectorInput(3), OutputSteps.Last, 1, new RnnLayer("rnn", 3, 211), new DenseLayer("fc", 211, 1));
        if (type != TensorType.F32)
        {
            network = Quantizer.Quantize(network, new QuantizationOptions { Type = type, LayerBound = double.PositiveInfinity }).Network;
        }

        List<string> parts = [];
        NetworkWriter.Write(network, parts.Add);
        Assert.True(parts.Count > 3);
        string text = string.Concat(parts);
        Assert.Equal(NetworkWriter.Write(network), text);
        Network read = NetworkReader.Read(text, "x", out string checksum);
        Assert.Contains(checksum, text, StringComparison.Ordinal);
        Assert.All(network.Tensors.Values, tensor => Assert.Equal(tensor.Values, read.Tensors[tensor.Name].Values));
    }
}
