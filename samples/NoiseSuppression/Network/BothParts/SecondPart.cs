using TinyRnn;

namespace NoiseSuppression.Network;

/// <summary>The second part of DTLN: 512 samples of a block to as many cleaner ones.</summary>
[TinyRnnModel("model_2.onnx")]
internal readonly partial struct SecondPart;
