namespace TinyRnn.Model;

/// <summary>
/// Runs any network directly from its description, with <c>TensorPrimitives</c> and plain loops: for tools, for models chosen at run time, and as the
/// reference that compiled models are checked against. All threads may use one interpreter, each with its own states.
/// </summary>
public sealed class Interpreter
{
    private readonly LayerRunner[] _layers;
    private readonly float[][] _initialStates;
    private readonly Layer? _backward;

    /// <summary>Prepares a network for running.</summary>
    public Interpreter(Network network)
    {
        Network = network;
        _layers = [.. network.Layers.Select(layer => new LayerRunner(layer, network))];
        _initialStates = [.. _layers.Select(layer => layer.InitialState)];
        _backward = network.Layers.FirstOrDefault(layer => layer.NeedsWholeSequence);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Receives the rows that the first layer reads, as layer -1, and the rows that each layer writes.</summary>
    internal Action<int, ReadOnlySpan<float>>? Observer { get; init; }

    /// <summary>What the outputs of a classifier or language model are.</summary>
    public OutputForm OutputForm => Network.Layers[^1].OutputActivation switch
    {
        Activation.Softmax => OutputForm.Probabilities,
        Activation.LogSoftmax => OutputForm.LogProbabilities,
        Activation other when other.IsElementwise() => OutputForm.Logits,
        Activation other => throw new NotSupportedException($"the interpreter does not know the activation {other}"),
    };

    /// <summary>A fresh initial state.</summary>
    /// <exception cref="InvalidOperationException">A layer reads the sequence from its end, so the network reads only whole sequences.</exception>
    public InterpreterState CreateState()
    {
        CheckStreaming();
        return NewState(steps: 1);
    }

    /// <summary>Advances by one row of input, in the user's units, and writes the output.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="input">As many values as the network's input size.</param>
    /// <param name="output">As many values as its output size.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the network reads characters.</exception>
    /// <exception cref="InvalidOperationException">A layer reads the sequence from its end, so the network reads only whole sequences.</exception>
    public void Step(InterpreterState state, ReadOnlySpan<float> input, Span<float> output)
    {
        CheckStreaming();
        CheckReadsRows(nameof(input));
        CheckLength(input.Length, Network.InputSize, nameof(input));
        CheckLength(output.Length, Network.OutputSize, nameof(output));
        Advance(state, new LayerSequence(input, Network.InputSize), output);
    }

    /// <summary>Advances by one token and writes the output.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="token">Index of the character or word in the vocabulary.</param>
    /// <param name="output">As many values as the network's output size.</param>
    /// <exception cref="ArgumentException">The token or a length does not fit, or the network reads vectors.</exception>
    /// <exception cref="InvalidOperationException">A layer reads the sequence from its end, so the network reads only whole sequences.</exception>
    public void Step(InterpreterState state, int token, Span<float> output)
    {
        CheckStreaming();
        CheckTokens([token], nameof(token));
        CheckLength(output.Length, Network.OutputSize, nameof(output));
        Advance(state, new LayerSequence([token]), output);
    }

    /// <summary>Runs a whole sequence of rows, in the user's units, from the initial state.</summary>
    /// <returns>The outputs of the valid steps: the last step, or all steps one after another.</returns>
    /// <exception cref="ArgumentException">The length is not a positive multiple of the input size, or the network reads tokens.</exception>
    public float[] Run(ReadOnlySpan<float> sequence)
    {
        CheckReadsRows(nameof(sequence));
        if (sequence.IsEmpty || sequence.Length % Network.InputSize != 0)
        {
            throw new ArgumentException(
                $"a sequence of {sequence.Length} values is not one or more whole rows of {Network.InputSize} values", nameof(sequence));
        }

        return Run(new LayerSequence(sequence, Network.InputSize));
    }

    /// <summary>Runs a whole sequence of tokens from the initial state.</summary>
    /// <returns>The outputs of the valid steps: the last step, or all steps one after another.</returns>
    /// <exception cref="ArgumentException">There is no token, a token is outside the vocabulary, or the network reads vectors.</exception>
    public float[] RunTokens(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty)
        {
            throw new ArgumentException($"a sequence needs at least one {Network.Tokens?.Noun ?? "token"} of the vocabulary", nameof(tokens));
        }

        CheckTokens(tokens, nameof(tokens));
        return Run(new LayerSequence(tokens));
    }

    /// <summary>Runs a text from the initial state.</summary>
    /// <exception cref="ArgumentException">The text holds no token of the vocabulary, or an unknown one and the model's rule is to fail.</exception>
    public float[] RunText(string text)
    {
        TokenInput tokens = Network.Tokens ?? throw new ArgumentException("this network reads vectors, not tokens", nameof(text));
        return RunTokens(tokens.Encode(text));
    }

    /// <summary>The probability of each label for a text.</summary>
    /// <exception cref="ArgumentException">The network does not read text, or cannot read this text.</exception>
    /// <exception cref="InvalidOperationException">The network is not a classifier.</exception>
    public float[] Classify(string text) => ToProbabilities(RunText(text));

    /// <summary>The probability of each label for tokens, without cutting or padding.</summary>
    /// <exception cref="ArgumentException">The network does not read tokens, there is no token, or one is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network is not a classifier.</exception>
    public float[] ClassifyTokens(ReadOnlySpan<int> tokens) => ToProbabilities(RunTokens(tokens));

    /// <summary>The probability of each label for a sequence of rows.</summary>
    /// <exception cref="ArgumentException">The network does not read vectors, or the length does not fit.</exception>
    /// <exception cref="InvalidOperationException">The network is not a classifier.</exception>
    public float[] Classify(ReadOnlySpan<float> sequence) => ToProbabilities(Run(sequence));

    /// <summary>The forecast after a history, <see cref="ForecastShape.Horizon"/> steps ahead, in the user's units.</summary>
    /// <param name="history">Rows one after another, the newest last; at least one window. Only the last window is read.</param>
    /// <exception cref="ArgumentException">The history is shorter than a window, or does not consist of whole rows.</exception>
    /// <exception cref="InvalidOperationException">The network is not a forecast model.</exception>
    public float Forecast(ReadOnlySpan<float> history)
    {
        ForecastShape shape = Network.Forecast ?? throw new InvalidOperationException($"'{Network.Name}' is not a forecast model");
        CheckHistory(shape, history.Length);
        return shape.Origin is null ? Run(history[^(int)shape.Values..])[0] : (float)Forecast(ForecastValues.ToDoubles(history[^(int)shape.Values..]));
    }

    /// <summary>The forecast for values in double precision, which a network with an <see cref="ForecastShape.Origin"/> needs.</summary>
    /// <param name="history">Rows one after another, the newest last; at least one window. Only the last window is read.</param>
    /// <exception cref="ArgumentException">The history is shorter than a window, or does not consist of whole rows.</exception>
    /// <exception cref="InvalidOperationException">The network is not a forecast model.</exception>
    public double Forecast(ReadOnlySpan<double> history)
    {
        ForecastShape shape = Network.Forecast ?? throw new InvalidOperationException($"'{Network.Name}' is not a forecast model");
        CheckHistory(shape, history.Length);
        return Run(ForecastValues.ToSingles(shape, history[^(int)shape.Values..]))[0] + shape.OutputOrigin;
    }

    /// <summary>The next values after a history. Each forecast is appended to the history to make the next one.</summary>
    /// <param name="history">As for the single forecast.</param>
    /// <param name="count">Number of values to forecast.</param>
    /// <exception cref="ArgumentException">The history is shorter than a window.</exception>
    /// <exception cref="InvalidOperationException">The network is not a forecast model, or is not autoregressive: see <see
    /// cref="ForecastShape.CanFeedBack"/>.</exception>
    public float[] Forecast(ReadOnlySpan<float> history, int count)
    {
        ForecastShape shape = CheckFeedBack(count);
        CheckHistory(shape, history.Length);
        return shape.Origin is null
            ? Continue(shape, history[^shape.Window..], count)
            : Array.ConvertAll(Forecast(ForecastValues.ToDoubles(history), count), value => (float)value);
    }

    /// <summary>The next values for a history in double precision, which a network with an <see cref="ForecastShape.Origin"/> needs.</summary>
    /// <param name="history">As for the single forecast.</param>
    /// <param name="count">Number of values to forecast.</param>
    /// <exception cref="ArgumentException">The history is shorter than a window.</exception>
    /// <exception cref="InvalidOperationException">The network is not a forecast model, or is not autoregressive: see <see
    /// cref="ForecastShape.CanFeedBack"/>.</exception>
    public double[] Forecast(ReadOnlySpan<double> history, int count)
    {
        ForecastShape shape = CheckFeedBack(count);
        CheckHistory(shape, history.Length);
        return Array.ConvertAll(Continue(shape, ForecastValues.ToSingles(shape, history[^shape.Window..]), count), value => value + shape.OutputOrigin);
    }

    private float[] Continue(ForecastShape shape, ReadOnlySpan<float> window, int count)
    {
        float[] series = new float[shape.Window + count];
        window.CopyTo(series);
        for (int i = 0; i < count; i++)
        {
            series[shape.Window + i] = Run(series.AsSpan(i, shape.Window))[0];
        }

        return series[shape.Window..];
    }

    private ForecastShape CheckFeedBack(int count)
    {
        ForecastShape shape = Network.Forecast ?? throw new InvalidOperationException($"'{Network.Name}' is not a forecast model");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return shape.CanFeedBack ? shape
            : throw new InvalidOperationException($"'{Network.Name}' is not autoregressive, so it gives one forecast only: {shape.WhyNoFeedBack}");
    }

    /// <summary>The log-likelihood of a text given its first token, from the initial state.</summary>
    /// <exception cref="ArgumentException">The text cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network is not a language model.</exception>
    public TextScore Score(string text)
    {
        InterpreterStepper stepper = CreateStepper();
        return LanguageModel.Score(ref stepper, text, new float[Network.OutputSize]);
    }

    /// <summary>Continues a prompt from the initial state.</summary>
    /// <param name="prompt">At least one character or word of the vocabulary.</param>
    /// <param name="length">The largest number of UTF-16 code units to write.</param>
    /// <param name="options">How tokens are drawn.</param>
    /// <exception cref="ArgumentException">The prompt cannot be read, or the length is negative.</exception>
    /// <exception cref="InvalidOperationException">The network is not a language model.</exception>
    public string Generate(string prompt, int length, SamplingOptions options = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        InterpreterStepper stepper = CreateStepper();
        char[] text = new char[length];
        int written = LanguageModel.Generate(ref stepper, prompt, text, options, new float[Network.OutputSize]);
        return new string(text, 0, written);
    }

    private float[] Run(LayerSequence input)
    {
        // A streaming network goes step by step here too, which needs no memory for every layer's outputs at every step.
        int chunk = _backward is null ? 1 : input.Steps;
        bool every = Network.OutputSteps == OutputSteps.Every;
        int size = Network.OutputSize;
        float[] outputs = new float[every ? input.Steps * size : size];
        InterpreterState state = NewState(chunk);
        for (int t = 0; t < input.Steps; t += chunk)
        {
            Advance(state, input.Slice(t, chunk), every ? outputs.AsSpan(t * size, chunk * size) : outputs);
        }

        return outputs;
    }

    // The output receives the rows of the last steps, as many as fit.
    private void Advance(InterpreterState state, LayerSequence input, Span<float> output)
    {
        LayerSequence read = Standardise(input);
        Observer?.Invoke(-1, read.Values);
        for (int i = 0; i < _layers.Length; i++)
        {
            float[] result = state.Outputs[i];
            _layers[i].Run(InputOf(i, read, state), state.Hidden[i], result);
            Observer?.Invoke(i, result);
        }

        LayerSequence last = new(state.Outputs[^1], Network.OutputSize);
        int size = Network.OutputSize;
        int first = input.Steps - output.Length / size;
        for (int t = first; t < input.Steps; t++)
        {
            Span<float> row = output.Slice((t - first) * size, size);
            last[t].CopyTo(row);
            ToUserUnits(row, input[t]);
        }
    }

    private LayerSequence InputOf(int layer, LayerSequence read, InterpreterState state)
    {
        Node node = Network.Graph.Nodes[layer];
        if (node.Inputs.Count == 1)
        {
            int input = node.Inputs[0];
            return input == Graph.Input ? read : new LayerSequence(state.Outputs[input], Network.Layers[input].OutputSize);
        }

        int size = node.Layer.InputSize;
        float[] rows = new float[read.Steps * size];
        int offset = 0;
        foreach (int input in node.Inputs)
        {
            ReadOnlySpan<float> values = input == Graph.Input ? read.Values : state.Outputs[input];
            int width = values.Length / read.Steps;
            for (int t = 0; t < read.Steps; t++)
            {
                values.Slice(t * width, width).CopyTo(rows.AsSpan((t * size) + offset, width));
            }

            offset += width;
        }

        return new LayerSequence(rows, size);
    }

    private void ToUserUnits(Span<float> row, LayerInput input)
    {
        if (Network.OutputScaling is Scaling scaling)
        {
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = row[i] * scaling.Std[i] + scaling.Mean[i];
            }
        }

        if (Network.Residual is Residual residual)
        {
            for (int i = 0; i < row.Length; i++)
            {
                row[i] += residual.Factor * input.Values[residual.Inputs[i]];
            }
        }
    }

    private InterpreterState NewState(int steps) => new(Network.Layers, _initialStates, steps);

    private InterpreterStepper CreateStepper() => Network.Task == NetworkTask.LanguageModel
        ? new InterpreterStepper(this)
        : throw new InvalidOperationException($"'{Network.Name}' is not a language model");

    private float[] ToProbabilities(float[] output)
    {
        if (Network.Task != NetworkTask.Classify)
        {
            throw new InvalidOperationException($"'{Network.Name}' is not a classifier");
        }

        Softmax.ToProbabilities(output, OutputForm);
        return output;
    }

    private LayerSequence Standardise(LayerSequence input)
    {
        if (Network.Input is not VectorInput { Scaling: Scaling scaling })
        {
            return input;
        }

        float[] rows = input.Values.ToArray();
        for (int i = 0; i < rows.Length; i++)
        {
            int column = i % Network.InputSize;
            rows[i] = (rows[i] - scaling.Mean[column]) / scaling.Std[column];
        }

        return new LayerSequence(rows, Network.InputSize);
    }

    private void CheckStreaming()
    {
        if (_backward is not null)
        {
            throw new InvalidOperationException(
                $"layer '{_backward.Name}' of '{Network.Name}' reads from the last step to the first, so the network cannot go step by step: pass the whole "
                    + "sequence to Run or "
                    + "Classify");
        }
    }

    private void CheckReadsRows(string name)
    {
        if (Network.Input is not VectorInput)
        {
            throw new ArgumentException("this network reads tokens, not vectors", name);
        }
    }

    private void CheckTokens(ReadOnlySpan<int> tokens, string name)
    {
        TokenInput input = Network.Tokens ?? throw new ArgumentException("this network reads vectors, not tokens", name);
        foreach (int token in tokens)
        {
            if ((uint)token >= (uint)input.Size)
            {
                throw new ArgumentOutOfRangeException(name, token, $"a token must be from 0 to {input.Size - 1}");
            }
        }
    }

    private static void CheckHistory(ForecastShape shape, int length)
    {
        if (length < shape.Values || length % shape.Columns != 0)
        {
            throw new ArgumentException($"a history of {length} values is not {shape.Window} or more whole rows of {shape.Columns} values");
        }
    }

    private static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"there are {length} values, but {expected} are needed", name);
        }
    }
}
