using Peers;
using TinyRnn.Model;

// Writes the networks of the comparison into a folder and deletes others of their format; or, with a name, writes one network of any size.
if (PeerArguments.Parse(args) is not { Words: { Count: 2 or 3 } words } arguments || words[0] is not ("tinyrnn" or "onnx")
    || (words.Count == 3 && arguments.OneSize is null))
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

foreach (PeerSize size
    in words.Count == 3 ? [arguments.OneSize!.Value] : format == "onnx" ? arguments.Sizes
        : arguments.Sizes.Concat(arguments.OneHotSizes).Concat(arguments.LargeSizes))
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

// Networks with smaller weights. Their loss does not matter, because random networks have no task.
foreach (PeerSize size in format == "onnx" || words.Count == 3 ? [] : arguments.Sizes.Where(size => size.IsQuantized))
{
    foreach ((string name, TensorType type) in new[] { ("bf16", TensorType.BF16), ("int8", TensorType.I8) })
    {
        QuantizationOptions options = new() { Type = type, LayerBound = double.PositiveInfinity };
        NetworkFile.Save(Quantizer.Quantize(PeerNetwork.Create(size), options).Network, Path.Combine(folder, $"{size}-{name}.{format}"));
    }
}

// Networks with zero blocks, which the generator leaves out.
foreach (PeerSize size in format == "onnx" || words.Count == 3 ? [] : arguments.Sizes.Concat(arguments.LargeSizes).Where(size => size.IsSparse))
{
    foreach ((string name, float share) in new[] { ("sparse80", 0.8f), ("sparse90", 0.9f) })
    {
        NetworkFile.Save(PeerNetwork.WithZeroBlocks(size, share), Path.Combine(folder, $"{size}-{name}.{format}"));
    }

    QuantizationOptions options = new() { Type = TensorType.I8, LayerBound = double.PositiveInfinity };
    NetworkFile.Save(Quantizer.Quantize(PeerNetwork.WithZeroBlocks(size, 0.8f), options).Network, Path.Combine(folder, $"{size}-int8-sparse80.{format}"));
}

return 0;
