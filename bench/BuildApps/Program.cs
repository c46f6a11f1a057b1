using TinyRnn;

// Runs the first step of a network and prints what it allocated.
long before = GC.GetAllocatedBytesForCurrentThread();
Model.State state = default;
Span<float> input = stackalloc float[Model.InputSize];
Span<float> output = stackalloc float[Model.OutputSize];
input.Fill(0.5f);
Model.Step(ref state, input, output);
long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
Console.WriteLine($"{Model.ParameterCount} {allocated} {output[0]}");

[TinyRnnModel("model.tinyrnn")]
internal sealed partial class Model;
