namespace TinyRnn.Interop.Keras;

/// <summary>The arrays of a model's layers in a file, in the order in which Keras creates them.</summary>
/// <param name="source">The file.</param>
internal abstract class KerasLayerWeights(ImportSource source)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _paths = [];
    private readonly Dictionary<string, KerasLayerWeights> _inside = [];
    private long _read;

    /// <summary>The name of the kind of file.</summary>
    public string Format { get; init; } = "Keras";

    /// <summary>Whether the arrays of several cells in one layer lie cell by cell.</summary>
    public virtual bool HasStackedCells => true;

    /// <summary>The file.</summary>
    protected ImportSource Source { get; } = source;

    /// <summary>Names all layers of the model with their classes, in the order of its configuration; some files number layers by class.</summary>
    public abstract void Declare(IReadOnlyList<(string Name, string Class)> layers);

    /// <summary>The paths of a layer's arrays.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="className">Its class.</param>
    /// <param name="parts">Groups within the layer where its arrays lie; more than one for both directions.</param>
    public IReadOnlyList<string> Paths(string name, string className, IReadOnlyList<string> parts) =>
        _paths.TryGetValue(name, out IReadOnlyList<string>? paths) ? paths : _paths[name] = Find(name, className, parts);

    /// <summary>The arrays of a model that is a layer of this model.</summary>
    public KerasLayerWeights Inside(string name, string className) =>
        _inside.TryGetValue(name, out KerasLayerWeights? inside) ? inside : _inside[name] = FindInside(name, className);

    /// <summary>The numbers at a path.</summary>
    /// <exception cref="ImportException">There is no such array; or layers that are called several times need more weights in all than a model file
    /// can hold.</exception>
    public (int[] Shape, float[] Values) Read(string path)
    {
        (int[] shape, float[] values) = ReadArray(path);
        _read += values.Length;
        return _read <= ImportSource.MaximumLength / sizeof(float) ? (shape, values)
            : throw Source.Error($"its layers have more than {ImportSource.MaximumLength / sizeof(float)} weights in all, counted for each call");
    }

    /// <summary>Refuses arrays that no layer has asked for.</summary>
    public void End()
    {
        CheckAll();
        foreach (KerasLayerWeights inside in _inside.Values)
        {
            inside.End();
        }
    }

    /// <summary>Whether a layer's arrays, or a model's, have been asked for.</summary>
    protected bool IsUsed(string name) => _paths.ContainsKey(name) || _inside.ContainsKey(name);

    /// <summary>Reads the numbers at a path.</summary>
    protected abstract (int[] Shape, float[] Values) ReadArray(string path);

    /// <summary>Finds <see cref="Paths"/>.</summary>
    protected abstract IReadOnlyList<string> Find(string name, string className, IReadOnlyList<string> parts);

    /// <summary>Finds <see cref="Inside"/>.</summary>
    protected abstract KerasLayerWeights FindInside(string name, string className);

    /// <summary>Refuses arrays that no layer of this model has asked for; models within it are left out.</summary>
    protected abstract void CheckAll();
}
