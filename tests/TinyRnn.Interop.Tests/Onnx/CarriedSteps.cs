namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>The inputs and outputs of a graph whose caller carries its states from step to step.</summary>
/// <param name="Input">The input of a step, with its axes.</param>
/// <param name="Output">The output of a step.</param>
/// <param name="States">Inputs that are states, with their axes.</param>
/// <param name="NextStates">The output with the next states, one behind the other.</param>
internal sealed record CarriedSteps((string Name, int[] Shape) Input, string Output, (string Name, int[] Shape)[] States, string NextStates)
{
    /// <summary>Inputs of one whole number.</summary>
    public (string Name, long Number)[] Numbers { get; init; } = [];

    /// <summary>The outputs of all steps in ONNX Runtime, beginning with zeros as states.</summary>
    public float[] Run(byte[] model, float[] rows)
    {
        using OnnxRuntimeModel runtime = new(model);
        float[] states = new float[States.Sum(state => Count(state.Shape))];
        List<float> outputs = [];
        foreach (float[] row in rows.Chunk(Count(Input.Shape)))
        {
            List<(string, Array, int[])> inputs = [(Input.Name, row, Input.Shape)];
            int at = 0;
            foreach ((string name, int[] shape) in States)
            {
                inputs.Add((name, states[at..(at += Count(shape))], shape));
            }

            inputs.AddRange(Numbers.Select(number => (number.Name, (Array)new[] { number.Number }, Array.Empty<int>())));
            outputs.AddRange(runtime.Run(Output, [.. inputs]));
            states = runtime.Run(NextStates, [.. inputs]);
        }

        return [.. outputs];
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);
}
