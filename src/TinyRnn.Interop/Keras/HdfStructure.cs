namespace TinyRnn.Interop.Keras;

/// <summary>
/// Walks over all objects of an HDF5 file before PureHDF reads it, because PureHDF allocates as much as a length says before it notices that the file
/// is shorter. It accepts what Keras writes through h5py: both kinds of headers, groups with symbol tables or compact links, arrays in one piece or
/// in chunks, and attributes. It also finds the names of all objects. Sections refer to the HDF5 File Format Specification 3.0.
/// </summary>
internal sealed class HdfStructure
{
    private const int OldMessageHead = 8;
    private const int MaximumPath = 4096;

    private readonly HdfBytes _file;
    private readonly HashSet<long> _seen = [];
    private readonly Queue<(long At, string Path)> _headers = [];
    private readonly Dictionary<string, HdfArray?> _objects = [];

    private HdfStructure(HdfBytes file) => _file = file;

    /// <returns>The arrays by their paths, and null for groups; an object with two paths has the first one.</returns>
    /// <exception cref="ImportException">A part goes past its end, or has a form that Keras does not write.</exception>
    public static IReadOnlyDictionary<string, HdfArray?> Check(HdfBytes file)
    {
        HdfStructure structure = new(file);
        structure.CheckSuperblock();
        while (structure._headers.TryDequeue(out (long At, string Path) header))
        {
            if (structure._seen.Add(header.At))
            {
                structure._objects[header.Path] = structure.CheckHeader(header.At, header.Path);
            }
        }

        return structure._objects;
    }

    // II.A: versions 0 and 1 have a symbol table entry of the root, versions 2 and 3 the address of its header.
    private void CheckSuperblock()
    {
        int version = _file.Byte(8);
        int sizes = version < 2 ? 13 : 9;
        if (version > 3 || _file.Byte(sizes) != 8 || _file.Byte(sizes + 1) != 8)
        {
            throw _file.Error(8, "a superblock of version 0 to 3 with addresses and lengths of 8 bytes was expected");
        }

        if (version >= 2)
        {
            if (_file.Number(12, 8) != 0 || _file.Number(20, 8) != HdfBytes.Undefined)
            {
                throw _file.Error(12, "the superblock must be at the start of the file and have no extension");
            }

            _headers.Enqueue((_file.Address(36), ""));
            return;
        }

        int addresses = version == 0 ? 24 : 28;
        if (_file.Number(addresses, 8) != 0 || _file.Number(addresses + 24, 8) != HdfBytes.Undefined)
        {
            throw _file.Error(addresses, "the superblock must be at the start of the file and have no driver information");
        }

        CheckEntry(addresses + 32, "");
    }

    // III.C: name, header, kind of cached data, 4 bytes; for a group, the cached data are its B-tree and its heap.
    private void CheckEntry(long at, string path)
    {
        ulong cached = _file.Number(at + 16, 4);
        if (cached > 1)
        {
            throw _file.Error(at, "a link by name was found; a group or an array was expected");
        }

        long header = _file.Address(at + 8);
        _headers.Enqueue((header, path));
        if (cached == 1)
        {
            CheckGroup(_file.Address(at + 24), _file.Address(at + 32), path);
        }
    }

    // IV.A.1: an old header has a fixed start; a new one has a signature, flags and optional fields.
    private HdfArray? CheckHeader(long at, string path)
    {
        HdfObject found = new(_file);
        Queue<(long Start, long Length)> blocks = [];
        bool isNew = _file.Has(at, "OHDR"u8);
        int flags = isNew ? _file.Byte(at + 5) : 0;
        if (isNew)
        {
            long sizeAt = at + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
            int sizeBytes = 1 << (flags & 3);
            blocks.Enqueue((sizeAt + sizeBytes, _file.Length(sizeAt, sizeBytes)));
        }
        else if (_file.Byte(at) == 1)
        {
            blocks.Enqueue((at + 16, _file.Length(at + 8, 4)));
        }
        else
        {
            throw _file.Error(at, "the header of a group or an array was expected there");
        }

        while (blocks.TryDequeue(out (long Start, long Length) block))
        {
            CheckBlock(block, isNew, flags, path, found, blocks);
        }

        return found.ToArray();
    }

    private void CheckBlock((long Start, long Length) block, bool isNew, int flags, string path, HdfObject found, Queue<(long Start, long Length)> blocks)
    {
        _file.Require(block.Start, block.Length, "a block of a header");
        _file.Walk(block.Length + OldMessageHead);
        int head = !isNew ? OldMessageHead : (flags & 4) != 0 ? 6 : 4;
        long end = block.Start + block.Length;
        for (long at = block.Start; at + head <= end;)
        {
            int kind = isNew ? _file.Byte(at) : (int)_file.Number(at, 2);
            long size = (long)_file.Number(at + (isNew ? 1 : 2), 2);
            int messageFlags = _file.Byte(at + (isNew ? 3 : 4));
            at += head;
            if (size > end - at)
            {
                throw _file.Error(at, $"a message has {size} bytes, but its block has only {end - at} left");
            }

            if ((messageFlags & 2) != 0)
            {
                throw _file.Error(at, "a message that objects share was found; a message of only this object was expected");
            }

            CheckMessage(kind, at, at + size, isNew, path, found, blocks);
            at += size;
        }
    }

    // IV.A.2, by message number.
    private void CheckMessage(int kind, long at, long end, bool isNew, string path, HdfObject found, Queue<(long Start, long Length)> blocks)
    {
        switch (kind)
        {
            case 0x00 or 0x0a or 0x0d or 0x0e or 0x12 or 0x13 or 0x16:
                // No content, or content of a fixed size.
                break;
            case 0x01:
                found.Shape = HdfMessages.Dataspace(_file, at, end);
                break;
            case 0x02:
                RequireCompact(at, 2 + ((_file.Byte(at + 1) & 1) != 0 ? 8 : 0));
                break;
            case 0x03:
                found.Type = HdfMessages.Datatype(_file, at, end);
                break;
            case 0x04 or 0x05:
                HdfMessages.FillValue(_file, kind, at, end);
                break;
            case 0x06:
                (string name, long header) = HdfMessages.Link(_file, at, end);
                _headers.Enqueue((header, Join(at, path, name)));
                break;
            case 0x08:
                found.Layout = HdfMessages.Layout(_file, at, end);
                break;
            case 0x0b:
                found.Filters = HdfFilters.Read(_file, at, end);
                break;
            case 0x0c:
                HdfMessages.Attribute(_file, at, end, _seen);
                break;
            case 0x10:
                // A new block has a signature at its start and a checksum at its end.
                long start = _file.Address(at);
                long length = _file.Length(at + 8);
                if (isNew)
                {
                    _file.Require(start, "OCHK"u8, "a further block of a header");
                }

                blocks.Enqueue(isNew ? (start + 4, Math.Max(0, length - 8)) : (start, length));
                break;
            case 0x11:
                CheckGroup(_file.Address(at), _file.Address(at + 8), path);
                break;
            case 0x15:
                RequireCompact(at, 2 + ((_file.Byte(at + 1) & 1) != 0 ? 2 : 0));
                break;
            default:
                throw _file.Error(
                    at, FormattableString.Invariant($"a header message of the kind 0x{kind:x2} was found; arrays without external files were expected"));
        }
    }

    // Links and attributes in a separate heap exist only in files saved with 'libver=latest', if there are many.
    private void RequireCompact(long at, int offset)
    {
        if (_file.Number(at + offset, 8) != HdfBytes.Undefined)
        {
            throw _file.Error(at, "links or attributes lie in a fractal heap, which is not supported; save the model without 'libver'");
        }
    }

    // III.A.1 and III.B: a B-tree of nodes with symbol table entries, whose names lie in a heap.
    private void CheckGroup(long tree, long heap, string path)
    {
        if (!_seen.Add(tree))
        {
            return;
        }

        (long names, long length) = HdfHeaps.Local(_file, heap);
        Queue<(long At, int Level)> nodes = [];
        nodes.Enqueue((tree, int.MaxValue));
        while (nodes.TryDequeue(out (long At, int Level) node))
        {
            if (_file.Has(node.At, "SNOD"u8))
            {
                CheckLeaf(node.At, names, length, path);
                continue;
            }

            _file.Require(node.At, "TREE"u8, "a B-tree");
            int level = _file.Byte(node.At + 5);
            int entries = (int)_file.Number(node.At + 6, 2);
            if (_file.Byte(node.At + 4) != 0 || level >= node.Level)
            {
                throw _file.Error(node.At, "the levels of a B-tree do not decrease, or it is not the tree of a group");
            }

            _file.Walk(24 + (16L * entries));
            for (int i = 0; i < entries; i++)
            {
                nodes.Enqueue((_file.Address(node.At + 32 + (16L * i)), level));
            }
        }
    }

    private void CheckLeaf(long at, long names, long length, string path)
    {
        int entries = (int)_file.Number(at + 6, 2);
        _file.Walk(8 + (40L * entries));
        for (int i = 0; i < entries; i++)
        {
            long entry = at + 8 + (40L * i);
            long name = _file.Length(entry);
            int letters = _file.TextLength(names + name, names + length);
            if (letters < 0)
            {
                throw _file.Error(entry, "a name goes past the end of its heap");
            }

            _file.Walk(letters);
            CheckEntry(entry, Join(entry, path, _file.Text(names + name, letters)));
        }
    }

    // Keras 2.13 to 2.15 on Windows wrote 'layers\lstm\cell' as the name of one group.
    private string Join(long at, string group, string name) => group.Length + name.Length > MaximumPath
        ? throw _file.Error(at, $"the path of nested groups has more than {MaximumPath} characters")
        : group.Length == 0 ? name.Replace('\\', '/') : $"{group}/{name.Replace('\\', '/')}";
}
