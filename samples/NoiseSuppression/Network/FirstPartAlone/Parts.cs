using NoiseSuppression.Suppression;

namespace NoiseSuppression.Network;

/// <summary>The parts that this program was built with: the first alone.</summary>
internal static class Parts
{
    /// <summary>What to know about them; empty where there is nothing.</summary>
    public const string Note = "built without model_2.onnx, so the first of DTLN's two parts runs alone";

    /// <summary>The stages of a new stream, in their order.</summary>
    public static IBlockStage[] Create() => [new SpectralStage<FirstPart, FirstPart.State>()];
}
