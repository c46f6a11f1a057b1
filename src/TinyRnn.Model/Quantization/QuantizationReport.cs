namespace TinyRnn.Model;

/// <summary>The result of quantisation.</summary>
/// <param name="Type">The element type that was asked for.</param>
/// <param name="Data">The data that errors were measured on, in words.</param>
/// <param name="Layers">Each layer with weights.</param>
/// <param name="BytesBefore">Size of all tensors before, as a file stores them, without base64, in bytes.</param>
/// <param name="BytesAfter">Size of all tensors after, scales included, in bytes.</param>
/// <param name="LargestError">Largest absolute difference of an output.</param>
/// <param name="MeanError">Mean absolute difference of the outputs.</param>
/// <param name="RelativeError">Root mean square of the difference, divided by the outputs' standard deviation.</param>
public sealed record QuantizationReport(
    TensorType Type, string Data, IReadOnlyList<LayerQuantization> Layers, long BytesBefore, long BytesAfter, double LargestError, double MeanError,
        double RelativeError);

/// <summary>The result for one layer.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Tensors">The tensors whose type changed; empty if the layer stays F32.</param>
/// <param name="RelativeError">
/// Root mean square of the change in the outputs that quantising only this layer causes, divided by their standard deviation; 0 if nothing could be
/// quantised.
/// </param>
/// <param name="Notes">Why a matrix, or the layer, stays F32.</param>
public sealed record LayerQuantization(string Layer, IReadOnlyList<string> Tensors, double RelativeError, IReadOnlyList<string> Notes);

/// <summary>A quantised network.</summary>
/// <param name="Network">The network; its test vectors are recorded anew.</param>
/// <param name="Report">What quantisation did.</param>
public sealed record QuantizedModel(Network Network, QuantizationReport Report);
