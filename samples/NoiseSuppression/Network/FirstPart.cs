using TinyRnn;

namespace NoiseSuppression.Network;

/// <summary>The first part of DTLN: 257 magnitudes of a block to a mask over them.</summary>
[TinyRnnModel("model_1.onnx")]
internal readonly partial struct FirstPart;
