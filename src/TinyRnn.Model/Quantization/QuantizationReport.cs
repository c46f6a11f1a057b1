namespace TinyRnn.Model;

/// <summary>What a quantisation did.</summary>
/// <param name="Type">The element type that was asked for.</param>
/// <param name="Data">What the errors were measured on, in words.</param>
/// <param name="Layers">Each layer with weights.</param>
/// <param name="BytesBefore">Bytes of all tensors before, as a file has them, without base64.</param>
/// <param name="BytesAfter">Bytes of all tensors after, scales included.</param>
/// <param name="LargestError">Largest absolute difference of an output.</param>
/// <param name="MeanError">Mean absolute difference of the outputs.</param>
/// <param name="RelativeError">Root mean square of the difference divided by the outputs' standard deviation.</param>
public sealed record QuantizationReport(
    TensorType Type, string Data, IReadOnlyList<LayerQuantization> Layers, long BytesBefore, long BytesAfter, double LargestError, double MeanError, double RelativeError);

/// <summary>What became of one layer.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Tensors">The tensors that changed their type; empty where it stays F32.</param>
/// <param name="RelativeError">
/// Root mean square of the change that this layer's quantisation alone makes in the outputs, divided by their standard deviation; 0 where nothing could be
/// quantised.
/// </param>
/// <param name="Notes">Why a matrix, or the layer, stays F32.</param>
public sealed record LayerQuantization(string Layer, IReadOnlyList<string> Tensors, double RelativeError, IReadOnlyList<string> Notes);

/// <summary>A network with smaller weights.</summary>
/// <param name="Network">The network; its test vectors are recorded anew.</param>
/// <param name="Report">What was done.</param>
public sealed record QuantizedModel(Network Network, QuantizationReport Report);
