namespace TinyRnn.Model;

/// <summary>
/// Makes the weights of a network smaller. Matrices become bfloat16 (half the size, arithmetic in single precision) or signed 8-bit quantised values
/// (a quarter of the size, with 32-bit integer accumulators). Vectors (biases, peepholes, initial states) stay F32, and so do matrices that would
/// gain nothing or lose too much.
/// </summary>
public static class Quantizer
{
    // A matrix that is smaller than this in either direction is part of another kernel, where its size does not matter.
    private const int SmallestSide = 5;

    /// <summary>Quantises a network of F32 tensors.</summary>
    /// <exception cref="ArgumentException">
    /// The network is quantised already, the type is F32, or a sequence does not fit the network.
    /// </exception>
    public static QuantizedModel Quantize(Network network, QuantizationOptions options)
    {
        if (options.Type == TensorType.F32)
        {
            throw new ArgumentException("a network can be quantised only to BF16 or I8", nameof(options));
        }

        if (network.Tensors.Values.FirstOrDefault(tensor => tensor.Type != TensorType.F32) is Tensor quantized)
        {
            throw new ArgumentException($"the network is quantised already: tensor '{quantized.Name}' is {Words.Of(quantized.Type)}", nameof(network));
        }

        ErrorData data = new(network, options.Data);
        ValueRanges ranges = new(network, data.Known);
        OutputErrors errors = new(network, data.Sequences);
        Dictionary<string, Tensor> tensors = network.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value);
        List<LayerQuantization> layers = [];
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Layer layer = network.Layers[i];
            if (layer.Tensors.Count == 0)
            {
                continue;
            }

            List<string> notes = [];
            List<Tensor> changed = [];
            foreach (TensorSpec spec in layer.Tensors.Where(spec => spec.Reads != MatrixInput.None))
            {
                if (Convert(network, i, spec, options.Type, ranges, out string reason) is Tensor tensor)
                {
                    changed.Add(tensor);
                }
                else
                {
                    notes.Add($"{spec.Name} stays F32: {reason}");
                }
            }

            double error = changed.Count == 0 ? 0 : errors.Of(Replace(network, changed)).Relative;
            if (error > options.LayerBound)
            {
                notes.Add(
                    FormattableString.Invariant(
                        $"{layer.Name} stays F32: quantising it alone changes the outputs by {error:0.####} of their deviation, more than ")
                        + FormattableString.Invariant($"{options.LayerBound:0.####}"));
                changed.Clear();
            }

            changed.ForEach(tensor => tensors[tensor.Name] = tensor);
            layers.Add(new LayerQuantization(layer.Name, [.. changed.Select(tensor => tensor.Name)], error, notes));
        }

        Network result = Record(network.WithTensors(tensors.Values));
        (double largest, double mean, double relative) = errors.Of(result);
        return new QuantizedModel(result, new QuantizationReport(
            options.Type, data.Description, layers,
            SparseForm.StoredBytes(network), SparseForm.StoredBytes(result), largest, mean, relative));
    }

    private static Tensor? Convert(Network network, int layer, TensorSpec spec, TensorType type, ValueRanges ranges, out string reason)
    {
        Tensor tensor = network.Tensors[spec.Name];
        bool isLookedUp = network.IsLookedUp(layer, spec);
        reason = "";
        if (!isLookedUp && (spec.Shape[0] < SmallestSide || spec.Shape[1] < SmallestSide))
        {
            reason = "it is too small to gain anything";
            return null;
        }

        if (type == TensorType.BF16)
        {
            return TensorQuantizer.ToBFloat16(tensor);
        }

        if (spec.Reads == MatrixInput.LayerAndHidden)
        {
            reason = "the input and the hidden state that it reads have no common range";
            return null;
        }

        QuantizationRange? range = isLookedUp ? null : ranges.Of(layer, spec.Reads);
        if (!isLookedUp && range is null)
        {
            reason = "the range of its input is not known; give data to measure it";
            return null;
        }

        return TensorQuantizer.ToInt8(tensor, range);
    }

    private static Network Replace(Network network, IReadOnlyList<Tensor> changed) =>
        network.WithTensors(network.Tensors.Values.Select(tensor => changed.FirstOrDefault(other => other.Name == tensor.Name) ?? tensor));

    /// <summary>A network whose test vectors have its own outputs: they prove that a compiled model computes what this file says.</summary>
    internal static Network Record(Network network)
    {
        Interpreter interpreter = new(network);
        return network.With([.. network.TestVectors.Select(testVector => testVector.Values is null
            ? TestVector.OfText(testVector.Text!, interpreter.RunText(testVector.Text!))
            : TestVector.OfValues(testVector.Values, interpreter.Run(testVector.Values)))]);
    }
}
