namespace TinyRnn.Interop.PyTorch;

/// <summary>
/// Finds the state dict or the module in a file: it may be all of the file, or one entry of a checkpoint, beside the optimizer, counters and
/// settings. If there are several, the user is asked.
/// </summary>
internal sealed class TorchCheckpoint
{
    private const int MaximumDepth = 6;
    private const int MaximumVisits = 100_000;
    private const int Listed = 6;

    private readonly List<(string Path, object Value)> _named = [];
    private readonly List<(string Path, object Value)> _others = [];
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private int _visits;

    /// <summary>The state dict or module to read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">The options, which may name one.</param>
    /// <returns>The value, and its keys in the checkpoint with dots between them; no keys if it is all of the file.</returns>
    /// <exception cref="ImportException">There is none, or there are several and no option chooses one.</exception>
    public static (string Path, object Value) Choose(TorchFile file, ImportOptions options)
    {
        TorchCheckpoint finder = new();
        finder.Search(file.Root, "", 0);
        List<(string Path, object Value)> found = finder._named.Count > 0 ? finder._named : finder._others;
        if (options.Part is string part)
        {
            int index = found.FindIndex(one => one.Path == part);
            return index >= 0 ? found[index]
                : throw file.Source.Error($"{options.Call("part")} names {ImportSource.Quote(part)}, which is not a state dict in the file; "
                    + $"{(found.Count == 0 ? "there is none" : $"there is {List(file, found)}")}");
        }

        return found.Count switch
        {
            0 => throw file.Source.Error(TorchContents.Describe(file)),
            1 => found[0],
            _ => throw file.Source.Error(
                $"the file holds several state dicts: {List(file, found)}; give the one to read as {options.Call("part")}, such as {found[0].Path}"),
        };
    }

    private static string List(TorchFile file, List<(string Path, object Value)> found)
    {
        IEnumerable<string> listed = found.Take(Listed).Select(one =>
            one.Path.Length == 0 ? "the file itself" : $"{ImportSource.Quote(one.Path)} ({Size(file, one.Value)})");
        return string.Join(", ", listed) + (found.Count > Listed ? $" and {found.Count - Listed} others" : "");
    }

    private static string Size(TorchFile file, object value) => value is PickleDict dict ? $"{dict.Texts.Count(entry => entry.Value is TorchTensor)} tensors"
        : value is PickleObject { Maker: PickleGlobal maker } ? $"a module of {ImportSource.Quote(maker.FullName)}" : "a module";

    private void Search(object? value, string path, int depth)
    {
        if (++_visits > MaximumVisits || depth > MaximumDepth || value is null || (value is PickleDict or PickleObject && !_seen.Add(value)))
        {
            return;
        }

        switch (value)
        {
            // Other objects are not searched: what their class would do is unknown.
            case PickleObject one when TorchState.IsModule(one) || TorchState.IsScript(one):
                _named.Add((path, one));
                break;
            case PickleDict dict when dict.Entries.Any(entry => entry.Value is TorchTensor or PickleObject && entry.Key is string name && IsOfModule(name)):
                _named.Add((path, dict));
                break;
            case PickleDict dict:
                if (dict.Entries.Any(entry => entry.Value is TorchTensor && entry.Key is string))
                {
                    _others.Add((path, dict));
                }

                foreach ((string name, object? entry) in dict.Texts)
                {
                    Search(entry, Join(path, name), depth + 1);
                }

                break;
            case PickleList or object?[]:
                IReadOnlyList<object?> items = (IReadOnlyList<object?>)value;
                for (int i = 0; i < items.Count && _visits <= MaximumVisits; i++)
                {
                    Search(items[i], Join(path, FormattableString.Invariant($"{i}")), depth + 1);
                }

                break;
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // The names of tensors in modules; those of an optimizer are exp_avg or momentum_buffer.
    private static bool IsOfModule(string name)
    {
        ReadOnlySpan<char> last = name.AsSpan(name.LastIndexOf('.') + 1);
        return last.StartsWith("weight") || last.StartsWith("bias") || last.StartsWith("running_");
    }
}
