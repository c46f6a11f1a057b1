namespace TinyRnn.Model;

/// <summary>Reads one tensor: <c>"name": {"dtype": "F32", "shape": [2, 3], "data": "base64"}</c>; codes have <c>scales</c> and <c>inputRange</c> too.</summary>
internal static class TensorReader
{
    private const int MaximumRank = 4;

    public static Tensor Read(ModelText text, JsonMember member, int version)
    {
        string name = member.Name;
        FieldReader fields = new(text, member.Value, $"tensor '{ModelText.Shorten(name)}'");
        TensorType type = fields.ReadWord("dtype", Words.TensorTypes);
        if (type != TensorType.F32 && version < NetworkReader.QuantizedVersion)
        {
            throw text.Error(ModelErrorCode.Version, $"a file of format version {version} holds F32 alone; {Words.Of(type)} needs version {NetworkReader.QuantizedVersion}", fields.Require("dtype"));
        }

        int[] shape = ReadShape(text, fields, name);
        long length = shape.Aggregate(1L, (product, size) => product * size);
        JsonValue data = fields.Require("data");
        if (type == TensorType.I8)
        {
            return ReadCodes(text, fields, name, shape, length);
        }

        fields.End();
        return type == TensorType.F32
            ? new Tensor(name, shape, LittleEndian.ToSingles(ReadData(text, data, "data", name, shape, length, type)))
            : new Tensor(name, shape, LittleEndian.BrainToSingles(ReadData(text, data, "data", name, shape, length, type)), type);
    }

    private static Tensor ReadCodes(ModelText text, FieldReader fields, string name, int[] shape, long length)
    {
        JsonValue data = fields.Require("data");
        JsonValue scalesPlace = fields.Require("scales");
        JsonValue? rangePlace = fields.Find("inputRange");
        float[]? ends = fields.FindNumbers("inputRange");
        fields.End();
        if (shape.Length != 2)
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"tensor '{ModelText.Shorten(name)}' of I8 must be a matrix, with two sizes in its shape", fields.Require("shape"));
        }

        CodedRange? range = ends is null ? null : ends.Length == 2 ? new CodedRange(ends[0], ends[1]) : new CodedRange(0, 0);
        if (range is { IsValid: false })
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"'inputRange' of tensor '{ModelText.Shorten(name)}' must be two numbers, the lowest and the highest value", rangePlace!);
        }

        float[] scales = LittleEndian.ToSingles(ReadData(text, scalesPlace, "scales", name, [shape[0]], shape[0], TensorType.F32));
        int wrong = Array.FindIndex(scales, scale => !(scale > 0) || float.IsInfinity(scale));
        if (wrong >= 0)
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"scale {wrong} of tensor '{ModelText.Shorten(name)}' is not a finite number above 0", scalesPlace);
        }

        return Tensor.OfCodes(name, shape, LittleEndian.ToSBytes(ReadData(text, data, "data", name, shape, length, TensorType.I8)), scales, range);
    }

    private static int BytesOf(TensorType type) => type switch
    {
        TensorType.F32 => sizeof(float),
        TensorType.BF16 => sizeof(ushort),
        _ => sizeof(sbyte),
    };

    private static int[] ReadShape(ModelText text, FieldReader fields, string name)
    {
        IReadOnlyList<JsonValue> items = fields.RequireArray("shape");
        JsonValue place = fields.Require("shape");
        if (items.Count is 0 or > MaximumRank)
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"the shape of tensor '{ModelText.Shorten(name)}' has {items.Count} sizes; 1 to {MaximumRank} are allowed", place);
        }

        int[] shape = new int[items.Count];
        long length = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (items[i].Kind != JsonKind.Number || !items[i].TryGetInt32(text.Text, out shape[i]) || shape[i] < 1)
            {
                throw text.Error(ModelErrorCode.InvalidValue, $"a size in the shape of tensor '{ModelText.Shorten(name)}' must be a whole number from 1, not {text.Describe(items[i])}", items[i]);
            }

            // Both factors are below 2^31, so the product does not overflow 64 bits before the check.
            length *= shape[i];
            if (length > int.MaxValue / sizeof(float))
            {
                throw text.Error(ModelErrorCode.TooLarge, $"the shape of tensor '{ModelText.Shorten(name)}' holds more than {int.MaxValue / sizeof(float)} values", place);
            }
        }

        return shape;
    }

    private static byte[] ReadData(ModelText text, JsonValue value, string what, string name, int[] shape, long length, TensorType type)
    {
        if (value.Kind != JsonKind.String)
        {
            throw text.Error(ModelErrorCode.TensorData, $"the {what} of tensor '{ModelText.Shorten(name)}' must be base64 in a string, not {value.Describe()}", value);
        }

        // The length is checked on the text, before anything of that size is allocated.
        long bytes = length * BytesOf(type);
        long expected = (bytes + 2) / 3 * 4;
        string? base64 = value.HasEscapes ? value.GetString(text.Text) : null;
        long found = base64?.Length ?? value.End - value.Start - 2;
        if (found != expected)
        {
            throw text.Error(
                ModelErrorCode.TensorData,
                $"the {what} of tensor '{ModelText.Shorten(name)}' has {found} base64 characters; shape [{string.Join(", ", shape.Select(number => $"{number}"))}] of {Words.Of(type)} needs {expected}",
                value);
        }

        string characters = base64 ?? text.Text.Substring(value.Start + 1, (int)found);
        int paddingStart = characters.Length - (int)((3 - bytes % 3) % 3);
        int wrong = FindWrong(characters, paddingStart);
        if (wrong >= 0)
        {
            // An escape takes more than one character of the text, so with one the place is that of the string.
            int start = base64 is null ? value.Start + 1 + wrong : value.Start;
            int end = base64 is null ? start + 1 : value.End;
            throw text.Error(
                ModelErrorCode.TensorData,
                $"the {what} of tensor '{ModelText.Shorten(name)}' is not base64: '{ModelText.Shorten(characters.Substring(wrong, 1))}' as character {wrong + 1} of {found}, where {(wrong >= paddingStart ? "'='" : "a letter, a digit, '+' or '/'")} is expected",
                start, end);
        }

        return Convert.FromBase64String(characters);
    }

    // Base64 of a known length has '=' in known places, and nothing but 64 characters before; the bits past the last
    // byte are 0 in the one form that every writer gives, and not looked at here.
    private static int FindWrong(string characters, int paddingStart)
    {
        for (int i = 0; i < characters.Length; i++)
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
}
