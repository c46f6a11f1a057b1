using TinyRnn.Model;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>Silero VAD with its real weights; tests are skipped without them.</summary>
internal readonly struct RealSilero : ISampleNetwork
{
    public static int InputSize => 576;

    public static int OutputSize => 1;

    public static Network Import() => SileroWeights.Import();
}
