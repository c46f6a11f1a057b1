using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using NoiseSuppression.Picture;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>What the pictures of a sound show.</summary>
public class SpectrogramTests
{
    private const int Rate = 16_000;
    private const int Bins = 257;

    // 1000 Hz is bin 32 of 31.25 Hz.
    [Fact]
    public void A_sine_is_a_line_of_its_level()
    {
        Spectrogram picture = Of(Sine(1000.0, 0.5f, 2 * Rate));
        Assert.Equal((2 * Rate / 256) - 1, picture.Columns);
        Assert.Equal(0.016, picture.SecondsOfColumn, 6);
        for (int column = 0; column < picture.Columns; column++)
        {
            Assert.Equal(-6.02f, picture[column, 32], 0.05f);
            Assert.InRange(picture[column, 100], -200f, -80f);
        }
    }

    [Fact]
    public void Pieces_and_silence_make_no_difference_to_the_rest()
    {
        float[] sound = [.. Sine(1000.0, 0.5f, Rate), .. new float[Rate]];
        Spectrogram whole = Of(sound);
        Spectrogram pieces = new();
        foreach (float[] piece in sound.Chunk(77))
        {
            pieces.Add(piece);
        }

        for (int column = 0; column < whole.Columns; column++)
        {
            Assert.Equal(whole[column, 32], pieces[column, 32]);
        }

        Assert.Equal(-200f, whole[whole.Columns - 1, 32]);
    }

    [Fact]
    public void Long_sound_has_wider_columns_of_the_same_level_and_needs_no_more_memory()
    {
        Spectrogram picture = new();
        float[] second = Sine(1000.0, 0.5f, Rate);
        picture.Add(second);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 100; i++)
        {
            picture.Add(second);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(picture.Columns, Spectrogram.MostColumns / 2, Spectrogram.MostColumns);
        Assert.InRange(picture.Columns * picture.SecondsOfColumn, 99.8, 100.2);
        for (int column = 0; column < picture.Columns; column++)
        {
            Assert.Equal(-6.02f, picture[column, 32], 0.05f);
        }
    }

    [Fact]
    public void The_PNG_shows_both()
    {
        (int width, int height, byte[] pixels) = Decode(new SpectrogramPicture(Of(Sine(1000.0, 1f, Rate)), Of(new float[Rate])).ToPng());
        Assert.Equal((61, (2 * Bins) + 6), (width, height));
        for (int x = 0; x < width; x++)
        {
            Assert.Equal(255, Pixel(x, 256 - 32));
            Assert.Equal(0, Pixel(x, 256 - 100));
            Assert.Equal(0, Pixel(x, Bins + 6 + 256 - 32));
        }

        byte Pixel(int x, int y) => pixels[(y * (width + 1)) + 1 + x];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(3 * Rate)]
    public void The_SVG_is_well_formed_and_has_both_with_axes(int length)
    {
        XElement svg = XDocument.Parse(Encoding.UTF8.GetString(new SpectrogramPicture(Of(Sine(500.0, 0.5f, length)), Of(new float[length])).ToSvg())).Root!;
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.All(new[] { "before", "after", "kHz", "8", "s", "dB" }, text => Assert.Contains(text, texts));
        XElement[] images = [.. svg.Descendants().Where(element => element.Name.LocalName == "image")];
        Assert.Equal(3, images.Length);
        Assert.All(images, image => Decode(Convert.FromBase64String(image.Attribute("href")!.Value["data:image/png;base64,".Length..])));
    }

    [Fact]
    public void Colours_go_from_dark_to_light()
    {
        double[] greys = [.. HeatColours.Palette.Chunk(3).Select(colour => (0.299 * colour[0]) + (0.587 * colour[1]) + (0.114 * colour[2]))];
        Assert.Equal(HeatColours.Count, greys.Length);
        Assert.Equal(greys.Order(), greys);
    }

    private static Spectrogram Of(float[] samples)
    {
        Spectrogram picture = new();
        picture.Add(samples);
        return picture;
    }

    private static float[] Sine(double frequency, float level, int count) =>
        [.. Enumerable.Range(0, count).Select(i => level * (float)Math.Sin(2.0 * Math.PI * frequency * i / Rate))];

    // Chunk by chunk, with the check sum that the format defines.
    private static (int Width, int Height, byte[] Pixels) Decode(byte[] png)
    {
        Assert.Equal(Convert.FromHexString("89504E470D0A1A0A"), png[..8]);
        Dictionary<string, byte[]> chunks = [];
        for (int at = 8; at < png.Length;)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(Sum(png.AsSpan(at + 4, size + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + size)));
            chunks.Add(Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + size)]);
            at += size + 12;
        }

        Assert.Equal(["IHDR", "PLTE", "IDAT", "IEND"], chunks.Keys);
        Assert.Equal([8, 3, 0, 0, 0], chunks["IHDR"][8..]);
        Assert.Equal(3 * 256, chunks["PLTE"].Length);
        int width = BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]);
        int height = BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4));
        using ZLibStream packed = new(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        using MemoryStream pixels = new();
        packed.CopyTo(pixels);
        Assert.Equal(height * (width + 1), pixels.Length);
        return (width, height, pixels.ToArray());
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte one in bytes)
        {
            sum ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320u);
            }
        }

        return ~sum;
    }
}
