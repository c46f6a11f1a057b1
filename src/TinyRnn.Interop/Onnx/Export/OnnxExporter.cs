using System.Text;
using System.Text.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Writes ONNX, opset 17: a graph over sequences, from <c>input</c> [batch, time, values] or <c>tokens</c> [batch, time] (int64) to <c>output</c>
/// [batch, time, outputs] or [batch, outputs]; or a graph of one step, whose inputs and outputs include the state of each recurrent layer, [1, batch,
/// hidden]. Facts that ONNX has no place for go into the file's metadata, so that importing the file gives the same network.
/// </summary>
public sealed class OnnxExporter(bool isStep = false) : IModelExporter
{
    private const long IrVersion = 8;
    private const long Opset = 17;

    /// <summary>
    /// The length of the sequences, for consumers that need all sizes; the batch is then 1, and states that start at zero are stored. Null for any length and
    /// batch.
    /// </summary>
    public int? Steps { get; init; }

    /// <summary>The program that the graph is for. <see cref="OnnxConsumer.OpenCv"/> needs <see cref="Steps"/>.</summary>
    public OnnxConsumer Consumer { get; init; }

    /// <inheritdoc/>
    public string Kind => isStep ? "onnx-step" : "onnx";

    /// <inheritdoc/>
    public string Extension => ".onnx";

    /// <inheritdoc/>
    public byte[] Write(Network network, IList<string> notes)
    {
        if (network.Forecast?.Origin is not null)
        {
            throw new ExportException(
                "the forecast subtracts an origin from its rows in double precision, which a graph in single precision cannot do; export to safetensors");
        }

        if (isStep && (Steps is not null || Consumer != OnnxConsumer.Any))
        {
            throw new ExportException("a graph of one step has no length, and is for any program; a length and a program are for the sequence graph, onnx");
        }

        if (isStep && !network.IsStreaming)
        {
            throw new ExportException("a layer reads from the last step to the first, so a graph of one step is not possible; export the sequence graph");
        }

        if (Steps < 1)
        {
            throw new ExportException($"sequences of {Steps} steps cannot be exported; at least 1 was expected");
        }

        if (Consumer == OnnxConsumer.OpenCv)
        {
            if (Steps is null)
            {
                throw new ExportException("OpenCV's DNN module needs sequences of a fixed length; give the number of steps");
            }

            OpenCvLimits.Check(network);
        }
        else if (Steps is not null && OpenCvLimits.Misread(network) is string misread)
        {
            notes.Add($"OpenCV's DNN module {misread}; export for it with --for opencv");
        }

        network = Dequantizer.WithoutInt8(network, notes);
        if (network.Tensors.Values.Any(tensor => tensor.Type == TensorType.BF16))
        {
            notes.Add("bfloat16 weights became single precision with the same values: ONNX's recurrent operators accept no other type");
        }

        GraphWriter graph = new();
        bool hasTokens = network.Tokens is not null;
        string input = hasTokens ? "tokens" : "input";
        int type = hasTokens ? OnnxTensor.Int64 : OnnxTensor.Float;
        object[] sizes = [.. isStep ? new object[] { Batch } : [Batch, Time], .. hasTokens ? Array.Empty<object>() : [network.InputSize]];
        graph.Input(input, type, sizes);

        // Transposed to [time, batch, values].
        string raw = isStep
            ? graph.Add("Unsqueeze", [input, graph.Integers(false, 0)])
            : graph.Add("Transpose", [input], ("perm", hasTokens ? new long[] { 1, 0 } : [1, 0, 2]));
        string values = Read(graph, network, raw);
        LayerExport layers = new(graph, network, isStep, Steps is not null) { Consumer = Consumer };
        string[] results = new string[network.Layers.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = layers.Add(
                network.Layers[i],
                [.. network.Graph.Nodes[i].Inputs.Select(layer => layer != Graph.Input ? results[layer] : network.Layers[i] is EmbeddingLayer ? raw : values)]);
        }

        values = results[^1];
        bool isPooled = layers.IsPooled(values);

        if (network.OutputScaling is Scaling scaling)
        {
            values = graph.Add("Mul", [values, graph.Tensor("output.std", [.. scaling.Std], scaling.Std.Count)]);
            values = graph.Add("Add", [values, graph.Tensor("output.mean", [.. scaling.Mean], scaling.Mean.Count)]);
        }

        if (network.Residual is Residual residual)
        {
            string around = graph.Add(
                "Gather", [isPooled ? layers.Step(raw, -1) : raw, graph.Integers(false, [.. residual.Inputs.Select(index => (long)index)])],
                ("axis", isPooled ? 1L : 2L));
            around = residual.Factor == 1f ? around : graph.Add("Mul", [around, graph.Tensor("output.skip_factor", [residual.Factor])]);
            values = graph.Add("Add", [values, around]);
        }

        Finish(graph, network, isPooled, values);
        if (isStep && network.HasInitialState)
        {
            notes.Add("the graph of one step does not contain the stored initial state: the caller passes the state");
        }

        return graph.ToArray(network.Name, IrVersion, Opset, new Dictionary<string, string> { [OnnxMetadata.Key] = Metadata(network) });
    }

    private string Read(GraphWriter graph, Network network, string raw)
    {
        switch (network.Input)
        {
            // Not all consumers of fixed sizes have OneHot.
            case TokenInput tokens when Steps is not null && ReadsOneHot(network):
                float[] rows = new float[tokens.Size * tokens.Size];
                for (int i = 0; i < tokens.Size; i++)
                {
                    rows[(i * tokens.Size) + i] = 1f;
                }

                return graph.Add("Gather", [graph.Tensor("one_hot", rows, tokens.Size, tokens.Size), raw]);
            case TokenInput when ReadsOneHot(network):
                return graph.Add("OneHot", [raw, graph.Integers(true, network.InputSize), graph.Tensor("one_hot", [0f, 1f], 2)], ("axis", -1L));
            case VectorInput { Scaling: Scaling scaling }:
                string centred = graph.Add("Sub", [raw, graph.Tensor("input.mean", [.. scaling.Mean], scaling.Mean.Count)]);
                return graph.Add("Div", [centred, graph.Tensor("input.std", [.. scaling.Std], scaling.Std.Count)]);
            default:
                return raw;
        }
    }

    private static bool ReadsOneHot(Network network) => network.Graph.Nodes.Any(node => node.IsFirst && node.Layer is not EmbeddingLayer);

    private void Finish(GraphWriter graph, Network network, bool isPooled, string values)
    {
        bool isEvery = network.OutputSteps == OutputSteps.Every;
        if (isStep)
        {
            graph.Add("Squeeze", "output", [values, graph.Integers(false, 0)], ["output"]);
        }
        else if (isPooled)
        {
            graph.Add("Identity", "output", [values], ["output"]);
        }
        else if (isEvery)
        {
            graph.Add("Transpose", "output", [values], ["output"], ("perm", new long[] { 1, 0, 2 }));
        }
        else
        {
            graph.Add("Gather", "output", [values, graph.Integers(true, -1)], ["output"], ("axis", 0L));
        }

        graph.Output("output", OnnxTensor.Float, [.. isEvery && !isStep ? new object[] { Batch, Time } : [Batch], network.OutputSize]);
    }

    private object Batch => Steps is null ? "batch" : 1L;

    private object Time => Steps is int steps ? (long)steps : "time";

    private static string Metadata(Network network)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("name", network.Name);
            json.WriteString("task", Words.Of(network.Task));
            json.WriteString("steps", Words.Of(network.OutputSteps));
            json.WriteBoolean("outputScaling", network.OutputScaling is not null);
            if (network.Forecast is ForecastShape forecast)
            {
                json.WriteNumber("window", forecast.Window);
                json.WriteNumber("horizon", forecast.Horizon);
                json.WriteString("target", forecast.Target is int target ? FormattableString.Invariant($"{target}") : "none");
                if (forecast.Known.Count > 0)
                {
                    json.WriteStartArray("known");
                    foreach (int column in forecast.Known)
                    {
                        json.WriteNumberValue(column);
                    }

                    json.WriteEndArray();
                }
            }

            if (network.Labels.Count > 0)
            {
                Write(json, "labels", network.Labels);
            }

            if (network.Input is VectorInput { Names: IReadOnlyList<string> names })
            {
                Write(json, "inputNames", names);
            }

            if (network.Vocabulary is Vocabulary vocabulary)
            {
                json.WriteString("vocabulary", vocabulary.Characters);
                json.WriteString("normalization", Words.Of(vocabulary.Normalization));
                json.WriteString("unknown", Words.Of(vocabulary.Unknown));
                if (vocabulary.Replacement is string replacement)
                {
                    json.WriteString("replacement", replacement);
                }
            }

            if (network.Tokens is not (null or Vocabulary))
            {
                json.WritePropertyName(OnnxMetadata.InputField);
                json.WriteRawValue(InputFields.ToJson(network.Input));
            }

            json.WriteStartArray("layers");
            foreach (Layer layer in network.Layers)
            {
                json.WriteStartObject();
                json.WriteString("name", layer.Name);
                if (layer is RecurrentLayer recurrent)
                {
                    json.WriteString("bias", Words.Of(recurrent.Bias));
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WritePropertyName("metadata");
            json.WriteRawValue(network.MetadataJson);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
