using System.Text.Json;
using TinyRnn.Model;

namespace TinyRnn.Tool.Reduction;

/// <summary>A model with smaller or fewer weights, and the change of its outputs.</summary>
/// <param name="Network">The network.</param>
/// <param name="Data">A description of the data on which errors were measured.</param>
/// <param name="BytesBefore">Bytes of all tensors before.</param>
/// <param name="BytesAfter">Bytes of all tensors after.</param>
/// <param name="LargestError">Largest absolute difference of an output.</param>
/// <param name="MeanError">Mean absolute difference.</param>
/// <param name="RelativeError">Root mean square of the difference, divided by the outputs' deviation.</param>
internal sealed record ReducedModel(
    Network Network, string Data, long BytesBefore, long BytesAfter, double LargestError, double MeanError, double RelativeError)
{
    /// <summary>The field of the model's metadata that keeps the report.</summary>
    public required string ReportField { get; init; }

    /// <summary>Prints the result for each part.</summary>
    public required Action PrintParts { get; init; }

    /// <summary>Writes the user's request, the first member of the report.</summary>
    public required Action<Utf8JsonWriter> WriteRequest { get; init; }

    /// <summary>Writes the result for each part, as a member.</summary>
    public required Action<Utf8JsonWriter> WriteParts { get; init; }
}
