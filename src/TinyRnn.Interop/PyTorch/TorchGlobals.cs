using System.Text;

namespace TinyRnn.Interop.PyTorch;

/// <summary>
/// The classes and functions that are known as data: dictionaries, sizes, tensors and related types. Names in a file are only ever compared with this
/// list.
/// </summary>
internal sealed class TorchGlobals(TorchFile file) : IPickleHost
{
    // A storage within a pickle is a whole file of torch.save, which should not contain another one.
    private const int MaximumNesting = 1;

    // Real calls are short; longer data has no use here.
    private const int MaximumArguments = 16;
    private const int MaximumRank = 64;

    // A few bytes can copy a value of the memo again and again, so copies are counted.
    private readonly Dictionary<byte[], TorchStorage?> _inside = [];
    private long _copies = file.Source.Bytes.Length + 4096L;

    /// <summary>The storages that the pickle refers to.</summary>
    public Dictionary<string, TorchStorage> Storages { get; } = [];

    public object? Resolve(object? id)
    {
        // ('storage', class, key, device, elements) and, in old files, a view of it; ('module', class, file, text) for old modules.
        if (id is not object?[] parts || parts is not [string kind, ..])
        {
            return new PickleObject(null, null);
        }

        if (kind == "module" && parts.Length > 1)
        {
            return parts[1];
        }

        if (kind == "storage" && parts.Length >= 5 && parts[1] is PickleGlobal name && TorchType.OfStorage(name) is TorchType type
            && Key(parts[2]) is string key && parts[4] is long count)
        {
            TorchStorage whole = new(type, key, count, 0, count);
            Storages.TryAdd(key, whole);
            return parts.Length > 5 && parts[5] is object?[] view
                ? view is [_, long start, long length] ? whole with { Start = start, Length = length } : new PickleObject(null, null)
                : whole;
        }

        return new PickleObject(parts.Length > 1 ? parts[1] : null, id);
    }

    public object? Make(PickleGlobal maker, object?[] arguments) => arguments.Length > MaximumArguments ? null : (maker.Module, maker.Name) switch
    {
        ("collections", "OrderedDict") => Dictionary(arguments),
        ("collections", "defaultdict") => arguments.Length <= 1 ? new PickleDict() : Dictionary(arguments[1..]),
        ("builtins" or "__builtin__", "dict") => Dictionary(arguments),
        ("builtins" or "__builtin__", "set" or "frozenset") => arguments is [] ? new PickleSet() : arguments is [List<object?> items] ? Set(items) : null,
        ("builtins" or "__builtin__", "list") => arguments is [] ? new PickleList() : null,
        ("copyreg" or "copy_reg", "_reconstructor") => arguments is [PickleGlobal type, ..] ? Make(type, []) ?? new PickleObject(type, null) : null,
        ("_codecs", "encode") => arguments is [string text, string code] && code is "latin1" or "latin-1"
            ? Encoding.Latin1.GetBytes(Copied(text, text.Length)) : null,
        ("torch", "Size") => arguments is [object?[] sizes] ? sizes : null,
        ("torch._utils", "_rebuild_tensor" or "_rebuild_tensor_v2") => Tensor(arguments, null),
        ("torch._utils", "_rebuild_tensor_v3") => arguments.Length > 6 && arguments[6] is PickleGlobal type ? Tensor(arguments, TorchType.OfName(type)) : null,
        ("torch._utils", "_rebuild_parameter" or "_rebuild_parameter_with_state") or ("torch.nn.parameter", "Parameter" or "Buffer")
            or ("torch.autograd.variable", "Variable")
            => arguments is [TorchTensor tensor, ..] ? tensor : null,
        ("torch._tensor", "_rebuild_from_type_v2") => arguments is [PickleGlobal function, _, object?[] list, ..] && function.Module == "torch._utils"
            ? Make(function, list) : null,
        ("torch.storage", "_load_from_bytes") => arguments is [byte[] bytes] && file.Nesting < MaximumNesting ? Inside(bytes) : null,
        ("torch.jit._pickle", "build_intlist" or "build_doublelist" or "build_boollist" or "build_tensorlist" or "restore_type_tag") => arguments.Length > 0
            ? arguments[0] : null,
        _ => null,
    };

    private static string? Key(object? key) => key switch { string text => text, long number => FormattableString.Invariant($"{number}"), _ => null };

    private T Copied<T>(T value, int length) => (_copies -= length) >= 0
        ? value
        : throw file.Source.Error("the pickle copies the same values again and again; a file of torch.save was expected");

    private PickleDict? Dictionary(object?[] arguments)
    {
        if (arguments is [PickleDict given])
        {
            return given;
        }

        // Python writes no argument for an empty dictionary, else a list.
        file.HasOrder &= arguments is not [object?[] and []];
        PickleDict dict = new();
        IReadOnlyList<object?>? pairs = arguments.Length == 0 ? [] : arguments[0] as IReadOnlyList<object?>;
        foreach (object? pair in pairs is null ? [] : Copied(pairs, pairs.Count))
        {
            switch (pair)
            {
                case object?[] and [object key, var value]:
                    dict.Add(key, value);
                    break;
                case PickleList { Count: 2 } list:
                    dict.Add(list[0], list[1]);
                    break;
                default:
                    return null;
            }
        }

        return pairs is null ? null : dict;
    }

    private PickleSet Set(List<object?> items) => [.. Copied(items, items.Count)];

    // (storage, first element, sizes, strides, ...)
    private static TorchTensor? Tensor(object?[] arguments, TorchType? type)
    {
        if (arguments is not [TorchStorage storage, long start, object?[] sizes, object?[] strides, ..] || sizes.Length != strides.Length
            || sizes.Length > MaximumRank
            || !sizes.All(size => size is long) || !strides.All(stride => stride is long))
        {
            return null;
        }

        type ??= storage.Type;
        return type.Size % storage.Type.Size == 0 ? new TorchTensor(storage, type, start, [.. sizes.Cast<long>()], [.. strides.Cast<long>()]) : null;
    }

    private TorchStorage? Inside(byte[] bytes)
    {
        if (!_inside.TryGetValue(bytes, out TorchStorage? storage))
        {
            TorchFile inside = TorchFile.Read(new ImportSource(file.Source.Path, bytes), file.Nesting + 1);
            storage = inside.Root is TorchStorage whole ? whole with { Inside = inside } : null;
            _inside.Add(bytes, storage);
        }

        return storage;
    }
}
