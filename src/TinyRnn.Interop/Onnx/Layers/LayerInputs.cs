using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Finds the layers that give the elements a layer reads. Adds pools and selections if no layer gives exactly these elements.</summary>
internal sealed class LayerInputs(GraphReading reading, RowGraph rows, NetworkBuilder builder, Func<string?> poolingName)
{
    private readonly Dictionary<Row, string> _names = [];

    // Where the values of a row lie among those of its layer, unless they are in order.
    private readonly Dictionary<Row, int[]> _places = [];
    private readonly Dictionary<(Row Row, Pool Pool), string> _pools = [];

    /// <summary>How the steps of a row become one value.</summary>
    private enum Pool
    {
        /// <summary>Unchanged.</summary>
        None,

        /// <summary>Their mean.</summary>
        Mean,

        /// <summary>Their maximum.</summary>
        Max,

        /// <summary>The first half of the values from the last step, the second half from the first step.</summary>
        BothEnds,

        /// <summary>All values of the last step, then all of the first.</summary>
        BothWhole,
    }

    /// <summary>Records the name under which a row's values are read.</summary>
    public void Add(Row row, string name) => _names[row] = name;

    /// <summary>Records where a row's values lie among those that are read under its name; null if they are in order.</summary>
    public void Place(Row row, int[]? places)
    {
        if (places is not null && !IsInOrder(places))
        {
            _places[row] = places;
        }
    }

    /// <summary>The layers that a layer with a matrix reads.</summary>
    public RowSource Of(Element[] elements, string node)
    {
        elements = rows.Current(elements);
        List<(Row Row, Pool Pool)> parts = [];
        Dictionary<(Row, Pool), int> starts = [];
        HashSet<Row> halved =
        [
            .. elements.Where(element => element.View == StepView.First).Select(element => element.Row!).Distinct().Where(row => IsHalved(row, elements))
        ];
        int size = 0;
        int[] selection = new int[elements.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            Element element = elements[i];
            Row row = element.Row ?? throw Error(node, "joins stored numbers with values that the network computes");
            Pool pool = element.View switch
            {
                StepView.Every => Pool.None,
                StepView.Last => halved.Contains(row) ? Pool.BothEnds : Pool.None,
                StepView.First => halved.Contains(row) ? Pool.BothEnds : Pool.BothWhole,
                StepView.Mean => Pool.Mean,
                StepView.Max => Pool.Max,
                _ => throw Error(node, "reads the state before a step; TinyRnn supports that only together with the step's input and with a linear recurrence"),
            };
            if (!starts.TryGetValue((row, pool), out int start))
            {
                start = size;
                starts.Add((row, pool), start);
                parts.Add((row, pool));
                size += pool == Pool.BothWhole ? 2 * row.Size : row.Size;
            }

            selection[i] = start + PlaceOf(row, element.Index, pool) + (pool == Pool.BothWhole ? row.Size : 0);
        }

        bool isWhole = selection.Length == size && selection.Select((index, i) => index == i).All(fits => fits);
        return new RowSource([.. parts.Select(part => NameOf(part.Row, part.Pool, node))], size, isWhole ? null : selection);
    }

    /// <summary>
    /// The layers whose values, one after another, are exactly the elements, in the order in which the layers have them. That saves copies for a
    /// layer that computes each value from one value.
    /// </summary>
    /// <returns>The layers, and for each element where its value lies; null if the values are in the elements' order.</returns>
    public (IReadOnlyList<string> Names, int[]? Places) InAnyOrder(Element[] elements, string node)
    {
        RowSource source = Of(elements, node);
        if (source.Selection is not int[] selection)
        {
            return (source.Names, null);
        }

        int[] sorted = [.. selection.Distinct().Order()];
        if (sorted.Length < selection.Length)
        {
            return ([Select(source, selection, node)], null);
        }

        int[] places = Array.ConvertAll(selection, index => Array.BinarySearch(sorted, index));
        int[]? order = IsInOrder(places) ? null : places;
        return (sorted.Length == source.Size ? source.Names : [Select(source, sorted, node)], order);
    }

    /// <summary>Like <see cref="One(Element[], string)"/>, but each value has the place that it has in another row.</summary>
    public string One(Element[] elements, string node, int[]? places) => One(Placed(elements, places), node);

    /// <summary>Sorts items by the places of their values.</summary>
    public static T[] Placed<T>(T[] items, int[]? places)
    {
        if (places is null)
        {
            return items;
        }

        T[] placed = new T[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            placed[places[i]] = items[i];
        }

        return placed;
    }

    /// <summary>The layers whose values, one after another, are exactly the elements.</summary>
    public IReadOnlyList<string> Exactly(Element[] elements, string node)
    {
        RowSource source = Of(elements, node);
        return source.Selection is int[] selection ? [Select(source, selection, node)] : source.Names;
    }

    /// <summary>The single layer whose values are exactly the elements.</summary>
    public string One(Element[] elements, string node)
    {
        RowSource source = Of(elements, node);
        if (source.Selection is int[] selection)
        {
            return Select(source, selection, node);
        }

        if (source.Names is [string only])
        {
            return only;
        }

        string name = builder.NameLayer("concat");
        builder.Add(new ActivationLayer(name, source.Size, Activation.Identity) { Inputs = source.Names }, [], [node]);
        return name;
    }

    private static bool IsInOrder(int[] places) => places.Select((place, i) => place == i).All(fits => fits);

    // Pools over both ends work on halves of a row, so they need a row that is in order.
    private int PlaceOf(Row row, int index, Pool pool) => !_places.TryGetValue(row, out int[]? places) ? index
        : pool is Pool.BothEnds ? throw Error(row.Node, "gives values in an order whose halves are not the two directions")
        : places[index];

    private string Select(RowSource source, int[] selection, string node)
    {
        string name = builder.NameLayer("select");
        builder.Add(new SelectLayer(name, source.Size, selection) { Inputs = source.Names }, [], [node]);
        return name;
    }

    private static bool IsHalved(Row row, Element[] elements) => row.Size % 2 == 0













            && elements.Where(element => element.Row == row && element.View is StepView.First or StepView.Last).All(
                element => element.Index < row.Size / 2 == (element.View == StepView.Last));

    private string NameOf(Row row, Pool pool, string node)
    {
        if (pool == Pool.None)
        {
            return _names[row];
        }

        if (!_pools.TryGetValue((row, pool), out string? name))
        {
            string read = _names[row];
            name = builder.NameLayer(poolingName() ?? "pooling");
            PoolingMode mode = pool switch { Pool.Mean => PoolingMode.Mean, Pool.Max => PoolingMode.Max, _ => PoolingMode.Final };
            bool isTwice = pool == Pool.BothWhole;
            builder.Add(new PoolingLayer(name, isTwice ? 2 * row.Size : row.Size, mode) { Inputs = isTwice ? [read, read] : [read] }, [], [node]);
            _pools.Add((row, pool), name);
        }

        return name;
    }

    private ImportException Error(string node, string reason) => reading.Source.Error($"node {ImportSource.Quote(node)}", reason);
}
