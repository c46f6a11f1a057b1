using System.Text;

namespace TinyRnn.Model.Tests.Format;

public class ChecksumTests
{
    [Fact]
    public void Hand_written_documents_read()
    {
        Assert.Equal("tiny", NetworkReader.Read(Documents.Text, "x").Name);
        Assert.Equal("numbers", NetworkReader.Read(Documents.Vector, "x").Name);
    }

    [Fact]
    public void A_changed_weight_is_found_and_the_right_checksum_told()
    {
        string edited = Errors.Edit(Documents.Text, (Documents.Data(0.5f, -0.5f, 0.25f, 0), Documents.Data(0.5f, -0.5f, 0.125f, 0)));
        int value = edited.LastIndexOf("\"sha256:", StringComparison.Ordinal);
        ModelFormatException e = Errors.At(edited.Insert(value, "«"), ModelErrorCode.Checksum, "the content does not match the checksum");
        int start = e.Reason.IndexOf("sha256:", StringComparison.Ordinal);
        Assert.Contains(e.Reason.Substring(start, 71), Documents.Seal(edited), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"SHA256\"")]
    public void Other_checksums_are_refused(string value)
    {
        int key = Documents.Text.LastIndexOf("\"checksum\": ", StringComparison.Ordinal);
        Errors.At(Documents.Text[..key] + "\"checksum\": «" + value + "}", ModelErrorCode.Checksum, "the checksum of this content is 'sha256:");
    }

    [Fact]
    public void The_checksum_must_be_last()
    {
        string[] parts = Documents.Text.Split("  \"metadata\": {\"by\": \"hand\"},\n");
        string text = (parts[0] + parts[1]).TrimEnd();
        int value = text.LastIndexOf("\"sha256:", StringComparison.Ordinal);
        Errors.At(text[..value] + "«" + text[value..^1] + ", \"metadata\": {}}", ModelErrorCode.Checksum, "'checksum' must be the last field");
    }

    [Fact]
    public void Line_ends_do_not_count()
    {
        string windows = Documents.Text.Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Equal("tiny", NetworkReader.Read(windows, "x").Name);
    }

    [Fact]
    public void A_byte_order_mark_does_not_count()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Documents.Text)];
        Assert.Equal("tiny", NetworkFile.Read(bytes, "x").Name);
    }

    [Fact]
    public void All_lengths_around_the_buffer_hash_alike()
    {
        foreach (int length in (int[])[0, 1, 4095, 4096, 4097, 8192, 12289])
        {
            // Pairs lie across the ends of the buffer.
            StringBuilder text = new(length % 2 == 0 ? "" : "x");
            while (text.Length < length)
            {
                text.Append(text.Length % 14 == 0 ? "\r\n" : "😀");
            }

            string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString().Replace("\r", ""))));
            Assert.Equal("sha256:" + hash, Checksum.Of(text.ToString(), text.Length));
        }
    }
}
