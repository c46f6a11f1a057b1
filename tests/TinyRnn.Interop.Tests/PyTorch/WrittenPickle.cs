using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TinyRnn.Interop.Tests.PyTorch;

/// <summary>Writes pickles operation by operation, and the two layouts of torch.save around them, after the documentation of both.</summary>
internal sealed class WrittenPickle
{
    private readonly List<byte> _bytes = [];

    /// <summary>A pickle that has its protocol so far.</summary>
    public WrittenPickle(byte protocol = 2) => Raw(0x80, protocol);

    public byte[] ToArray() => [.. _bytes, (byte)'.'];

    public WrittenPickle Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public WrittenPickle Mark() => Raw((byte)'(');

    public WrittenPickle Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Raw([(byte)'X', .. length, .. bytes]);
    }

    public WrittenPickle Number(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw([0x8a, 8, .. bytes]);
    }

    public WrittenPickle Global(string module, string name) => Raw([(byte)'c', .. Encoding.ASCII.GetBytes($"{module}\n{name}\n")]);

    public WrittenPickle Tuple(params long[] values)
    {
        Mark();
        foreach (long value in values)
        {
            Number(value);
        }

        return Raw((byte)'t');
    }

    public WrittenPickle OrderedDict() => Global("collections", "OrderedDict").Raw((byte)')', (byte)'R');

    /// <summary>A call of a class or function with what <paramref name="arguments"/> writes.</summary>
    public WrittenPickle Call(string module, string name, Action arguments)
    {
        Global(module, name).Mark();
        arguments();
        return Raw((byte)'t', (byte)'R');
    }

    /// <summary>A storage outside of the pickle, which is a view of part of it where a start is given.</summary>
    public WrittenPickle Storage(string type, string key, long count, long? start = null, long length = 0, string module = "torch")
    {
        Mark().Text("storage").Global(module, type).Text(key).Text("cpu").Number(count);
        if (start is long first)
        {
            Mark().Text("view").Number(first).Number(length).Raw((byte)'t');
        }

        return Raw((byte)'t', (byte)'Q');
    }

    /// <summary>A tensor of the second form, in which nearly all files have them.</summary>
    public WrittenPickle Tensor(string type, string key, long count, long start, long[] sizes, long[] strides) =>
        Call("torch._utils", "_rebuild_tensor_v2", () => Storage(type, key, count).Number(start).Tuple(sizes).Tuple(strides).Raw(0x89).OrderedDict());

    /// <summary>A dictionary from names to what the actions write.</summary>
    public WrittenPickle Dictionary(params (string Name, Action Value)[] entries)
    {
        Raw((byte)'}').Mark();
        foreach ((string name, Action value) in entries)
        {
            Text(name);
            value();
        }

        return Raw((byte)'u');
    }

    /// <summary>The zip archive of torch.save.</summary>
    public byte[] Zip(IEnumerable<(string Key, byte[] Data)> storages, string? byteOrder = null, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create))
        {
            Entry("data.pkl", ToArray());
            if (byteOrder is not null)
            {
                Entry("byteorder", Encoding.ASCII.GetBytes(byteOrder));
            }

            foreach ((string key, byte[] data) in storages)
            {
                Entry("data/" + key, data);
            }

            Entry("version", "3\n"u8.ToArray());

            void Entry(string name, byte[] data)
            {
                using Stream entry = zip.CreateEntry("archive/" + name, level).Open();
                entry.Write(data);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The layout of torch.save before version 1.6.</summary>
    public byte[] Legacy(params (string Key, long Count, byte[] Data)[] storages)
    {
        using MemoryStream file = new();
        file.Write([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        file.Write(new WrittenPickle().Number(1001).ToArray());
        file.Write(new WrittenPickle().Raw((byte)'}').ToArray());
        file.Write(ToArray());
        WrittenPickle keys = new WrittenPickle().Raw((byte)']').Mark();
        foreach ((string key, _, _) in storages)
        {
            keys.Text(key);
        }

        file.Write(keys.Raw((byte)'e').ToArray());
        foreach ((_, long count, byte[] data) in storages)
        {
            file.Write(BitConverter.GetBytes(count));
            file.Write(data);
        }

        return file.ToArray();
    }
}
