using System.Text;

namespace TinyRnn.Model.Tests.Format;

public sealed class NetworkFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyrnn-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "a.tinyrnn");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_saved_loads()
    {
        Network network = RandomNetworks.OfAnyBits(3);
        NetworkFile.Save(network, Path);
        Assert.Equal(NetworkWriter.Write(network), NetworkWriter.Write(NetworkFile.Load(Path)));
        Assert.Equal([Path], Directory.GetFiles(_folder));
        Assert.Equal((byte)'{', File.ReadAllBytes(Path)[0]);
    }

    [Fact]
    public void Saving_replaces_the_file_whole()
    {
        File.WriteAllText(Path, new string('x', 100_000));
        NetworkFile.Save(RandomNetworks.OfAnyBits(4), Path);
        Assert.NotNull(NetworkFile.Load(Path));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_nothing_beside()
    {
        string folder = Directory.CreateDirectory(Path).FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, "old"), "");
        Assert.ThrowsAny<Exception>(() => NetworkFile.Save(RandomNetworks.OfAnyBits(4), Path));
        Assert.True(File.Exists(System.IO.Path.Combine(folder, "old")));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_link_stays_a_link_to_what_is_saved()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right on Windows");
        string target = System.IO.Path.Combine(_folder, "target.tinyrnn");
        string middle = System.IO.Path.Combine(_folder, "middle.tinyrnn");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(middle, target);
        File.CreateSymbolicLink(Path, middle);
        NetworkFile.Save(RandomNetworks.OfAnyBits(4), Path);
        Assert.Equal((middle, target, null), (new FileInfo(Path).LinkTarget, new FileInfo(middle).LinkTarget, new FileInfo(target).LinkTarget));
        Assert.NotNull(NetworkFile.Load(target));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
        Assert.Equal(target + ".partial", AtomicFile.PartialPath(Path));
        Assert.Equal(target + ".partial", AtomicFile.PartialPath(target));
    }

    [Fact]
    public void A_missing_file_is_an_io_error()
    {
        Assert.Throws<FileNotFoundException>(() => NetworkFile.Load(Path));
        Assert.ThrowsAny<IOException>(() => NetworkFile.Save(RandomNetworks.OfAnyBits(4), System.IO.Path.Combine(_folder, "none", "a.tinyrnn")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_that_are_not_utf8_are_reported_with_their_place(bool mark)
    {
        byte[] preamble = mark ? [.. Encoding.UTF8.Preamble] : [];
        foreach (byte[] bad
            in (byte[][])[[0xFF], [0xC3, (byte)'x'], [0xE2, 0x82], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF5, 0x80, 0x80, 0x80]])
        {
            byte[] before = Encoding.UTF8.GetBytes("{\n  \"é😀");
            File.WriteAllBytes(Path, [.. preamble, .. before, .. bad]);
            ModelFormatException e = Assert.Throws<ModelFormatException>(() => NetworkFile.Load(Path));
            Assert.Equal((ModelErrorCode.Syntax, 2, 7), (e.Code, e.Line, e.Column));
            Assert.Equal($"byte {preamble.Length + before.Length} of the file is not UTF-8", e.Reason);
        }
    }

    [Fact]
    public void Files_too_large_are_refused_unread()
    {
        using (FileStream stream = File.Create(Path))
        {
            stream.SetLength(NetworkReader.MaximumLength + 1L);
        }

        ModelFormatException e = Assert.Throws<ModelFormatException>(() => NetworkFile.Load(Path));
        Assert.Equal((ModelErrorCode.TooLarge, 1, 1), (e.Code, e.Line, e.Column));
    }
}
