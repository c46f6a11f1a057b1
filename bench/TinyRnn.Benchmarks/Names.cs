
namespace TinyRnn.Benchmarks;

/// <summary>The model of samples/NameOrigin.</summary>
[TinyRnnModel("names.tinyrnn")]
public sealed partial class Names;
