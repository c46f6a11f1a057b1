using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>A graph in ONNX Runtime: what it gives is what an imported network must give.</summary>
internal sealed class OnnxRuntimeModel : IDisposable
{
    private readonly SessionOptions _options = new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };
    private readonly InferenceSession _session;

    public OnnxRuntimeModel(byte[] model) => _session = new InferenceSession(model, _options);

    /// <summary>The same model with results of nodes as outputs. In protobuf a second graph adds to the first.</summary>
    public static byte[] WithOutputs(byte[] model, params string[] results)
    {
        byte[] outputs = [.. results.SelectMany(result => Field(12, Field(1, System.Text.Encoding.ASCII.GetBytes(result))))];
        return [.. model, .. Field(7, outputs)];

        static byte[] Field(int number, byte[] value) =>
            value.Length < 128 ? [(byte)((number << 3) | 2), (byte)value.Length, .. value] : throw new ArgumentException("too long", nameof(value));
    }

    public float[] Run(string output, params (string Name, Array Values, int[] Dims)[] inputs) => Run<float>(output, inputs);

    public T[] Run<T>(string output, params (string Name, Array Values, int[] Dims)[] inputs)
    {
        NamedOnnxValue[] values = [.. inputs.Select(input => input.Values is float[] floats
            ? NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(floats, input.Dims))
            : input.Values is int[] integers ? NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<int>(integers, input.Dims))
            : NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<long>((long[])input.Values, input.Dims)))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run(values, [output]);
        return [.. results[0].AsTensor<T>()];
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
