using NoiseSuppression.Suppression;

namespace NoiseSuppression.Network;

/// <summary>The networks in this build: both parts of DTLN.</summary>
internal static class Parts
{
    /// <summary>A note about the parts for the user; empty for none.</summary>
    public const string Note = "";

    /// <summary>The stages of a new stream, in order.</summary>
    public static IBlockStage[] Create() => [new SpectralStage<FirstPart, FirstPart.State>(), new WaveformStage<SecondPart, SecondPart.State>()];
}
