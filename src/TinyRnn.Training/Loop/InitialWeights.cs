namespace TinyRnn.Training;

/// <summary>Weights of another training to begin with.</summary>
internal static class InitialWeights
{
    /// <summary>Checks that a network reads the same and has the same layers.</summary>
    /// <exception cref="ArgumentException">It does not; the message names what differs.</exception>
    public static void Check(Network initial, NetworkTemplate template)
    {
        List<string> differences = [];
        foreach (Layer layer in template.Layers)
        {
            Layer? theirs = initial.Layers.FirstOrDefault(other => other.Name == layer.Name);
            if (theirs?.ToString() != layer.ToString())
            {
                differences.Add($"layer '{layer.Name}' is {layer}, there {theirs?.ToString() ?? "missing"}");
            }
        }

        differences.AddRange(initial.Layers
            .Where(theirs => template.Layers.All(layer => layer.Name != theirs.Name))
            .Select(theirs => $"there is no layer '{theirs.Name}', which is {theirs} there"));
        if (template.Input is Vocabulary vocabulary && initial.Vocabulary?.Characters != vocabulary.Characters)
        {
            differences.Add($"the vocabulary is of {vocabulary.Size} characters, there of {(initial.Vocabulary is Vocabulary other ? $"{other.Size} other ones" : "none")}");
        }

        if (template.Labels is not null && !template.Labels.SequenceEqual(initial.Labels))
        {
            differences.Add($"the labels are {string.Join(", ", template.Labels)}, there {string.Join(", ", initial.Labels)}");
        }

        if (differences.Count > 0)
        {
            throw new ArgumentException($"the weights of '{initial.Name}' do not fit this training: {string.Join("; ", differences)}", nameof(initial));
        }
    }

    /// <summary>SHA-256 of the weights.</summary>
    public static byte[] Hash(Network network)
    {
        using DataHash hash = new();
        foreach (Tensor tensor in network.Layers.SelectMany(layer => layer.Tensors).Select(tensor => network.Tensors[tensor.Name]))
        {
            hash.Add<float>(tensor.Values);
        }

        return hash.Get();
    }
}
