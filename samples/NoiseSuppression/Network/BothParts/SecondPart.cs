using TinyRnn;

namespace NoiseSuppression.Network;

/// <summary>The second part of DTLN: from the 512 samples of a block to as many clean ones.</summary>
[TinyRnnModel("model_2.onnx")]
internal readonly partial struct SecondPart;
