using TinyRnn.Interop.Options;
using TinyRnn.Interop.StateDicts;
using TinyRnn.Model;

namespace TinyRnn.Interop.Safetensors;

/// <summary>
/// The names of TinyRnn's tensors in an exported file, which are PyTorch's, and the way back. Facts that a state dict cannot hold are in the file's
/// metadata: the model file without its tensors.
/// </summary>
internal static class ExportedNetwork
{
    public const string MetadataKey = "tinyrnn";

    /// <summary>The tensors of a network under PyTorch's names.</summary>
    public static IEnumerable<Tensor> Tensors(Network network)
    {
        foreach (Layer layer in network.Layers)
        {
            foreach (TensorSpec spec in layer.Tensors)
            {
                yield return new Tensor(NameOf(layer, spec.Name), [.. spec.Shape], network.Tensors[spec.Name].Values, network.Tensors[spec.Name].Type);
                if (SecondBias(layer, spec.Name) is string second)
                {
                    yield return new Tensor(second, [.. spec.Shape], new float[spec.Length]);
                }
            }
        }
    }

    /// <summary>Reads a network back.</summary>
    /// <exception cref="ImportException">The description is damaged, or the tensors do not fit it.</exception>
    public static ImportResult Read(ImportSource source, ImportOptions options, IReadOnlyList<StateTensor> tensors, string description)
    {
        if (options.Given.FirstOrDefault() is string option)
        {
            throw source.Error(
                $"the file was exported by TinyRnn and describes the whole model, so it takes no options; remove {options.Call(option)}, or the file "
                    + $"'{Path.GetFileName(OptionsFile.PathBeside(source.Path))}' if it exists");
        }

        Dictionary<string, StateTensor> byName = tensors.ToDictionary(tensor => tensor.Name);
        List<LayerReading> readings = [];
        Network network;
        try
        {
            network = NetworkReader.ReadDescription(description, source.Path, layers => [.. layers.SelectMany(layer => Take(source, layer, byName, readings))]);
        }
        catch (ModelFormatException e)
        {
            throw source.Error($"'__metadata__' '{MetadataKey}', line {e.Line}, column {e.Column}", e.Reason);
        }
        catch (ArgumentException e)
        {
            throw source.Error($"'__metadata__' '{MetadataKey}'", e.Message);
        }

        return byName.Count == 0
            ? new ImportResult(
                network, "safetensors", readings, ["the file was exported by TinyRnn; its metadata describes the whole model"])
            { SourceNoun = "tensor" }
            : throw source.Error($"tensor {ImportSource.Quote(byName.First().Key)}", "no layer of the file's own description uses it");
    }

    private static List<Tensor> Take(ImportSource source, Layer layer, Dictionary<string, StateTensor> byName, List<LayerReading> readings)
    {
        List<Tensor> tensors = [];
        List<string> sources = [];
        foreach (TensorSpec spec in layer.Tensors)
        {
            StateTensor taken = TakeOne(NameOf(layer, spec.Name), spec.Shape);
            tensors.Add(new Tensor(spec.Name, [.. spec.Shape], taken.Read(), taken.IsBrainFloat ? TensorType.BF16 : TensorType.F32));
            if (SecondBias(layer, spec.Name) is string second && TakeOne(second, spec.Shape).Read().AsSpan().ContainsAnyExcept(0f))
            {
                throw source.Error($"tensor '{second}'", "zeros were expected, because the layer has one bias");
            }
        }

        readings.Add(new LayerReading(layer.Name, layer.ToString(), sources));
        return tensors;

        StateTensor TakeOne(string name, IReadOnlyList<int> shape)
        {
            if (!byName.Remove(name, out StateTensor? tensor) || !tensor.Shape.SequenceEqual(shape))
            {
                throw source.Error(
                    $"tensor '{name}'",
                    $"{(tensor is null ? "it is missing" : $"its shape is {tensor.DescribeShape()}")}; "
                        + $"[{string.Join(", ", shape.Select(number => $"{number}"))}] was expected for layer '{layer.Name}'");
            }

            sources.Add(name);
            return tensor;
        }
    }

    // 'gru.weight_ih_reverse' becomes 'gru.weight_ih_l0_reverse', and a single bias becomes the input's bias.
    private static string NameOf(Layer layer, string name)
    {
        if (layer is not RecurrentLayer)
        {
            return name;
        }

        const string Reverse = "_reverse";
        bool isReverse = name.EndsWith(Reverse, StringComparison.Ordinal);
        string role = isReverse ? name[..^Reverse.Length] : name;
        return $"{(role == layer.Name + ".bias" ? role + "_ih" : role)}_l0{(isReverse ? Reverse : "")}";
    }

    private static string? SecondBias(Layer layer, string name) =>
        layer is RecurrentLayer { Bias: BiasForm.Combined } && name.StartsWith(layer.Name + ".bias", StringComparison.Ordinal)
            ? NameOf(layer, name).Replace(".bias_ih", ".bias_hh", StringComparison.Ordinal)
            : null;
}
