using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace NameService;

/// <summary>A name to classify.</summary>
/// <param name="Name">A family name, 1 to 100 characters, with at least one that the model reads.</param>
/// <param name="Best">How many of the most probable languages to answer, 1 to 18.</param>
internal sealed record ClassifyRequest(string Name, int Best = 3);

/// <summary>The languages of a name.</summary>
/// <param name="Name">The name as it was sent.</param>
/// <param name="Best">The most probable languages, best first.</param>
internal sealed record ClassifyReply(string Name, LanguageProbability[] Best);

/// <summary>A language with its probability.</summary>
/// <param name="Language">One of the 18 languages.</param>
/// <param name="Probability">From 0 to 1; those of all languages sum to 1.</param>
internal sealed record LanguageProbability(string Language, float Probability);

/// <summary>The probabilities and hidden states after each character of a name.</summary>
/// <param name="Languages">The languages, in the order of the probabilities.</param>
/// <param name="Steps">One for each character of the name.</param>
internal sealed record StepsReply(IReadOnlyList<string> Languages, IReadOnlyList<CharacterStep> Steps);

/// <summary>The result after one character.</summary>
/// <param name="Character">The character as it was sent.</param>
/// <param name="Read">Whether the model reads this character; it leaves out those outside its vocabulary.</param>
/// <param name="Probabilities">The probability of each language.</param>
/// <param name="Hidden">The hidden state, 128 values from -1 to 1.</param>
internal sealed record CharacterStep(string Character, bool Read, float[] Probabilities, float[] Hidden);

/// <summary>Names to invent.</summary>
/// <param name="Language">One of the 18 languages.</param>
/// <param name="Prefix">The beginning of each name, up to 20 characters.</param>
/// <param name="Count">How many, 1 to 100.</param>
/// <param name="Temperature">Below 1 likely letters become likelier, above 1 names are more varied, 0 always takes the likeliest; 0 to 10.</param>
/// <param name="TopK">Choose from this many of the most probable characters; 0 for all.</param>
/// <param name="TopP">Choose from the most probable characters whose probabilities add up to this, 0 to 1; 0 for all.</param>
/// <param name="Seed">The same seed gives the same names; without one, names differ each time.</param>
/// <param name="CharactersPerSecond">Speed limit, 1 to 1,000, for someone who watches; without it there is no limit.</param>
internal sealed record GenerateRequest(
    string Language, string Prefix = "", int Count = 5, float Temperature = 0.7f, int TopK = 0, float TopP = 0f, ulong? Seed = null,
    int? CharactersPerSecond = null);

/// <summary>An event of the stream: <c>character</c> has the next character of a name, <c>name</c> the whole name at its end.</summary>
/// <param name="Index">Which name, from 0.</param>
/// <param name="Text">The character or the name.</param>
internal sealed record GeneratedText(int Index, string Text);

/// <summary>Serialisers made at build time, which NativeAOT needs.</summary>
[JsonSerializable(typeof(ClassifyRequest))]
[JsonSerializable(typeof(ClassifyReply))]
[JsonSerializable(typeof(StepsReply))]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(GeneratedText))]
[JsonSerializable(typeof(SseItem<GeneratedText>))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class MessageSerializer : JsonSerializerContext;
