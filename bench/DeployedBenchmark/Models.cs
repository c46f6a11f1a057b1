using TinyRnn;

namespace DeployedBenchmark;

/// <summary>The first part of DTLN: 257 magnitudes to a mask.</summary>
[TinyRnnModel("dtln-part1.tinyrnn")]
public readonly partial struct Dtln;

/// <summary>The same with 8-bit weights.</summary>
[TinyRnnModel("dtln-part1-int8.tinyrnn")]
public readonly partial struct DtlnInt8;
