using Microsoft.ML.OnnxRuntime;

// The same in ONNX Runtime with its fastest start: one thread, and memory from the app.
float[] chunk = new float[576];
Array.Fill(chunk, 0.5f);
float[] speech = new float[1];
using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
using InferenceSession session = new(Path.Combine(AppContext.BaseDirectory, "silero.onnx"), options);
using OrtValue input = OrtValue.CreateTensorValueFromMemory(chunk, [1, chunk.Length]);
using OrtValue before = OrtValue.CreateTensorValueFromMemory(new float[2 * 128], [2, 1, 128]);
using OrtValue rate = OrtValue.CreateTensorValueFromMemory(new long[] { 16_000 }, []);
using OrtValue after = OrtValue.CreateTensorValueFromMemory(new float[2 * 128], [2, 1, 128]);
using OrtValue result = OrtValue.CreateTensorValueFromMemory(speech, [1, 1]);
using RunOptions runOptions = new();
session.Run(runOptions, ["input", "state", "sr"], [input, before, rate], ["output", "stateN"], [result, after]);
Console.WriteLine(float.IsFinite(speech[0]) ? "Hello, World!" : "not a number");
