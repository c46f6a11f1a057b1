using System.Diagnostics.CodeAnalysis;

namespace TinyRnn.Interop.PyTorch;

// Other values of a pickle: None is null, a number is a long, a double or a BigInteger, bytes are a byte array, and a tuple is an array of objects.

/// <summary>The name of a class or function in a pickle. It is compared with names that are known as data, never looked up.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public string FullName => $"{Module}.{Name}";
}

/// <summary>A list of a pickle.</summary>
internal sealed class PickleList : List<object?>;

/// <summary>A set of a pickle.</summary>
internal sealed class PickleSet : List<object?>;

/// <summary>A dictionary of a pickle in the order in which it was filled.</summary>
internal sealed class PickleDict
{
    private List<KeyValuePair<object?, object?>>? _entries;

    public void Add(object? key, object? value) => (_entries ??= []).Add(new(key, value));

    /// <summary>The entries whose keys are texts; of duplicate keys, the first decides the place and the last the value, as in Python.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Texts
    {
        get
        {
            Dictionary<string, int> places = [];
            List<KeyValuePair<string, object?>> texts = [];
            foreach ((object? key, object? value) in Entries)
            {
                if (key is not string text)
                {
                    continue;
                }

                if (places.TryAdd(text, texts.Count))
                {
                    texts.Add(new(text, value));
                }
                else
                {
                    texts[places[text]] = new(text, value);
                }
            }

            return texts;
        }
    }

    /// <summary>All entries as they were written.</summary>
    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries ?? [];

    /// <summary>The value of a text key.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out object? value)
    {
        value = null;
        foreach ((object? other, object? one) in Entries)
        {
            value = other is string text && text == key ? one : value;
        }

        return value is not null;
    }
}

/// <summary>The result of a class or function that is not known as data: kept as written, and nothing of it is run.</summary>
/// <param name="maker">The class or function.</param>
/// <param name="arguments">The arguments of the call.</param>
internal sealed class PickleObject(object? maker, object? arguments)
{
    /// <summary>The name of the class or function, if it has one.</summary>
    public PickleGlobal? Maker { get; } = maker as PickleGlobal ?? (maker as PickleObject)?.Maker;

    public object? Arguments { get; } = arguments;

    /// <summary>The state that the pickle gives it.</summary>
    public object? State { get; set; }

    /// <summary>The attributes: the state itself, or its first part if there are slots as well.</summary>
    public PickleDict? Attributes => State as PickleDict ?? ((State as object?[]) is [PickleDict first, ..] ? first : null);

    /// <summary>Its description in messages.</summary>
    public string Describe() => Maker is null ? "an object of unknown class" : $"an object of {ImportSource.Quote(Maker.FullName)}";
}
