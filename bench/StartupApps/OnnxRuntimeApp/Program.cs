using Microsoft.ML.OnnxRuntime;

// The same in ONNX Runtime with its fastest start: one thread, and memory from the app.
float[] row = [0.5f];
float[] output = new float[1];
using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
using InferenceSession session = new(Path.Combine(AppContext.BaseDirectory, "model.onnx"), options);
using OrtValue input = OrtValue.CreateTensorValueFromMemory(row, [1, 1, 1]);
using OrtValue before = OrtValue.CreateTensorValueFromMemory(new float[64], [1, 1, 64]);
using OrtValue after = OrtValue.CreateTensorValueFromMemory(new float[64], [1, 1, 64]);
using OrtValue result = OrtValue.CreateTensorValueFromMemory(output, [1, 1]);
using RunOptions runOptions = new();
session.Run(runOptions, ["x", "h0"], [input, before], ["y", "h"], [result, after]);
Console.WriteLine(float.IsFinite(output[0]) ? "Hello, World!" : "not a number");
