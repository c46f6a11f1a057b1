using TinyRnn.Interop.StateDicts;

namespace TinyRnn.Interop.PyTorch;

/// <summary>The tensors of a dictionary or of a module by their names, in file order, and what is known about the modules.</summary>
internal sealed class TorchState
{
    private const int MaximumDepth = 32;

    // A module may appear in several places, and so multiply.
    private const int MaximumModules = 10_000;
    private const string Quantized = "save the model before it is quantised: torch.save(model.state_dict(), \"model.pt\")";

    private readonly TorchFile _file;
    private readonly List<StateTensor> _tensors = [];
    private readonly Dictionary<string, ModuleFacts> _facts = [];
    private readonly List<string> _others = [];
    private long _elements;
    private int _modules;

    private TorchState(TorchFile file) => _file = file;

    /// <summary>Entries of the dictionary that are not tensors.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <summary>Reads a dictionary or a module.</summary>
    /// <exception cref="ImportException">A value in a tensor's place is not a tensor, or a tensor goes past the end of its storage.</exception>
    public static TorchState Read(TorchFile file, object value)
    {
        TorchState state = new(file);
        switch (value)
        {
            case PickleDict dict:
                if (dict.Texts.FirstOrDefault(entry => entry.Key.Contains("_packed_params", StringComparison.Ordinal)).Key is string packed)
                {
                    throw file.Source.Error($"tensor {ImportSource.Quote(packed)}", $"it is quantised; {Quantized}");
                }

                foreach ((string name, object? entry) in dict.Texts)
                {
                    state.Add(name, entry, isRequired: true);
                }

                break;
            case PickleObject module when IsModule(module):
                state.AddModule(module, "", 0, isRoot: true);
                break;
            case PickleObject script:
                state.AddScript(script, "", 0);
                break;
        }

        return state;
    }

    /// <summary>Whether an object is a pickled nn.Module: its attributes hold its parameters and its modules.</summary>
    public static bool IsModule(PickleObject value) =>
        Attributes(value) is PickleDict attributes && attributes.TryFind("_parameters", out _) && attributes.TryFind("_modules", out _);

    /// <summary>Whether an object is a module of TorchScript.</summary>
    public static bool IsScript(PickleObject value) =>
        value.Maker is PickleGlobal maker && maker.Module.StartsWith("__torch__", StringComparison.Ordinal) && value.Attributes is not null;

    public StateDict ToStateDict() => new(_file.Source, _tensors, new Dictionary<string, string>(), _facts, _file.HasOrder);

    // A graph of torch.fx has its attributes as an argument.
    private static PickleDict? Attributes(PickleObject module) =>
        module.Attributes ?? ((module.Arguments as object?[]) is [PickleDict first, ..] ? first : null);

    private void Add(string name, object? value, bool isRequired)
    {
        switch (value)
        {
            case TorchTensor tensor:
                if (_tensors.Count >= StateDict.MaximumTensors)
                {
                    throw _file.Source.Error($"the file has more than {StateDict.MaximumTensors} tensors");
                }

                _tensors.Add(tensor.Take(_file, name, out long elements));

                // Several tensors may share elements, or one element may stand for all of a tensor's.
                long most = (_file.Source.Bytes.Length * 4L) + (1 << 18);
                if ((_elements += elements) > most)
                {
                    throw _file.Source.Error($"tensor {ImportSource.Quote(name)}",
                        $"up to this one, the tensors have {_elements} elements; at most {most} were expected from a file of {_file.Source.Bytes.Length} "
                            + "bytes");
                }

                break;
            case PickleObject unknown when isRequired:
                throw _file.Source.Error($"tensor {ImportSource.Quote(name)}",
                    $"it is {unknown.Describe()}, which TinyRnn neither runs nor reads; a tensor of numbers was expected ({Remedy(unknown)})");
            case null:
                break;
            default:
                _others.Add(name);
                break;
        }
    }

    private static string Remedy(PickleObject unknown) => unknown.Maker switch
    {
        { Name: "_rebuild_qtensor" } => Quantized,
        { Name: "_rebuild_sparse_tensor" or "_rebuild_sparse_csr_tensor" } => "it is sparse: call its to_dense() first",
        { Module: string module } when module.StartsWith("numpy", StringComparison.Ordinal) => "an array of NumPy: save torch.from_numpy(array) in its place",
        _ => "save the state dict: torch.save(model.state_dict(), \"model.pt\")",
    };

    private void Enter(string prefix, int depth)
    {
        if (depth > MaximumDepth || ++_modules > MaximumModules)
        {
            throw _file.Source.Error(depth > MaximumDepth
                ? $"the module {ImportSource.Quote(prefix)} is nested in more than {MaximumDepth} others"
                : $"the file has more than {MaximumModules} modules");
        }
    }

    private bool AddModule(PickleObject module, string prefix, int depth, bool isRoot)
    {
        Enter(prefix, depth);
        if (module.Maker is PickleGlobal maker && maker.Module.Contains(".quantized.", StringComparison.Ordinal))
        {
            throw _file.Source.Error($"module {ImportSource.Quote(prefix.TrimEnd('.'))}",
                $"it is quantised ({ImportSource.Quote(maker.FullName)}); {Quantized}");
        }

        int before = _tensors.Count;
        PickleDict attributes = Attributes(module)!;
        HashSet<object> left = attributes.TryFind("_non_persistent_buffers_set", out object? set) && set is PickleSet names ? [.. names.OfType<string>()] : [];
        foreach (string kind in new[] { "_parameters", "_buffers" })
        {
            foreach ((string name, object? value) in (attributes.TryFind(kind, out object? found) ? found as PickleDict : null)?.Texts ?? [])
            {
                if (!left.Contains(name))
                {
                    Add(prefix + name, value, isRequired: true);
                }
            }
        }

        Tell(prefix, TorchClasses.Facts(module, attributes));
        (string, PickleObject)[] children = [.. (attributes.TryFind("_modules", out object? modules) ? modules as PickleDict : null)?.Texts
            .Where(child => child.Value is PickleObject).Select(child => (child.Key, (PickleObject)child.Value!)) ?? []];
        foreach ((string name, PickleObject child) in children)
        {
            if (!IsModule(child))
            {
                throw _file.Source.Error($"module {ImportSource.Quote(prefix + name)}",
                    $"it is {child.Describe()}, whose tensors are not where nn.Module has them; "
                    + "save the state dict: torch.save(model.state_dict(), \"model.pt\")");
            }
        }

        AddChildren(module, prefix, children, isRoot, (child, name) => AddModule(child, name, depth + 1, isRoot: false));
        return _tensors.Count > before;
    }

    private bool AddScript(PickleObject module, string prefix, int depth)
    {
        Enter(prefix, depth);
        int before = _tensors.Count;
        PickleDict attributes = module.Attributes ?? new PickleDict();
        foreach ((string name, object? value) in attributes.Texts)
        {
            if (value is TorchTensor)
            {
                Add(prefix + name, value, isRequired: false);
            }
        }

        Tell(prefix, TorchClasses.Facts(module, attributes));
        (string, PickleObject)[] children = [.. attributes.Texts
            .Where(child => child.Value is PickleObject part && IsScript(part)).Select(child => (child.Key, (PickleObject)child.Value!))];
        AddChildren(module, prefix, children, depth == 0, (child, name) => AddScript(child, name, depth + 1));
        return _tensors.Count > before;
    }

    private void AddChildren(
        PickleObject module, string prefix, (string Name, PickleObject Module)[] children, bool isRoot, Func<PickleObject, string, bool> add)
    {
        bool isSequence = TorchClasses.Name(module) == "Sequential";
        string? last = null;
        List<PickleObject> between = [];
        foreach ((string name, PickleObject child) in children)
        {
            int before = _modules;
            if (!add(child, $"{prefix}{name}."))
            {
                between.Add(child);
                continue;
            }

            TellBehind(isClosed: true);

            // An activation after a module of modules comes after the last of them, whichever that is.
            last = _modules == before + 1 ? $"{prefix}{name}." : null;
            between.Clear();
        }

        TellBehind(isClosed: isRoot);

        void TellBehind(bool isClosed)
        {
            if (isSequence && last is string one)
            {
                Tell(one, TorchClasses.Behind(between, isClosed, _facts.GetValueOrDefault(StateDict.Unwrap(one.TrimEnd('.'))) ?? new ModuleFacts()));
            }
        }
    }

    private void Tell(string prefix, ModuleFacts facts) => _facts[StateDict.Unwrap(prefix.TrimEnd('.'))] = facts;
}
