namespace TinyRnn.Interop.Onnx;

/// <summary>The program that an exported graph is for.</summary>
public enum OnnxConsumer
{
    /// <summary>Any program that follows ONNX, such as ONNX Runtime.</summary>
    Any,

    /// <summary>The DNN module of OpenCV 4.13: operators that it computes as ONNX says, in forms that it reads; others are an error.</summary>
    OpenCv,
}
