using TinyRnn;

// Prints "Hello, World!" after one step of Silero VAD, as TinyRnnApp does after one of a small network.
Silero.State state = default;
Span<float> chunk = stackalloc float[Silero.InputSize];
chunk.Fill(0.5f);
Span<float> speech = stackalloc float[Silero.OutputSize];
Silero.Step(ref state, chunk, speech);
Console.WriteLine(float.IsFinite(speech[0]) ? "Hello, World!" : "not a number");

[TinyRnnModel("silero.tinyrnn")]
internal sealed partial class Silero;
