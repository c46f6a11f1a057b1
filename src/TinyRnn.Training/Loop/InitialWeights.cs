namespace TinyRnn.Training;

/// <summary>Weights of another training that replace random initial ones.</summary>
/// <param name="Network">A network with the same input, layers and labels.</param>
/// <param name="Source">Its origin for messages, such as its file.</param>
public sealed record InitialWeights(Network Network, string Source)
{
    /// <summary>Checks that the network has the same input and the same layers.</summary>
    /// <exception cref="ArgumentException">They differ. The message names the differences.</exception>
    internal void Check(NetworkDefinition definition)
    {
        List<string> differences = [];
        foreach (Layer layer in definition.Layers)
        {
            Layer? theirs = Network.Layers.FirstOrDefault(other => other.Name == layer.Name);
            string ours = layer.DescribeWithInputs();
            if (theirs?.DescribeWithInputs() != ours)
            {
                differences.Add($"layer '{layer.Name}' is {ours}, there {theirs?.DescribeWithInputs() ?? "missing"}");
            }
        }

        differences.AddRange(Network.Layers
            .Where(theirs => definition.Layers.All(layer => layer.Name != theirs.Name))
            .Select(theirs => $"there is no layer '{theirs.Name}', which is {theirs} there"));
        if (definition.Input is Vocabulary vocabulary && Network.Vocabulary?.Characters != vocabulary.Characters)
        {
            differences.Add(
                $"the vocabulary has {vocabulary.Size} characters, there "
                    + $"{(Network.Vocabulary is Vocabulary other ? $"{other.Size} others" : "none")}");
        }

        if (definition.Labels.Count > 0 && !definition.Labels.SequenceEqual(Network.Labels))
        {
            differences.Add($"the labels are {string.Join(", ", definition.Labels)}, there {string.Join(", ", Network.Labels)}");
        }

        if (differences.Count > 0)
        {
            throw new ArgumentException($"{Source}: the weights do not fit this training: {string.Join("; ", differences)}");
        }
    }

    /// <summary>SHA-256 of the weights.</summary>
    internal byte[] Hash()
    {
        using DataHash hash = new();
        foreach (Tensor tensor in Network.Layers.SelectMany(layer => layer.Tensors).Select(tensor => Network.Tensors[tensor.Name]))
        {
            hash.Add<float>(tensor.Values);
        }

        return hash.Get();
    }
}
