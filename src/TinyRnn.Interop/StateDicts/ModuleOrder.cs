using System.Globalization;
using System.Text;

namespace TinyRnn.Interop.StateDicts;

/// <summary>
/// The order in which the modules are called, which a state dict does not contain. Sizes must chain, an embedding comes first, and modules whose
/// names differ only in numbers come in the order of the numbers. Of the remaining ones, recurrent modules come before linear ones, as in nearly all
/// models. If several orders remain, the user is asked.
/// </summary>
internal sealed class ModuleOrder
{
    private const int MaximumModules = 256;
    private const int MaximumVisits = 50_000;

    private readonly StateDict _dict;
    private readonly IReadOnlyList<StateModule> _modules;
    private readonly int? _inputs;
    private readonly List<(int Cost, StateModule[] Order)> _found = [];
    private readonly (string Stem, int[] Numbers)[] _keys;
    private readonly string _option;
    private int _visits;

    private ModuleOrder(StateDict dict, IReadOnlyList<StateModule> modules, int? inputs, string option)
    {
        _option = option;
        _dict = dict;
        _modules = modules;
        _inputs = inputs;
        _keys = [.. modules.Select(module => SplitNumbers(module.Name))];
    }

    public static (IReadOnlyList<StateModule> Order, string? Note) Find(StateDict dict, IReadOnlyList<StateModule> modules, ImportOptions options)
    {
        if (options.Order is not null)
        {
            return (Given(dict, modules, options.Order, options.Call("order")), null);
        }

        if (modules.Count > MaximumModules)
        {
            throw dict.Source.Error($"there are {modules.Count} modules; the order can be found for at most {MaximumModules}");
        }

        ModuleOrder order = new(dict, modules, options.TokenCount, options.Call("order"));
        return order.Find();
    }

    private static StateModule[] Given(StateDict dict, IReadOnlyList<StateModule> modules, IReadOnlyList<string> names, string option)
    {
        string listed = string.Join(", ", modules.Select(module => module.Quoted));
        List<StateModule> order = [];
        foreach (string name in names)
        {
            StateModule module = modules.FirstOrDefault(module => module.Name == name || StateDict.Unwrap(name) == module.Name)
                ?? throw dict.Source.Error($"{option} names {ImportSource.Quote(name)}, which is not in the file; its modules are {listed}");
            order.Add(
                order.Contains(module) ? throw dict.Source.Error($"{option} names {ImportSource.Quote(name)} twice")
                    : Reading(module, order.Count > 0 ? order[^1].OutputSize : null));
        }

        for (int i = 1; i < order.Count; i++)
        {
            if (order[i].InputSize != order[i - 1].OutputSize)
            {
                throw dict.Source.Error(
                    $"{option} calls {order[i].Quoted} {order[i].Describe()} after {order[i - 1].Quoted} {order[i - 1].Describe()}; each must read as many "
                        + "values as "
                        + "the one before it gives");
            }
        }

        StateModule? left = modules.FirstOrDefault(module => order.All(one => one.Name != module.Name));
        return left is null ? [.. order] : throw dict.Source.Error($"{option} does not name {left.Quoted}; every module must be used");
    }

    private (IReadOnlyList<StateModule> Order, string? Note) Find()
    {
        if (!_dict.IsSorted && Chain([.. _modules.OrderBy(module => module.Position)]) is StateModule[] asWritten && IsUsual(asWritten))
        {
            return (asWritten, _modules.Count > 1 ? "the modules were taken in the order of the file" : null);
        }

        Search([], 0);
        if (_found.Count == 0)
        {
            throw _dict.Source.Error(
                $"the sizes of the modules do not chain: {string.Join(", ", _modules.Select(module => $"{module.Quoted} {module.Describe()}"))}; each must "
                    + "read as many values as the one before it gives");
        }

        int best = _found.Min(one => one.Cost);
        StateModule[][] orders = [.. _found.Where(one => one.Cost == best).Select(one => one.Order)];
        if (orders.Length > 1 || _visits > MaximumVisits)
        {
            string first = string.Join(", ", orders[0].Select(module => module.Name));
            string second = string.Join(", ", orders[^1].Select(module => module.Name));
            throw _dict.Source.Error(
                $"the modules can be called in more than one order ({Model.ModelText.Shorten(first)}; or {Model.ModelText.Shorten(second)}); give it as "
                    + $"{_option}");
        }

        return (orders[0], _found.Count > 1 ? "other orders of the modules have fitting sizes; recurrent ones were put before linear ones" : null);
    }

    private void Search(List<StateModule> order, int taken)
    {
        if (++_visits > MaximumVisits)
        {
            return;
        }

        if (order.Count == _modules.Count)
        {
            _found.Add((Cost(order), [.. order]));
            return;
        }

        for (int i = 0; i < _modules.Count; i++)
        {
            if (order.Any(one => one.Name == _modules[i].Name) || !IsNext(i, order))
            {
                continue;
            }

            foreach (StateModule reading in Readings(_modules[i]))
            {
                if (order.Count == 0 ? _inputs is null
                    || reading.InputSize == _inputs : reading is not EmbeddingModule && reading.InputSize == order[^1].OutputSize)
                {
                    order.Add(reading);
                    Search(order, taken + 1);
                    order.RemoveAt(order.Count - 1);
                }
            }
        }
    }

    // Whether all modules that must come earlier are used.
    private bool IsNext(int index, List<StateModule> order)
    {
        for (int i = 0; i < _modules.Count; i++)
        {
            bool isEarlier = (_modules[i] is EmbeddingModule && _modules[index] is not EmbeddingModule)
                || (_keys[i].Stem == _keys[index].Stem && Compare(_keys[i].Numbers, _keys[index].Numbers) < 0);
            if (i != index && isEarlier && order.All(one => one.Name != _modules[i].Name))
            {
                return false;
            }
        }

        return true;
    }

    private StateModule[]? Chain(StateModule[] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = Reading(order[i], i > 0 ? order[i - 1].OutputSize : _inputs);
            if ((i > 0 && (order[i].InputSize != order[i - 1].OutputSize || order[i] is EmbeddingModule))
                || (i == 0 && _inputs is int size && order[0].InputSize != size))
            {
                return null;
            }
        }

        return order;
    }

    private static bool IsUsual(StateModule[] order) => Cost(order) == 0;

    private static StateModule Reading(StateModule module, int? inputs) =>
        module is LinearModule { AsEmbedding: EmbeddingModule embedding } && inputs is int size && module.InputSize != size && embedding.InputSize == size
            ? embedding
            : module;

    private static IEnumerable<StateModule> Readings(StateModule module)
    {
        yield return module;
        if (module is LinearModule { AsEmbedding: EmbeddingModule embedding })
        {
            yield return embedding;
        }
    }

    private static int Cost(IReadOnlyList<StateModule> order)
    {
        int cost = 0;
        for (int i = 0; i < order.Count; i++)
        {
            // A table that is not an embedding by its name may still be one if nothing else fits.
            cost += order[i] is EmbeddingModule && i == 0 && !order[i].Name.Contains("emb", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            if (order[i] is LinearModule)
            {
                cost += order.Skip(i + 1).Count(later => later is RecurrentModule or ConcatModule);
            }
        }

        return cost;
    }

    private static int Compare(int[] a, int[] b)
    {
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
            {
                return a[i].CompareTo(b[i]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static (string Stem, int[] Numbers) SplitNumbers(string name)
    {
        StringBuilder stem = new();
        List<int> numbers = [];
        for (int i = 0; i < name.Length;)
        {
            int start = i;
            while (i < name.Length && char.IsAsciiDigit(name[i]))
            {
                i++;
            }

            if (i > start)
            {
                numbers.Add(
                    int.TryParse(name.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue);
            }
            else
            {
                stem.Append(name[i++]);
            }
        }

        return (stem.ToString(), [.. numbers]);
    }
}
