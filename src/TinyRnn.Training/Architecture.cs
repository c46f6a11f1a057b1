namespace TinyRnn.Training;

/// <summary>Builds the usual stacks of layers.</summary>
public static class Architecture
{
    /// <summary>Plain recurrent layers <c>rnn1</c>, <c>rnn2</c>, ... (<c>rnn</c> if there is one only) and a dense layer <c>output</c>.</summary>
    /// <param name="inputSize">Values in a step, or characters of the vocabulary.</param>
    /// <param name="hiddenSize">Units of each recurrent layer.</param>
    /// <param name="outputSize">Classes, characters or values.</param>
    /// <param name="output">Log-softmax to classify; the identity for language models (logits) and for regression.</param>
    /// <param name="layers">Number of recurrent layers, at least 1.</param>
    /// <param name="activation">Tanh, ReLU or the identity.</param>
    /// <param name="bias">Biases of the recurrent layers.</param>
    public static IReadOnlyList<Layer> Rnn(
        int inputSize, int hiddenSize, int outputSize, Activation output, int layers = 1, Activation activation = Activation.Tanh,
        BiasForm bias = BiasForm.Separate) =>
        Recurrent(inputSize, outputSize, output, new RecurrentArchitecture { HiddenSize = hiddenSize, Layers = layers, Activation = activation, Bias = bias });

    /// <summary>
    /// Recurrent layers <c>rnn1</c>, <c>rnn2</c>, ... (<c>rnn</c> if there is one only; likewise <c>gru</c>, <c>lstm</c>) and a dense layer
    /// <c>output</c>, with an <c>embedding</c> before, convolutions over time <c>conv1</c>, ..., sums <c>residual2</c>, ... and a <c>norm1</c>, ...
    /// (<c>norm</c>) after each recurrent layer, and a <c>pooling</c> before the output, as far as the options ask for these.
    /// </summary>
    /// <param name="inputSize">Values in a step, or characters of the vocabulary.</param>
    /// <param name="outputSize">Classes, characters or values.</param>
    /// <param name="output">Log-softmax to classify; the identity for language models (logits) and for regression.</param>
    /// <param name="options">The architecture, or null for one plain layer.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static IReadOnlyList<Layer> Recurrent(int inputSize, int outputSize, Activation output, RecurrentArchitecture? options = null)
    {
        options ??= new RecurrentArchitecture();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Layers, 1, nameof(options));
        if (options.Cell == RecurrentCell.Lstm && options.Activation != Activation.Tanh)
        {
            throw new ArgumentException($"the activation of an lstm is tanh, not {options.Activation}", nameof(options));
        }

        if (options.Pooling == PoolingMode.Final && !options.IsBidirectional)
        {
            throw new ArgumentException("pooling to the final states needs a bidirectional layer", nameof(options));
        }

        if (options.IsResidual && options.Layers < 2)
        {
            throw new ArgumentException($"a residual connection needs at least 2 recurrent layers, not {options.Layers}", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.ConvolutionKernel, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ConvolutionDilation, 1, nameof(options));
        List<Layer> layers = [];
        if (options.EmbeddingSize > 0)
        {
            layers.Add(new EmbeddingLayer("embedding", inputSize, options.EmbeddingSize));
        }

        AddConvolutions(layers, options, inputSize);
        string name = options.Cell switch
        {
            RecurrentCell.Gru => "gru",
            RecurrentCell.Lstm => "lstm",
            _ => "rnn",
        };
        for (int i = 1; i <= options.Layers; i++)
        {
            AddRecurrent(layers, options, name, i, inputSize);
        }

        if (options.Pooling is PoolingMode mode)
        {
            layers.Add(new PoolingLayer("pooling", layers[^1].OutputSize, mode));
        }

        layers.Add(new DenseLayer("output", layers[^1].OutputSize, outputSize, output));
        return layers;
    }

    /// <summary>The cell of PyTorch's tutorial on classifying names, <c>rnn</c>, with log-softmax.</summary>
    public static IReadOnlyList<Layer> TutorialCell(int inputSize, int hiddenSize, int outputSize) =>
        [new ConcatRnnLayer("rnn", inputSize, hiddenSize, outputSize)];

    /// <summary>The MLP without hidden state: dense layers <c>hidden1</c>, <c>hidden2</c>, ... and <c>output</c>.</summary>
    /// <param name="inputSize">Values in a step.</param>
    /// <param name="hiddenSizes">Units of each hidden layer.</param>
    /// <param name="outputSize">Classes or values.</param>
    /// <param name="output">Function of the last layer.</param>
    /// <param name="activation">Function of the hidden layers.</param>
    public static IReadOnlyList<Layer> Perceptron(
        int inputSize, IReadOnlyList<int> hiddenSizes, int outputSize, Activation output, Activation activation = Activation.Relu) =>
    [
        .. hiddenSizes.Select((size, i) => new DenseLayer($"hidden{i + 1}", i == 0 ? inputSize : hiddenSizes[i - 1], size, activation)),
        new DenseLayer("output", hiddenSizes.Count == 0 ? inputSize : hiddenSizes[^1], outputSize, output),
    ];

    /// <summary>
    /// An MLP without hidden state over texts: dense layers <c>hidden1</c>, <c>hidden2</c>, ... that see one character, with an
    /// optional <c>embedding</c> before and an optional <c>pooling</c> over the characters after them, and <c>output</c>. Without
    /// pooling it is a bigram model, which predicts the next character from one character only.
    /// </summary>
    /// <param name="vocabularySize">Characters of the vocabulary.</param>
    /// <param name="hiddenSizes">Units of each hidden layer.</param>
    /// <param name="outputSize">Classes or characters.</param>
    /// <param name="output">Log-softmax to classify; the identity for language models (logits).</param>
    /// <param name="activation">Function of the hidden layers.</param>
    /// <param name="embeddingSize">Values of the embedding; 0 for none.</param>
    /// <param name="pooling">Mean or max over the characters; null for the last character only.</param>
    /// <exception cref="ArgumentException">The pooling needs two directions.</exception>
    public static IReadOnlyList<Layer> TextPerceptron(
        int vocabularySize,
        IReadOnlyList<int> hiddenSizes,
        int outputSize,
        Activation output,
        Activation activation = Activation.Tanh,
        int embeddingSize = 0,
        PoolingMode? pooling = null)
    {
        if (pooling == PoolingMode.Final)
        {
            throw new ArgumentException("pooling to the final states needs a bidirectional recurrent layer", nameof(pooling));
        }

        List<Layer> layers = embeddingSize > 0 ? [new EmbeddingLayer("embedding", vocabularySize, embeddingSize)] : [];
        layers.AddRange(Perceptron(embeddingSize > 0 ? embeddingSize : vocabularySize, hiddenSizes, outputSize, output, activation));
        if (pooling is PoolingMode mode)
        {
            layers.Insert(layers.Count - 1, new PoolingLayer("pooling", layers[^1].InputSize, mode));
        }

        return layers;
    }

    // Adds a cell, and after it the layers that the options ask for. Only the first cell's input may differ in size from its output.
    private static void AddRecurrent(List<Layer> layers, RecurrentArchitecture options, string name, int place, int inputSize)
    {
        string number = options.Layers == 1 ? "" : $"{place}";
        Layer? below = layers.Count == 0 ? null : layers[^1];
        Layer cell = Cell(options, name + number, below?.OutputSize ?? inputSize);
        layers.Add(cell);
        if (options.IsResidual && place > 1)
        {
            layers.Add(new CombineLayer("residual" + number, CombineOperation.Add, cell.OutputSize, below!.OutputSize) { Inputs = [cell.Name, below.Name] });
        }

        if (options.HasLayerNorm)
        {
            layers.Add(new LayerNormLayer("norm" + number, cell.OutputSize));
        }
    }

    // A convolution is two layers: the steps that it reads, <c>taps1</c>, and a dense layer over them, <c>conv1</c>.
    private static void AddConvolutions(List<Layer> layers, RecurrentArchitecture options, int inputSize)
    {
        long dilation = 1;
        for (int i = 0; i < options.Convolutions.Count; i++, dilation *= options.ConvolutionDilation)
        {
            string number = options.Convolutions.Count == 1 ? "" : $"{i + 1}";
            int size = layers.Count == 0 ? inputSize : layers[^1].OutputSize;
            int[] lags = DelayLayer.CausalLags(options.ConvolutionKernel, dilation);
            layers.Add(new DelayLayer("taps" + number, size, lags));
            layers.Add(new DenseLayer("conv" + number, lags.Length * size, options.Convolutions[i], Activation.Relu));
        }
    }

    private static RecurrentLayer Cell(RecurrentArchitecture options, string name, int inputSize)
    {
        RecurrentOptions layer = new(options.Bias, options.IsBidirectional ? Direction.Bidirectional : Direction.Forward);
        return options.Cell switch
        {
            RecurrentCell.Gru => new GruLayer(name, inputSize, options.HiddenSize, GruReset.After, options.Activation, layer),
            RecurrentCell.Lstm => new LstmLayer(name, inputSize, options.HiddenSize, options: layer),
            _ => new RnnLayer(name, inputSize, options.HiddenSize, options.Activation, layer),
        };
    }
}
