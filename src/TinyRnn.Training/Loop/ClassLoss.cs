namespace TinyRnn.Training;

/// <summary>Chooses the loss that fits the last layer of a classifier.</summary>
internal static class ClassLoss
{
    public static void Check(IReadOnlyList<Layer> layers)
    {
        if (layers.Count > 0 && layers[^1].OutputActivation is not (Activation.LogSoftmax or Activation.Identity))
        {
            throw new ArgumentException(
                $"layer '{layers[^1].Name}' gives {layers[^1].OutputActivation}; for training, the last layer must give log-softmax or logits (the "
                    + "identity)", nameof(layers));
        }
    }

    public static double Compute(TrainableNetwork<float> network, ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradient) =>
        OutputLoss.Compute(network, outputs, new StepInput<float>(targets), gradient);
}
