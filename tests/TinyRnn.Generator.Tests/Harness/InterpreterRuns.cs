namespace TinyRnn.Generator.Tests.Harness;

/// <summary>What the interpreter gives where a compiled model is compared with it.</summary>
internal static class InterpreterRuns
{
    /// <summary>The output of every step from the initial state, or of a network that has no steps what its run gives.</summary>
    /// <param name="network">The network.</param>
    /// <param name="sequence">Rows of input; not read where the network reads tokens.</param>
    /// <param name="tokens">Tokens; not read where the network reads rows.</param>
    public static float[] Of(Network network, float[] sequence, int[] tokens)
    {
        Interpreter interpreter = new(network);
        if (!network.IsStreaming)
        {
            return network.Tokens is null ? interpreter.Run(sequence) : interpreter.RunTokens(tokens);
        }

        InterpreterState state = interpreter.CreateState();
        int steps = network.Tokens is null ? sequence.Length / network.InputSize : tokens.Length;
        float[] outputs = new float[steps * network.OutputSize];
        for (int t = 0; t < steps; t++)
        {
            Span<float> row = outputs.AsSpan(t * network.OutputSize, network.OutputSize);
            if (network.Tokens is null)
            {
                interpreter.Step(state, sequence.AsSpan(t * network.InputSize, network.InputSize), row);
            }
            else
            {
                interpreter.Step(state, tokens[t], row);
            }
        }

        return outputs;
    }
}
