using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>What a reader of safetensors must refuse.</summary>
public class SafetensorsErrorTests
{
    [Theory]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}, \"b\": {\"dtype\": \"F32\", \"shape\": [1], "
        + "\"data_offsets\": [2, 6]}}", 8, "overlaps")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}", 8, "gap")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}", 8, "the data have 8 bytes")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}}", 8, "within the 8 bytes")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 8]}}", 8, "needs 12 bytes")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [2147483647, 2147483647, 4], \"data_offsets\": [0, 8]}}", 8, "shape of whole numbers")]
    [InlineData("{\"a\": {\"dtype\": \"F33\", \"shape\": [2], \"data_offsets\": [0, 8]}}", 8, "unknown type 'F33'")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [8, 0]}}", 8, "from 8 to 0")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [2]}}", 8, "needs 'dtype', 'shape' and 'data_offsets'")]
    [InlineData("{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}, \"a\": {\"dtype\": \"F32\", \"shape\": [0], "
        + "\"data_offsets\": [8, 8]}}", 8, "two entries")]
    [InlineData("{\"a.weight\": {\"dtype\": \"I32\", \"shape\": [2, 1], \"data_offsets\": [0, 8]}}", 8, "its type is I32")]
    [InlineData("{\"__metadata__\": {\"a\": 1}}", 0, "a string was expected")]
    [InlineData("{\"a\": ", 0, "line 1, column ")]
    [InlineData("{}", 0, "no tensor")]
    public void Broken_headers(string header, int data, string words)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        ImportAssert.Fails(
            new ImportSource("broken.safetensors", (byte[])[.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[data]]), ImportOptions.None,
            words);
    }

    [Fact]
    public void Header_longer_than_the_file() =>
        ImportAssert.Fails(
            new ImportSource("broken.safetensors", (byte[])[.. BitConverter.GetBytes(99_999_999UL), .. "{}"u8]), ImportOptions.None, "its length is 99999999");
}
