namespace TinyRnn.Interop.StateDicts;

/// <summary>The tensors of a PyTorch module by name.</summary>
/// <param name="source">The file.</param>
/// <param name="tensors">The tensors in file order, with distinct names.</param>
/// <param name="aliases">Names of tensors that were left out because they are the same as others (tied weights).</param>
/// <param name="facts">What the file says about its modules, by their names without wrappers; null if it says nothing.</param>
/// <param name="hasOrder">Whether the order of the tensors may be that of the modules.</param>
internal sealed class StateDict(
    ImportSource source, IReadOnlyList<StateTensor> tensors, IReadOnlyDictionary<string, string> aliases, IReadOnlyDictionary<string,
    ModuleFacts>? facts = null, bool hasOrder = true)
{
    public const int MaximumTensors = 4096;

    // Prefixes that torch.compile and DataParallel add to names.
    private static readonly string[] Wrappers = ["_orig_mod.", "module."];

    private readonly Dictionary<string, StateTensor> _byName = ByName(source, tensors, aliases);

    public ImportSource Source => source;

    /// <summary>The tensors by their name without wrappers, in file order; tied ones under each of their names.</summary>
    public IReadOnlyDictionary<string, StateTensor> Tensors => _byName;

    /// <summary>
    /// Whether the order of the file means nothing. The usual writers of safetensors sort by name, so only another order can be that of the modules;
    /// other writers write in no order at all.
    /// </summary>
    public bool IsSorted { get; } = !hasOrder || tensors.Zip(tensors.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0);

    /// <summary>What the file says about a module besides its tensors.</summary>
    public ModuleFacts? FactsOf(string module) => facts?.GetValueOrDefault(module);

    public static string Unwrap(string name)
    {
        foreach (string wrapper in Wrappers)
        {
            // Anywhere at the start of a segment, because a part of a model may be compiled or wrapped by itself.
            int at;
            while ((at = name.IndexOf(wrapper, StringComparison.Ordinal)) >= 0 && (at == 0 || name[at - 1] == '.') && at + wrapper.Length < name.Length)
            {
                name = name.Remove(at, wrapper.Length);
            }
        }

        return name;
    }

    private static Dictionary<string, StateTensor> ByName(ImportSource source, IReadOnlyList<StateTensor> tensors, IReadOnlyDictionary<string, string> aliases)
    {
        if (tensors.Count > MaximumTensors)
        {
            throw source.Error($"the file has {tensors.Count} tensors; at most {MaximumTensors} are read");
        }

        Dictionary<string, StateTensor> byName = [];
        foreach (StateTensor tensor in tensors)
        {
            if (!byName.TryAdd(Unwrap(tensor.Name), tensor))
            {
                throw source.Error($"tensor {ImportSource.Quote(tensor.Name)}", "two tensors have this name once 'module.' and '_orig_mod.' are removed");
            }
        }

        foreach ((string alias, string name) in aliases)
        {
            if (byName.TryGetValue(Unwrap(name), out StateTensor? tensor))
            {
                byName.TryAdd(Unwrap(alias), tensor);
            }
        }

        return Reparametrizations.Fold(source, byName);
    }
}
