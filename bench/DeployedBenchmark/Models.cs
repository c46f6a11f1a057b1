using TinyRnn;

namespace DeployedBenchmark;

/// <summary>The first part of DTLN: from 257 magnitudes to a mask.</summary>
[TinyRnnModel("dtln-part1.tinyrnn")]
public readonly partial struct Dtln;

/// <summary>The same with weights in bfloat16.</summary>
[TinyRnnModel("dtln-part1-bf16.tinyrnn")]
public readonly partial struct DtlnBf16;

/// <summary>The same with 8-bit weights.</summary>
[TinyRnnModel("dtln-part1-int8.tinyrnn")]
public readonly partial struct DtlnInt8;

/// <summary>The second part of DTLN: from 512 samples to as many clean ones.</summary>
[TinyRnnModel("dtln-part2.tinyrnn")]
public readonly partial struct DtlnSecond;

/// <summary>The same with weights in bfloat16.</summary>
[TinyRnnModel("dtln-part2-bf16.tinyrnn")]
public readonly partial struct DtlnSecondBf16;

/// <summary>The same with 8-bit weights.</summary>
[TinyRnnModel("dtln-part2-int8.tinyrnn")]
public readonly partial struct DtlnSecondInt8;

/// <summary>Silero VAD at 16 kHz: from 64 samples of the previous chunk and 512 new ones to the probability of speech.</summary>
[TinyRnnModel("silero.tinyrnn")]
public readonly partial struct Silero;

/// <summary>The same with weights in bfloat16.</summary>
[TinyRnnModel("silero-bf16.tinyrnn")]
public readonly partial struct SileroBf16;

/// <summary>The same with 8-bit weights.</summary>
[TinyRnnModel("silero-int8.tinyrnn")]
public readonly partial struct SileroInt8;
