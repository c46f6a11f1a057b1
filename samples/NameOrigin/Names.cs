using TinyRnn;

namespace NameOrigin;

/// <summary>Family names by language, compiled from names.tinyrnn.</summary>
[TinyRnnModel("names.tinyrnn")]
internal sealed partial class Names;
