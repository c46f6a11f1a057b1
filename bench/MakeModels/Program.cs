using Peers;
using TinyRnn.Model;

// Writes networks of the comparison into a folder, which then holds no others of their format; or with a name one network of any size.
if (PeerArguments.Parse(args) is not { Words: { Count: 2 or 3 } words } arguments || words[0] is not ("tinyrnn" or "onnx") || (words.Count == 3 && arguments.OneSize is null))
{
    Console.Error.WriteLine($"usage: MakeModels tinyrnn|onnx FOLDER [NAME] {PeerArguments.Usage}");
    return 2;
}

string format = words[0];
string folder = words[1];
Directory.CreateDirectory(folder);
foreach (string old in Directory.EnumerateFiles(folder, "*." + format))
{
    File.Delete(old);
}

foreach (PeerSize size in words.Count == 3 ? [arguments.OneSize!.Value] : format == "onnx" ? arguments.Sizes : arguments.Sizes.Concat(arguments.OneHotSizes))
{
    string path = Path.Combine(folder, $"{words.ElementAtOrDefault(2) ?? size.ToString()}.{format}");
    if (format == "onnx")
    {
        File.WriteAllBytes(path, OnnxModel.Write(size));
    }
    else
    {
        NetworkFile.Save(PeerNetwork.Create(size), path);
    }
}

// Of smaller weights, whatever they lose: random networks have no task.
foreach (PeerSize size in format == "onnx" || words.Count == 3 ? [] : arguments.Sizes.Where(size => size.IsQuantized))
{
    foreach ((string name, TensorType type) in new[] { ("bf16", TensorType.BF16), ("int8", TensorType.I8) })
    {
        QuantizationOptions options = new() { Type = type, LayerBound = double.PositiveInfinity };
        NetworkFile.Save(Quantizer.Quantize(PeerNetwork.Create(size), options).Network, Path.Combine(folder, $"{size}-{name}.{format}"));
    }
}

return 0;
