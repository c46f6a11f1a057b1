using TinyRnn;

namespace TextGenerator;

/// <summary>
/// Writes lines with a language, a space and a family name; compiled from names-by-language.tinyrnn. It is a struct, so that generic code is
/// compiled specifically for this model.
/// </summary>
[TinyRnnModel("names-by-language.tinyrnn")]
internal readonly partial struct NameWriter;
