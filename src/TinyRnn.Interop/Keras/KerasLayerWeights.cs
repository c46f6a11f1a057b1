namespace TinyRnn.Interop.Keras;

/// <summary>Where the arrays of a model's layers lie in a file, in the order in which Keras makes them.</summary>
/// <param name="source">The file.</param>
internal abstract class KerasLayerWeights(ImportSource source)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _paths = [];
    private readonly Dictionary<string, KerasLayerWeights> _inside = [];
    private long _read;

    /// <summary>What the file is called.</summary>
    public string Format { get; init; } = "Keras";

    /// <summary>Whether the arrays of several cells in one layer lie cell by cell.</summary>
    public virtual bool HasStackedCells => true;

    /// <summary>The file.</summary>
    protected ImportSource Source { get; } = source;

    /// <summary>Names all layers of the model with their classes, in the order of its configuration: some files count them by their class.</summary>
    public abstract void Declare(IReadOnlyList<(string Name, string Class)> layers);

    /// <summary>Paths of a layer's arrays.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="className">Its class.</param>
    /// <param name="parts">Groups inside the layer where its arrays lie; more than one for both directions.</param>
    public IReadOnlyList<string> Paths(string name, string className, IReadOnlyList<string> parts) =>
        _paths.TryGetValue(name, out IReadOnlyList<string>? paths) ? paths : _paths[name] = Find(name, className, parts);

    /// <summary>The arrays of a model that is a layer of this one.</summary>
    public KerasLayerWeights Inside(string name, string className) =>
        _inside.TryGetValue(name, out KerasLayerWeights? inside) ? inside : _inside[name] = FindInside(name, className);

    /// <summary>The numbers at a path.</summary>
    /// <exception cref="ImportException">There are none, or layers that are called more than once have more together than a model file can hold.</exception>
    public (int[] Shape, float[] Values) Read(string path)
    {
        (int[] shape, float[] values) = ReadArray(path);
        _read += values.Length;
        return _read <= ImportSource.MaximumLength / sizeof(float) ? (shape, values)
            : throw Source.Error($"its layers have more than {ImportSource.MaximumLength / sizeof(float)} weights together, those of each call counted");
    }

    /// <summary>Refuses what no layer has asked for.</summary>
    public void End()
    {
        CheckAll();
        foreach (KerasLayerWeights inside in _inside.Values)
        {
            inside.End();
        }
    }

    /// <summary>Whether somebody has asked for a layer's arrays, or for a model's.</summary>
    protected bool IsUsed(string name) => _paths.ContainsKey(name) || _inside.ContainsKey(name);

    /// <summary>Reads the numbers at a path.</summary>
    protected abstract (int[] Shape, float[] Values) ReadArray(string path);

    /// <summary>Finds <see cref="Paths"/>.</summary>
    protected abstract IReadOnlyList<string> Find(string name, string className, IReadOnlyList<string> parts);

    /// <summary>Finds <see cref="Inside"/>.</summary>
    protected abstract KerasLayerWeights FindInside(string name, string className);

    /// <summary>Refuses what no layer of this model, those of models inside apart, has asked for.</summary>
    protected abstract void CheckAll();
}
