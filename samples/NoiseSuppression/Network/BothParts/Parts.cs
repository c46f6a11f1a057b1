using NoiseSuppression.Suppression;

namespace NoiseSuppression.Network;

/// <summary>The parts that this program was built with: both.</summary>
internal static class Parts
{
    /// <summary>What to know about them; empty where there is nothing.</summary>
    public const string Note = "";

    /// <summary>The stages of a new stream, in their order.</summary>
    public static IBlockStage[] Create() => [new SpectralStage<FirstPart, FirstPart.State>(), new WaveformStage<SecondPart, SecondPart.State>()];
}
