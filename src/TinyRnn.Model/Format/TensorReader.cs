namespace TinyRnn.Model;

/// <summary>
/// Reads the tensors of a file: <c>"name": {"dtype": "F32", "shape": [2, 3], "data": "base64"}</c>. Quantised values also have <c>scales</c> and
/// <c>inputRange</c>; matrices stored without zero blocks have <c>group</c> and <c>blocks</c>.
/// </summary>
/// <param name="text">The document.</param>
/// <param name="version">The document's format version.</param>
internal sealed class TensorReader(ModelText text, int version)
{
    private const int MaximumRank = 4;

    // Base64 is decoded in parts, so that memory holds a large tensor only once.
    private const int PartCharacters = 4 * 4096;

    private long _sparseElements;

    public Tensor Read(JsonMember member)
    {
        string name = member.Name;
        FieldReader fields = new(text, member.Value, $"tensor '{ModelText.Shorten(name)}'");
        TensorType type = fields.ReadWord("dtype", Words.TensorTypes);
        if (type != TensorType.F32 && version < NetworkReader.QuantizedVersion)
        {
            throw text.Error(
                ModelErrorCode.Version,
                    $"a file of format version {version} can hold only F32; {Words.Of(type)} needs version {NetworkReader.QuantizedVersion}",
                fields.Require("dtype"));
        }

        int[] shape = ReadShape(fields, name);
        long length = shape.Aggregate(1L, (product, size) => product * size);
        JsonValue data = fields.Require("data");
        if (type == TensorType.I8)
        {
            return ReadQuantized(fields, name, shape, length);
        }

        TensorBlocks? blocks = FindBlocks(fields, name, shape);
        fields.End();
        return type == TensorType.F32
            ? new Tensor(name, shape, ReadElements<float>(data, name, shape, length, type, blocks))
            : new Tensor(name, shape, BFloat16.Unpack(ReadElements<ushort>(data, name, shape, length, type, blocks)), type);
    }

    private Tensor ReadQuantized(FieldReader fields, string name, int[] shape, long length)
    {
        JsonValue data = fields.Require("data");
        JsonValue scalesPlace = fields.Require("scales");
        JsonValue? rangePlace = fields.Find("inputRange");
        float[]? ends = fields.FindNumbers("inputRange");
        TensorBlocks? blocks = FindBlocks(fields, name, shape);
        fields.End();
        if (shape.Length != 2)
        {
            throw text.Error(
                ModelErrorCode.InvalidValue, $"tensor '{ModelText.Shorten(name)}' of I8 must be a matrix, with two sizes in its shape",
                fields.Require("shape"));
        }

        QuantizationRange? range = ends is null ? null : ends.Length == 2 ? new QuantizationRange(ends[0], ends[1]) : new QuantizationRange(0, 0);
        if (range is { IsValid: false })
        {
            throw text.Error(
                ModelErrorCode.InvalidValue, $"'inputRange' of tensor '{ModelText.Shorten(name)}' must be two numbers, the lowest and the highest value",
                rangePlace!);
        }

        float[] scales = ReadData<float>(scalesPlace, "scales", name, $"{Describe([shape[0]])} of {Words.Of(TensorType.F32)}", shape[0], TensorType.F32);
        int wrong = Array.FindIndex(scales, scale => !(scale > 0) || float.IsInfinity(scale));
        if (wrong >= 0)
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"scale {wrong} of tensor '{ModelText.Shorten(name)}' is not a finite number above 0", scalesPlace);
        }

        return Tensor.OfQuantized(name, shape, ReadElements<sbyte>(data, name, shape, length, TensorType.I8, blocks), scales, range);
    }

    private TensorBlocks? FindBlocks(FieldReader fields, string name, int[] shape)
    {
        JsonValue? group = fields.Find(SparseForm.GroupField);
        JsonValue? bitmap = fields.Find(SparseForm.BlocksField);
        if (group is null && bitmap is null)
        {
            return null;
        }

        string what = ModelText.Shorten(name);
        JsonValue place = group ?? bitmap!;
        if (version < NetworkReader.SparseVersion)
        {
            throw text.Error(
                ModelErrorCode.Version,
                $"'group' and 'blocks' of a tensor are not part of format version {version}; they need version {NetworkReader.SparseVersion}",
                place);
        }

        if (shape.Length != 2)
        {
            throw text.Error(
                ModelErrorCode.InvalidValue, $"tensor '{what}' with blocks must be a matrix, with two sizes in its shape", fields.Require("shape"));
        }

        int rows = fields.ReadSize(SparseForm.GroupField);
        if (shape[0] % rows != 0)
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"'group' of tensor '{what}' must divide its {shape[0]} rows, not {rows}", place);
        }

        // The file stores no zeros, so its length does not limit their number.
        _sparseElements += (long)shape[0] * shape[1];
        if (_sparseElements > SparseForm.MaximumElements)
        {
            throw text.Error(
                ModelErrorCode.TooLarge,
                $"the matrices with blocks, up to tensor '{what}', hold more than {SparseForm.MaximumElements} elements",
                fields.Require("shape"));
        }

        BlockGrid grid = new(shape[0], shape[1], rows);
        JsonValue blocksPlace = fields.Require(SparseForm.BlocksField);
        string holder = $"a bit for each of {grid.Count} blocks";
        byte[] bits = ReadData<byte>(blocksPlace, SparseForm.BlocksField, name, holder, SparseForm.BitmapBytes(grid), TensorType.I8);
        bool[]? blocks = SparseForm.OfBitmap(bits, grid);
        return blocks is null
            ? throw text.Error(
                ModelErrorCode.TensorData,
                $"tensor '{what}' has {grid.Count} blocks, but 'blocks' sets a bit after the last one; those bits must be 0",
                blocksPlace)
            : new TensorBlocks(grid, blocks);
    }

    private T[] ReadElements<T>(JsonValue data, string name, int[] shape, long length, TensorType type, TensorBlocks? blocks)
        where T : struct
    {
        string holder = $"{Describe(shape)} of {Words.Of(type)}";
        if (blocks is null)
        {
            return ReadData<T>(data, "data", name, holder, length, type);
        }

        long stored = SparseForm.ElementsIn(blocks.Grid, blocks.IsPresent);
        return SparseForm.Unpack(ReadData<T>(data, "data", name, holder + " with these blocks", stored, type), blocks.Grid, blocks.IsPresent);
    }

    private static string Describe(int[] shape) => $"shape [{string.Join(", ", shape.Select(number => $"{number}"))}]";

    private int[] ReadShape(FieldReader fields, string name)
    {
        IReadOnlyList<JsonValue> items = fields.RequireArray("shape");
        JsonValue place = fields.Require("shape");
        if (items.Count is 0 or > MaximumRank)
        {
            throw text.Error(
                ModelErrorCode.InvalidValue, $"the shape of tensor '{ModelText.Shorten(name)}' has {items.Count} sizes; 1 to {MaximumRank} are allowed", place);
        }

        int[] shape = new int[items.Count];
        long length = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (items[i].Kind != JsonKind.Number || !items[i].TryGetInt32(text.Text, out shape[i]) || shape[i] < 1)
            {
                throw text.Error(
                    ModelErrorCode.InvalidValue,
                    $"a size in the shape of tensor '{ModelText.Shorten(name)}' must be a whole number from 1, not {text.Describe(items[i])}", items[i]);
            }

            // Both factors are below 2^31, so their product cannot overflow 64 bits before the check.
            length *= shape[i];
            if (length > int.MaxValue / sizeof(float))
            {
                throw text.Error(
                    ModelErrorCode.TooLarge, $"the shape of tensor '{ModelText.Shorten(name)}' holds more than {int.MaxValue / sizeof(float)} values", place);
            }
        }

        return shape;
    }

    private T[] ReadData<T>(JsonValue value, string what, string name, string holder, long length, TensorType type)
        where T : struct
    {
        if (value.Kind != JsonKind.String)
        {
            throw text.Error(
                ModelErrorCode.TensorData, $"the {what} of tensor '{ModelText.Shorten(name)}' must be base64 in a string, not {value.Describe()}", value);
        }

        // The length is checked on the text, before memory of that size is allocated.
        long bytes = length * type.Bytes();
        long expected = (bytes + 2) / 3 * 4;
        TextSource? unescaped = value.HasEscapes ? (TextSource)value.GetString(text.Text) : null;
        int found = unescaped?.Length ?? value.End - value.Start - 2;
        if (found != expected)
        {
            throw text.Error(
                ModelErrorCode.TensorData,
                $"the {what} of tensor '{ModelText.Shorten(name)}' has {found} base64 characters; {holder} needs {expected}",
                value);
        }

        TextSource characters = unescaped ?? text.Text;
        int start = unescaped is null ? value.Start + 1 : 0;
        int paddingStart = found - (int)((3 - bytes % 3) % 3);
        T[] values = new T[length];
        char[] part = new char[Math.Min(PartCharacters, found)];
        int filled = 0;
        for (int read = 0; read < found; read += part.Length)
        {
            int count = Math.Min(part.Length, found - read);
            characters.CopyTo(start + read, part, count);
            int wrong = FindWrong(part, count, paddingStart - read);
            if (wrong >= 0)
            {
                // An escape takes more than one character of the text. If there is one, the place is the whole string.
                int at = unescaped is null ? start + read + wrong : value.Start;
                int end = unescaped is null ? at + 1 : value.End;
                throw text.Error(
                    ModelErrorCode.TensorData,
                    $"the {what} of tensor '{ModelText.Shorten(name)}' is not base64: '{ModelText.Shorten(part[wrong].ToString())}' as character "
                        + $"{read + wrong + 1} of {found}, where {(read + wrong >= paddingStart ? "'='" : "a letter, a digit, '+' or '/'")} is expected",
                    at, end);
            }

            byte[] decoded = Convert.FromBase64CharArray(part, 0, count);
            Buffer.BlockCopy(decoded, 0, values, filled, decoded.Length);
            filled += decoded.Length;
        }

        LittleEndian.ToNative(values, type.Bytes());
        return values;
    }

    // Base64 of a known length has '=' only in known places, and only its 64 characters before them. Every writer sets the bits after the last byte
    // to 0, so they are not checked here.
    private static int FindWrong(char[] characters, int count, int paddingStart)
    {
        for (int i = 0; i < count; i++)
        {
            bool right = i >= paddingStart
                ? characters[i] == '='
                : characters[i] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/';
            if (!right)
            {
                return i;
            }
        }

        return -1;
    }

    private sealed class TensorBlocks(BlockGrid grid, bool[] isPresent)
    {
        public BlockGrid Grid { get; } = grid;

        public bool[] IsPresent { get; } = isPresent;
    }
}
