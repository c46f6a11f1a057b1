namespace TinyRnn.Training;

/// <summary>The usual stacks of layers.</summary>
public static class Architecture
{
    /// <summary>Plain recurrent layers <c>rnn1</c>, <c>rnn2</c>, ... (<c>rnn</c> where there is one) and a dense layer <c>output</c>.</summary>
    /// <param name="inputSize">Values a step, or characters of the vocabulary.</param>
    /// <param name="hiddenSize">Units of each recurrent layer.</param>
    /// <param name="outputSize">Classes, characters or values.</param>
    /// <param name="output">Log-softmax to classify; the identity for language models (logits) and for regression.</param>
    /// <param name="layers">Number of recurrent layers, at least 1.</param>
    /// <param name="activation">Tanh, ReLU or the identity.</param>
    /// <param name="bias">Biases of the recurrent layers.</param>
    public static IReadOnlyList<Layer> Rnn(
        int inputSize, int hiddenSize, int outputSize, Activation output, int layers = 1, Activation activation = Activation.Tanh, BiasForm bias = BiasForm.Separate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return
        [
            .. Enumerable.Range(1, layers).Select(i => new RnnLayer(
                layers == 1 ? "rnn" : $"rnn{i}", i == 1 ? inputSize : hiddenSize, hiddenSize, activation, new RecurrentOptions(bias))),
            new DenseLayer("output", hiddenSize, outputSize, output),
        ];
    }

    /// <summary>The cell of PyTorch's tutorial on classifying names, <c>rnn</c>, with log-softmax.</summary>
    public static IReadOnlyList<Layer> TutorialCell(int inputSize, int hiddenSize, int outputSize) =>
        [new ConcatRnnLayer("rnn", inputSize, hiddenSize, outputSize)];

    /// <summary>The MLP without hidden state: dense layers <c>hidden1</c>, <c>hidden2</c>, ... and <c>output</c>.</summary>
    /// <param name="inputSize">Values a step.</param>
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
}
