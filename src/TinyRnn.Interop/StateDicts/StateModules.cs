using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyRnn.Interop.StateDicts;

/// <summary>Finds the modules of a state dict by the names and shapes of its tensors. Every tensor belongs to a module or is an error.</summary>
internal sealed partial class StateModules
{
    private const int MaximumLevels = 64;

    private static readonly string[] CellRoles = ["i2h.weight", "i2h.bias", "i2o.weight", "i2o.bias"];

    private readonly StateDict _dict;
    private readonly ImportOptions _options;
    private readonly Dictionary<string, int> _positions = [];
    private readonly HashSet<string> _used = [];
    private readonly List<StateModule> _modules = [];
    private readonly List<string> _notes = [];

    private StateModules(StateDict dict, ImportOptions options)
    {
        _dict = dict;
        _options = options;
        foreach (string name in dict.Tensors.Keys)
        {
            _positions.Add(name, _positions.Count);
        }
    }

    [GeneratedRegex(
        @"^(?:(?<module>.*)\.)?(?<what>weight_ih|weight_hh|bias_ih|bias_hh|weight_hr)(?:_l(?<level>\d{1,3}))?(?<reverse>_reverse)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex RecurrentName { get; }

    public static (IReadOnlyList<StateModule> Modules, IReadOnlyList<string> Notes) Find(StateDict dict, ImportOptions options)
    {
        StateModules finder = new(dict, options);
        finder.FindRecurrent();
        finder.FindTutorialCells();
        finder.FindBatchNorms();
        finder.FindTables();
        finder.RefuseTheRest();
        return (finder._modules, finder._notes);
    }

    private void FindRecurrent()
    {
        List<(string Module, int Level, bool IsReverse, string What, string Key)> found = [];
        foreach (string key in _dict.Tensors.Keys)
        {
            Match match = RecurrentName.Match(key);
            if (match.Success)
            {
                // A cell has no level; it is a single layer.
                int level = match.Groups["level"].Success ? int.Parse(match.Groups["level"].ValueSpan, CultureInfo.InvariantCulture) : 0;
                found.Add((match.Groups["module"].Value, level, match.Groups["reverse"].Success, match.Groups["what"].Value, key));
            }
        }

        foreach (string module in found.Select(tensor => tensor.Module).Distinct())
        {
            _modules.Add(
                Recurrent(module,
                    [.. found.Where(tensor => tensor.Module == module).Select(tensor => (tensor.Level, tensor.IsReverse, tensor.What, tensor.Key))]));
        }
    }

    private RecurrentModule Recurrent(string name, List<(int Level, bool IsReverse, string What, string Key)> tensors)
    {
        int levels = tensors.Max(tensor => tensor.Level) + 1;
        if (levels > MaximumLevels)
        {
            throw Error(tensors[0].Key, $"module {ImportSource.Quote(name)} has {levels} layers; at most {MaximumLevels} are read");
        }

        bool isBidirectional = tensors.Any(tensor => tensor.IsReverse);
        List<RecurrentLevel> stack = [];
        RecurrentTensors first = Direction(name, 0, false, tensors);
        (int gates, int hidden, int input) = Sizes(first);
        int state = first.Projection?.Shape[0] ?? hidden;
        int size = input;
        for (int level = 0; level < levels; level++)
        {
            List<RecurrentTensors> directions = [];
            for (int direction = 0; direction < (isBidirectional ? 2 : 1); direction++)
            {
                RecurrentTensors one = level + direction == 0 ? first : Direction(name, level, direction == 1, tensors);
                if (one.BiasInput is null != first.BiasInput is null || one.Projection is null != first.Projection is null)
                {
                    throw Error(one.WeightInput.Name, $"its layer or direction has other tensors than the first one of module {ImportSource.Quote(name)}");
                }

                RequireShape(one.WeightInput, gates * hidden, size);
                RequireShape(one.WeightHidden, gates * hidden, state);
                RequireShape(one.BiasInput, gates * hidden);
                RequireShape(one.BiasHidden, gates * hidden);
                RequireShape(one.Projection, state, hidden);
                directions.Add(one);
            }

            stack.Add(new RecurrentLevel(directions));
            size = state * directions.Count;
        }

        return new RecurrentModule(name, input, hidden, size, tensors.Min(tensor => _positions[tensor.Key]), gates, stack);
    }

    private RecurrentTensors Direction(string name, int level, bool isReverse, List<(int Level, bool IsReverse, string What, string Key)> tensors)
    {
        StateTensor? Find(string what)
        {
            List<string> keys =
            [
                .. tensors.Where(tensor => tensor.Level == level && tensor.IsReverse == isReverse && tensor.What == what).Select(tensor => tensor.Key)
            ];
            return keys.Count switch
            {
                0 => null,
                1 => Take(keys[0]),
                _ => throw Error(keys[1], $"a cell's tensor and that of a layer have the same place in module {ImportSource.Quote(name)}"),
            };
        }

        StateTensor Require(string what) => Find(what)
            ?? throw Error(tensors[0].Key, $"module {ImportSource.Quote(name)} needs '{what}' of layer {level}{(isReverse ? ", reverse direction" : "")}, too");

        RecurrentTensors found = new(Require("weight_ih"), Require("weight_hh"), Find("bias_ih"), Find("bias_hh"), Find("weight_hr"));
        return found.BiasInput is null == found.BiasHidden is null
            ? found
            : throw Error((found.BiasInput ?? found.BiasHidden)!.Name, $"module {ImportSource.Quote(name)} needs both 'bias_ih' and 'bias_hh' or none");
    }

    // The number of rows determines the kind: one, three or four for each unit.
    private (int Gates, int Hidden, int Input) Sizes(RecurrentTensors tensors)
    {
        StateTensor hiddenWeight = tensors.WeightHidden;
        if (hiddenWeight.Rank != 2 || tensors.WeightInput.Rank != 2 || tensors.Projection is { Rank: not 2 })
        {
            throw Error(
                hiddenWeight.Name,
                $"its shape is {hiddenWeight.DescribeShape()} and that of '{tensors.WeightInput.Name}' {tensors.WeightInput.DescribeShape()}; matrices "
                    + "were expected");
        }

        int hidden = tensors.Projection is null ? hiddenWeight.Shape[1] : tensors.Projection.Shape[1];
        int rows = hiddenWeight.Shape[0];
        int gates = hidden == 0 ? 0 : rows / hidden;
        return hidden > 0 && rows % hidden == 0 && gates is 1 or 3 or 4 && (gates == 4 || tensors.Projection is null)
            ? (gates, hidden, tensors.WeightInput.Shape[1])
            : throw Error(
                hiddenWeight.Name,
                $"its shape is {hiddenWeight.DescribeShape()}; with {hidden} units an RNN has {hidden} rows, a GRU {3L * hidden}, an LSTM {4L * hidden}");
    }

    private void FindTutorialCells()
    {
        foreach (string key in _dict.Tensors.Keys.Where(key => key == "i2h.weight" || key.EndsWith(".i2h.weight", StringComparison.Ordinal)).ToList())
        {
            string prefix = key[..^"i2h.weight".Length];
            string name = prefix.TrimEnd('.');
            if (_dict.Tensors.ContainsKey(prefix + "i2o.weight"))
            {
                StateTensor[] tensors = [.. CellRoles.Select(role => Require(prefix + role))];
                int hidden = tensors[0].Rank == 2 ? tensors[0].Shape[0] : 0;
                int input = tensors[0].Rank == 2 ? tensors[0].Shape[1] - hidden : 0;
                int output = tensors[2].Rank == 2 ? tensors[2].Shape[0] : 0;
                if (input < 1)
                {
                    throw Error(tensors[0].Name, $"its shape is {tensors[0].DescribeShape()}; [hidden, input + hidden] was expected");
                }

                RequireShape(tensors[1], hidden);
                RequireShape(tensors[2], output, input + hidden);
                RequireShape(tensors[3], output);
                _modules.Add(new ConcatModule(name, input, hidden, output, _positions[key], tensors));
            }
            else if (_dict.Tensors.ContainsKey(prefix + "h2h.weight"))
            {
                RecurrentTensors tensors = new(
                    Require(prefix + "i2h.weight"), Require(prefix + "h2h.weight"), FindTensor(prefix + "i2h.bias"), FindTensor(prefix + "h2h.bias"), null);
                (int gates, int hidden, int input) = Sizes(tensors);
                if (gates != 1)
                {
                    throw Error(tensors.WeightHidden.Name, $"its shape is {tensors.WeightHidden.DescribeShape()}; a square matrix was expected");
                }

                RequireShape(tensors.WeightInput, hidden, input);
                RequireShape(tensors.BiasInput, hidden);
                RequireShape(tensors.BiasHidden, hidden);
                _modules.Add(new RecurrentModule(name, input, hidden, hidden, _positions[key], 1, [new RecurrentLevel([tensors])]));
            }
        }
    }

    private void FindBatchNorms()
    {
        foreach (string key in _dict.Tensors.Keys.Where(key => LastSegment(key) == "running_mean").ToList())
        {
            string prefix = key[..^"running_mean".Length];
            StateTensor mean = Require(key);
            StateTensor variance = Require(prefix + "running_var");
            StateTensor? weight = FindTensor(prefix + "weight");
            StateTensor? bias = FindTensor(prefix + "bias");
            StateTensor? batches = FindTensor(prefix + "num_batches_tracked");
            int size = mean.Rank == 1 ? mean.Shape[0] : throw Error(mean.Name, $"its shape is {mean.DescribeShape()}; one number for each value was expected");
            RequireShape(variance, size);
            RequireShape(weight, size);
            RequireShape(bias, size);
            if (batches is { Rank: not 0 } && !(batches.Rank == 1 && batches.Shape[0] == 1))
            {
                throw Error(batches.Name, $"its shape is {batches.DescribeShape()}; a count was expected");
            }

            _modules.Add(new BatchNormModule(prefix.TrimEnd('.'), size, _positions[key], mean, variance, weight, bias, batches));
        }
    }

    private void FindTables()
    {
        foreach (string key in _dict.Tensors.Keys.Where(key => LastSegment(key) == "weight" && !_used.Contains(key)).ToList())
        {
            StateTensor weight = _dict.Tensors[key];
            if (weight.Rank != 2)
            {
                string hint = weight.Rank == 1 ? "a layer normalisation or PReLU has such a tensor" : "a convolution has such a tensor";
                throw Error(weight.Name, $"its shape is {weight.DescribeShape()}; a matrix was expected ({hint}, which is not supported)");
            }

            string prefix = key[..^"weight".Length];
            Take(key);
            _modules.Add(Table(prefix.TrimEnd('.'), weight, FindTensor(prefix + "bias"), _positions[key]));
        }

        foreach (string key in _dict.Tensors.Keys.Where(key => LastSegment(key) == "bias" && !_used.Contains(key)).ToList())
        {
            AddTied(key);
        }
    }

    private StateModule Table(string name, StateTensor weight, StateTensor? bias, int position)
    {
        RequireShape(bias, weight.Shape[0]);
        LinearModule linear = new(name, weight.Shape[1], weight.Shape[0], position, weight, bias);
        EmbeddingModule embedding = new(name, weight.Shape[0], weight.Shape[1], position, weight);
        string last = LastSegment(name);
        return bias is not null ? linear
            : _dict.FactsOf(name)?.IsEmbedding is bool isEmbedding ? isEmbedding ? embedding : linear
            : last.Contains("emb", StringComparison.OrdinalIgnoreCase) || last is "wte" or "encoder" or "lookup" ? embedding
            : linear with { AsEmbedding = embedding };
    }

    // Writers leave out a tensor that equals another one; then the bias is alone, and the table has as many rows as it has values.
    private void AddTied(string key)
    {
        StateTensor bias = _dict.Tensors[key];
        EmbeddingModule[] tables = [.. _modules.OfType<EmbeddingModule>().Where(table => bias.Rank == 1 && bias.Shape[0] == table.InputSize)];
        if (tables.Length == 1)
        {
            Take(key);
            string name = key[..^"bias".Length].TrimEnd('.');
            _modules.Add(new LinearModule(name, tables[0].OutputSize, tables[0].InputSize, _positions[key], tables[0].Weight, bias));
            _notes.Add($"'{bias.Name}' has no weight of its own: the weight of '{tables[0].Weight.Name}' was taken (tied weights)");
        }
    }

    private void RefuseTheRest()
    {
        string[] left = [.. _dict.Tensors.Keys.Where(key => !_used.Contains(key))];
        if (left.Length > 0)
        {
            StateTensor tensor = _dict.Tensors[left[0]];
            string more = left.Length == 1 ? "" : $", and neither do {left.Length - 1} others";
            throw Error(
                tensor.Name,
                $"this name, with shape {tensor.DescribeShape()}, belongs to no module that TinyRnn knows{more} (RNN, GRU, LSTM, their cells, Linear, "
                    + "Embedding, BatchNorm1d, the tutorial's cells)");
        }

        if (_options.Labels is null && _modules.Count == 0)
        {
            throw _dict.Source.Error("there is no tensor in the file; the weights of a recurrent network were expected");
        }
    }

    private StateTensor Take(string key)
    {
        _used.Add(key);
        return _dict.Tensors[key];
    }

    private StateTensor? FindTensor(string key) => _dict.Tensors.ContainsKey(key) ? Take(key) : null;

    private StateTensor Require(string key) =>
        FindTensor(key) ?? throw _dict.Source.Error($"the tensor {ImportSource.Quote(key)} is missing; other tensors of its module need it");

    private void RequireShape(StateTensor? tensor, params int[] shape)
    {
        if (tensor is not null && (!tensor.Shape.SequenceEqual(shape) || !tensor.IsNumeric))
        {
            throw Error(tensor.Name, tensor.IsNumeric
                ? $"its shape is {tensor.DescribeShape()}; [{string.Join(", ", shape.Select(number => $"{number}"))}] was expected, to match the tensors of "
                    + "its module"
                : "its type is not a floating-point type; F64, F32, F16 or BF16 was expected");
        }
    }

    private ImportException Error(string tensor, string reason) => _dict.Source.Error($"tensor {ImportSource.Quote(tensor)}", reason);

    private static string LastSegment(string name) => name[(name.LastIndexOf('.') + 1)..];
}
