using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>A layer with its arrays.</summary>
/// <param name="Outer">The layer of the model, which has the name.</param>
/// <param name="Layer">The same layer, or the layer within it that has the sizes and activations.</param>
/// <param name="Weights">The arrays of the model.</param>
/// <param name="Parts">Groups within the layer where its arrays lie.</param>
internal sealed record KerasSite(KerasSettings Outer, KerasSettings Layer, KerasLayerWeights Weights, IReadOnlyList<string> Parts)
{
    private const int Longest = 8;

    private IReadOnlyList<string>? _paths;

    /// <summary>The layer's name.</summary>
    public string Name => Outer.Name;

    /// <summary>The range of its arrays, if it is one of several cells of a layer; null for all.</summary>
    public Range? Own { get; init; }

    /// <summary>Paths of its arrays.</summary>
    public IReadOnlyList<string> Paths => _paths ??= Own is Range own ? [.. All.Take(own)] : All;

    private IReadOnlyList<string> All => Weights.Paths(Outer.Name, Outer.Class, Parts);

    /// <summary>An error that names the layer.</summary>
    public ImportException Error(string reason) => Outer.Error(reason);

    /// <summary>Fails if the layer has another number of arrays.</summary>
    public void RequireCount(int count)
    {
        if (Paths.Count != count)
        {
            throw Error($"it has {Paths.Count} arrays of weights; {count} were expected");
        }
    }

    /// <summary>The numbers of an array of this shape.</summary>
    public float[] Read(int index, params int[] shape)
    {
        if (index >= Paths.Count)
        {
            throw Error($"it has {Paths.Count} arrays of weights; one more of shape {Shape(shape)} was expected");
        }

        (int[] found, float[] values) = Weights.Read(Paths[index]);
        return found.SequenceEqual(shape)
            ? values
            : throw Error($"the array {ImportSource.Quote(Paths[index])} has the shape {Shape(found)}; {Shape(shape)} was expected");
    }

    /// <summary>Fails if it is not known how many values a layer reads.</summary>
    public void RequireInputs(KerasValue value)
    {
        if (value.Size is < 1 or > FieldReader.MaximumSize)
        {
            throw Error($"the configuration does not say how many values it reads, from 1 to {FieldReader.MaximumSize}");
        }
    }

    /// <summary>Fails if a layer that works over steps reads something without steps.</summary>
    public void RequireSteps(KerasValue value)
    {
        if (value.Rate == KerasRate.AtEnd)
        {
            throw Error("it reads a sequence, but the layer before gives one output for the whole sequence ('return_sequences' is false there)");
        }

        if (value.Rank == 2)
        {
            throw Error("it reads a sequence, but the model's input has no axis of steps");
        }
    }

    /// <summary>A shape in words; a long one is cut off.</summary>
    public static string Shape(IEnumerable<int> shape)
    {
        string[] words = [.. shape.Take(Longest + 1).Select(number => $"{number}")];
        return $"[{string.Join(", ", words.Take(Longest))}{(words.Length > Longest ? ", ..." : "")}]";
    }
}
