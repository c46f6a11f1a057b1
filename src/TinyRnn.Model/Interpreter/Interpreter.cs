namespace TinyRnn.Model;

/// <summary>
/// Runs any network straight from its description, with <c>TensorPrimitives</c> and plain loops: for tools, for models
/// chosen at run time, and as the oracle that compiled models are checked against. Free to be used from every thread,
/// each with states of its own.
/// </summary>
public sealed class Interpreter
{
    private readonly LayerInterpreter[] _layers;

    /// <summary>Prepares a network.</summary>
    public Interpreter(Network network)
    {
        Network = network;
        _layers = [.. network.Layers.Select(layer => LayerInterpreter.Create(layer, network))];
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>What the outputs of a classifier or language model are.</summary>
    public OutputForm OutputForm => Network.Layers[^1].OutputActivation switch
    {
        Activation.Softmax => OutputForm.Probabilities,
        Activation.LogSoftmax => OutputForm.LogProbabilities,
        _ => OutputForm.Logits,
    };

    /// <summary>A fresh initial state.</summary>
    public InterpreterState CreateState() => new(Network.Layers);

    /// <summary>Advances by one row of input, in the user's units, and gives the output.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="input">As many values as the network's input size.</param>
    /// <param name="output">As many values as its output size.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the network reads characters.</exception>
    public void Step(InterpreterState state, ReadOnlySpan<float> input, Span<float> output)
    {
        if (Network.Input is not VectorInput vector)
        {
            throw new ArgumentException("this network reads characters; give it tokens", nameof(input));
        }

        CheckLength(input.Length, Network.InputSize, nameof(input));
        Step(state, new LayerInput(vector.Scaling is Scaling scaling ? Standardise(input, scaling) : input), output);
    }

    /// <summary>Advances by one character and gives the output.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="token">Index of the character in the vocabulary.</param>
    /// <param name="output">As many values as the network's output size.</param>
    /// <exception cref="ArgumentException">The token or a length does not fit, or the network reads vectors.</exception>
    public void Step(InterpreterState state, int token, Span<float> output)
    {
        if (Network.Vocabulary is not Vocabulary vocabulary)
        {
            throw new ArgumentException("this network reads vectors, not characters", nameof(token));
        }

        if ((uint)token >= (uint)vocabulary.Size)
        {
            throw new ArgumentOutOfRangeException(nameof(token), token, $"a token is from 0 to {vocabulary.Size - 1}");
        }

        Step(state, new LayerInput(token), output);
    }

    /// <summary>Runs a whole sequence of rows, in the user's units, from the initial state.</summary>
    /// <returns>The outputs that count: of the last step, or of every step one after another.</returns>
    /// <exception cref="ArgumentException">The length is not a positive multiple of the input size.</exception>
    public float[] Run(ReadOnlySpan<float> sequence)
    {
        if (sequence.IsEmpty || sequence.Length % Network.InputSize != 0)
        {
            throw new ArgumentException($"a sequence of {sequence.Length} values is not one or more rows of {Network.InputSize}", nameof(sequence));
        }

        int steps = sequence.Length / Network.InputSize;
        float[] outputs = NewOutputs(steps);
        InterpreterState state = CreateState();
        for (int t = 0; t < steps; t++)
        {
            Step(state, sequence.Slice(t * Network.InputSize, Network.InputSize), OutputAt(outputs, t));
        }

        return outputs;
    }

    /// <summary>Runs a whole sequence of tokens from the initial state.</summary>
    /// <returns>The outputs that count: of the last step, or of every step one after another.</returns>
    /// <exception cref="ArgumentException">There is no token, or one outside the vocabulary.</exception>
    public float[] RunTokens(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty)
        {
            throw new ArgumentException("a sequence needs at least one character of the vocabulary", nameof(tokens));
        }

        float[] outputs = NewOutputs(tokens.Length);
        InterpreterState state = CreateState();
        for (int t = 0; t < tokens.Length; t++)
        {
            Step(state, tokens[t], OutputAt(outputs, t));
        }

        return outputs;
    }

    /// <summary>Runs a text from the initial state.</summary>
    /// <exception cref="ArgumentException">No character of the vocabulary, or an unknown one where the rule is to fail.</exception>
    public float[] RunText(string text)
    {
        Vocabulary vocabulary = Network.Vocabulary ?? throw new ArgumentException("this network reads vectors, not characters", nameof(text));
        return RunTokens(vocabulary.Encode(text));
    }

    /// <summary>The probability of each label for a text.</summary>
    /// <exception cref="ArgumentException">The network reads no texts, or this text cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public float[] Classify(string text) => ToProbabilities(RunText(text));

    /// <summary>The probability of each label for a sequence of rows.</summary>
    /// <exception cref="ArgumentException">The network reads no vectors, or the length does not fit.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public float[] Classify(ReadOnlySpan<float> sequence) => ToProbabilities(Run(sequence));

    /// <summary>The log-likelihood of a text given its first character, from the initial state.</summary>
    /// <exception cref="ArgumentException">The text cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network is no language model.</exception>
    public TextScore Score(string text)
    {
        InterpreterStepper stepper = CreateStepper();
        return LanguageModel.Score(ref stepper, text, new float[Network.OutputSize]);
    }

    /// <summary>Continues a prompt from the initial state.</summary>
    /// <param name="prompt">At least one character of the vocabulary.</param>
    /// <param name="length">Most UTF-16 code units to write.</param>
    /// <param name="options">How characters are drawn.</param>
    /// <exception cref="ArgumentException">The prompt cannot be read, or the length is negative.</exception>
    /// <exception cref="InvalidOperationException">The network is no language model.</exception>
    public string Generate(string prompt, int length, SamplingOptions options = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        InterpreterStepper stepper = CreateStepper();
        char[] text = new char[length];
        int written = LanguageModel.Generate(ref stepper, prompt, text, options, new float[Network.OutputSize]);
        return new string(text, 0, written);
    }

    internal void Step(InterpreterState state, LayerInput input, Span<float> output)
    {
        CheckLength(output.Length, Network.OutputSize, nameof(output));
        for (int i = 0; i < _layers.Length; i++)
        {
            float[] result = state.Outputs[i];
            _layers[i].Step(input, state.Hidden[i], result);
            input = new LayerInput(result);
        }

        state.Outputs[^1].CopyTo(output);
        if (Network.OutputScaling is Scaling scaling)
        {
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = output[i] * scaling.Std[i] + scaling.Mean[i];
            }
        }
    }

    private InterpreterStepper CreateStepper() => Network.Task == NetworkTask.LanguageModel
        ? new InterpreterStepper(this)
        : throw new InvalidOperationException($"'{Network.Name}' is no language model");

    private float[] ToProbabilities(float[] output)
    {
        if (Network.Task != NetworkTask.Classify)
        {
            throw new InvalidOperationException($"'{Network.Name}' is no classifier");
        }

        Softmax.ToProbabilities(output, OutputForm);
        return output;
    }

    private float[] NewOutputs(int steps) =>
        new float[Network.OutputSize * (Network.OutputSteps == OutputSteps.Every ? steps : 1)];

    private Span<float> OutputAt(float[] outputs, int step) =>
        outputs.AsSpan(Network.OutputSteps == OutputSteps.Every ? step * Network.OutputSize : 0, Network.OutputSize);

    private static float[] Standardise(ReadOnlySpan<float> input, Scaling scaling)
    {
        float[] row = new float[input.Length];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = (input[i] - scaling.Mean[i]) / scaling.Std[i];
        }

        return row;
    }

    private static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"{length} values where {expected} are needed", name);
        }
    }
}
