namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>A model whose states are none of the fleet's.</summary>
[TinyRnnModel("names.tinyrnn")]
internal readonly partial struct OtherModel;
