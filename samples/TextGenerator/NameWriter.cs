using TinyRnn;

namespace TextGenerator;

/// <summary>
/// Writes lines of a language, a space and a family name, compiled from names-by-language.tinyrnn. A struct, so that generic code is
/// compiled for this model alone.
/// </summary>
[TinyRnnModel("names-by-language.tinyrnn")]
internal readonly partial struct NameWriter;
