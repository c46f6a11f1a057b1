using TinyRnn.Interop;
using TinyRnn.Interop.Tests.Onnx;
using TinyRnn.Model;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>The first part with its real weights; tests are skipped without them.</summary>
internal readonly struct RealFirstPart : ISampleNetwork
{
    public static int InputSize => 257;

    public static int OutputSize => 257;

    public static Network Import() => DtlnWeights.Import();
}

/// <summary>The second part with random weights.</summary>
internal readonly struct RandomSecondPart : ISampleNetwork
{
    public static int InputSize => 512;

    public static int OutputSize => 512;

    public static byte[] File => DtlnSecondPart.Deployed.Write(DtlnForm.Keras);

    public static Network Import() => ModelImporters.Import(new ImportSource("model_2.onnx", File)).Network;
}
