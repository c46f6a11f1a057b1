using NoiseSuppression.Suppression;

namespace NoiseSuppression.Network;

/// <summary>The networks in this build: only the first part of DTLN.</summary>
internal static class Parts
{
    /// <summary>A note about the parts for the user; empty for none.</summary>
    public const string Note = "built without model_2.onnx, so only the first of DTLN's two parts runs";

    /// <summary>The stages of a new stream, in order.</summary>
    public static IBlockStage[] Create() => [new SpectralStage<FirstPart, FirstPart.State>()];
}
