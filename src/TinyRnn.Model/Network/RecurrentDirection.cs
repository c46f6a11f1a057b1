namespace TinyRnn.Model;

/// <summary>
/// One direction of a recurrent layer, with the names of its tensors. For the reverse direction they end in <c>_reverse</c>, as in PyTorch.
/// </summary>
public sealed class RecurrentDirection
{
    internal RecurrentDirection(string layer, bool isReverse, BiasForm bias)
    {
        string suffix = isReverse ? "_reverse" : "";
        IsReverse = isReverse;
        WeightInput = $"{layer}.weight_ih{suffix}";
        WeightHidden = $"{layer}.weight_hh{suffix}";
        BiasNames = bias switch
        {
            BiasForm.None => [],
            BiasForm.Combined => [$"{layer}.bias{suffix}"],
            _ => [$"{layer}.bias_ih{suffix}", $"{layer}.bias_hh{suffix}"],
        };
        Projection = $"{layer}.weight_hr{suffix}";
        Peephole = $"{layer}.peephole{suffix}";
        InitialHidden = $"{layer}.initial_hidden{suffix}";
        InitialCell = $"{layer}.initial_cell{suffix}";
    }

    /// <summary>Whether it reads from the last step to the first.</summary>
    public bool IsReverse { get; }

    /// <summary>Name of the input weights, [gates * hiddenSize, inputSize].</summary>
    public string WeightInput { get; }

    /// <summary>Name of the recurrent weights, [gates * hiddenSize, size of the hidden state].</summary>
    public string WeightHidden { get; }

    /// <summary>Names of the biases, each [gates * hiddenSize].</summary>
    public IReadOnlyList<string> BiasNames { get; }

    /// <summary>Name of an LSTM's projection, [projectionSize, hiddenSize], if it has one.</summary>
    public string Projection { get; }

    /// <summary>
    /// Name of an LSTM's peephole weights, [3 * hiddenSize], in the order of the gates i, f, o, if it has them; without f if f = 1 - i.
    /// </summary>
    public string Peephole { get; }

    /// <summary>Name of the stored initial hidden state, if there is one.</summary>
    public string InitialHidden { get; }

    /// <summary>Name of the stored initial cell state of an LSTM, if there is one.</summary>
    public string InitialCell { get; }
}
