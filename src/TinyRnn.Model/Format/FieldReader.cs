namespace TinyRnn.Model;

/// <summary>
/// Reads the fields of one JSON object. Every field must be read: <see cref="End"/> reports those that are left, so that a misspelt or newer field is
/// never ignored.
/// </summary>
internal sealed class FieldReader
{
    // Larger sizes make no sense for a compiled step. The limit also keeps the product of two sizes within 32 bits.
    public const int MaximumSize = 32_768;

    private readonly ModelText _text;
    private readonly JsonValue _value;
    private string _what;
    private readonly Dictionary<string, JsonMember> _members = [];
    private readonly HashSet<string> _known = [];

    public FieldReader(ModelText text, JsonValue value, string what)
    {
        _text = text;
        _value = value;
        _what = what;
        if (value.Kind != JsonKind.Object)
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"{what} must be an object, not {value.Describe()}", value);
        }

        foreach (JsonMember member in value.Members)
        {
            if (_members.ContainsKey(member.Name))
            {
                throw text.Error(ModelErrorCode.UnknownField, $"{what} has the field '{ModelText.Shorten(member.Name)}' twice", member);
            }

            _members.Add(member.Name, member);
        }
    }

    public ModelText Text => _text;

    public JsonValue Value => _value;

    /// <summary>Gives the object a better name in later errors, once its own name has been read.</summary>
    public void Rename(string what) => _what = what;

    public ModelFormatException ErrorAt(JsonValue at, ModelErrorCode code, string reason) => _text.Error(code, $"{_what} {reason}", at);

    public ModelFormatException ErrorAtStart(ModelErrorCode code, string reason) => _text.ErrorAtStart(code, $"{_what} {reason}", _value);

    public JsonValue? Find(string name)
    {
        _known.Add(name);
        return _members.TryGetValue(name, out JsonMember? member) ? member.Value : null;
    }

    public JsonValue Require(string name) => Find(name)
        ?? throw _text.ErrorAtStart(ModelErrorCode.MissingField, $"{_what} needs the field '{name}'", _value);

    public string ReadString(string name)
    {
        JsonValue value = Require(name);
        return value.Kind == JsonKind.String ? value.GetString(_text.Text) : throw Invalid(name, "be a string", value);
    }

    public bool ReadBoolean(string name)
    {
        JsonValue value = Require(name);
        return value.Kind is JsonKind.True or JsonKind.False
            ? value.Kind == JsonKind.True
            : throw Invalid(name, "be true or false", value);
    }

    public int ReadSize(string name, int most = MaximumSize)
    {
        JsonValue value = Require(name);
        return value.Kind == JsonKind.Number && value.TryGetInt32(_text.Text, out int size) && size >= 1 && size <= most
            ? size
            : throw Invalid(name, $"be a whole number from 1 to {most}", value);
    }

    public int[] ReadSizes(string name)
    {
        JsonValue value = Require(name);
        return [.. Items(name, value).Select(
            item => item.Kind == JsonKind.Number && item.TryGetInt32(_text.Text, out int size) && size is >= 1 and <= MaximumSize
            ? size
            : throw Invalid(name, $"hold whole numbers from 1 to {MaximumSize}", item))];
    }

    public T ReadWord<T>(string name, Dictionary<string, T> words)
    {
        JsonValue value = Require(name);
        return value.Kind == JsonKind.String && words.TryGetValue(value.GetString(_text.Text), out T? result)
            ? result
            : throw Invalid(name, "be one of " + string.Join(", ", words.Keys.Select(word => $"'{word}'")), value);
    }

    public T FindWord<T>(string name, Dictionary<string, T> words, T otherwise) => Find(name) is null ? otherwise : ReadWord(name, words);

    public bool FindBoolean(string name) => Find(name) is not null && ReadBoolean(name);

    public float ReadNumber(string name)
    {
        JsonValue value = Require(name);
        return value.Kind == JsonKind.Number && value.TryGetSingle(_text.Text, out float number)
            ? number
            : throw Invalid(name, "be a finite number", value);
    }

    public int? FindIndex(string name)
    {
        JsonValue? value = Find(name);
        return value is null ? null
            : value.Kind == JsonKind.Number && value.TryGetInt32(_text.Text, out int index) && index >= 0 ? index
            : throw Invalid(name, "be a whole number from 0", value);
    }

    public int[]? FindIndices(string name)
    {
        JsonValue? array = Find(name);
        return array is null
            ? null
            : [.. Items(name, array).Select(item => item.Kind == JsonKind.Number && item.TryGetInt32(_text.Text, out int index) && index >= 0
            ? index
            : throw Invalid(name, "hold whole numbers from 0", item))];
    }

    public IReadOnlyList<string>? FindStrings(string name)
    {
        JsonValue? array = Find(name);
        return array is null ? null : [.. Items(name, array).Select(item => item.Kind == JsonKind.String
            ? item.GetString(_text.Text)
            : throw Invalid(name, "hold strings", item))];
    }

    public float[]? FindNumbers(string name)
    {
        JsonValue? array = Find(name);
        return array is null ? null : [.. Items(name, array).Select(item => item.Kind == JsonKind.Number && item.TryGetSingle(_text.Text, out float number)
            ? number
            : throw Invalid(name, "hold finite numbers", item))];
    }

    public double? FindDouble(string name)
    {
        JsonValue? value = Find(name);
        return value is null ? null
            : value.Kind == JsonKind.Number && value.TryGetDouble(_text.Text, out double number) ? number
            : throw Invalid(name, "be a finite number", value);
    }

    public double[]? FindDoubles(string name)
    {
        JsonValue? array = Find(name);
        return array is null ? null : [.. Items(name, array).Select(item => item.Kind == JsonKind.Number && item.TryGetDouble(_text.Text, out double number)
            ? number
            : throw Invalid(name, "hold finite numbers", item))];
    }

    public IReadOnlyList<JsonValue> RequireArray(string name) => Items(name, Require(name));

    /// <summary>Refuses fields that were not read.</summary>
    public void End()
    {
        foreach (JsonMember member in _value.Members)
        {
            if (!_known.Contains(member.Name))
            {
                string known = string.Join(", ", _known.Select(name => $"'{name}'"));
                throw _text.Error(ModelErrorCode.UnknownField, $"{_what} has no field '{ModelText.Shorten(member.Name)}'; its fields are {known}", member);
            }
        }
    }

    private IReadOnlyList<JsonValue> Items(string name, JsonValue value) =>
        value.Kind == JsonKind.Array ? value.Items : throw Invalid(name, "be an array", value);

    private ModelFormatException Invalid(string name, string expected, JsonValue value) =>
        _text.Error(ModelErrorCode.InvalidValue, $"'{name}' of {_what} must {expected}, not {_text.Describe(value)}", value);
}
