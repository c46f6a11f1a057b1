using TinyRnn;

namespace VoiceActivity.Speech;

/// <summary>Silero VAD v6 for 16,000 samples a second: from 64 earlier samples and 512 new ones to the probability of speech.</summary>
[TinyRnnModel("silero_vad_16k_op15.onnx")]
internal readonly partial struct SileroModel;
