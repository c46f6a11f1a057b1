using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Safetensors;

namespace TinyRnn.Interop;

/// <summary>All exporters.</summary>
public static class ModelExporters
{
    /// <summary>The exporters.</summary>
    public static IReadOnlyList<IModelExporter> All { get; } =
    [
        new SafetensorsExporter(),
        new OnnxExporter(),
        new OnnxExporter(isStep: true),
    ];
}
