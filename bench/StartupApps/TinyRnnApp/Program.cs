using TinyRnn;

// Prints "Hello, World!" after one step of a network. The result only selects the words: formatting a number would
// add code to the app that is not the model's.
Model.State state = default;
Span<float> output = stackalloc float[Model.OutputSize];
Model.Step(ref state, [0.5f], output);
Console.WriteLine(float.IsFinite(output[0]) ? "Hello, World!" : "not a number");

[TinyRnnModel("model.tinyrnn")]
internal sealed partial class Model;
