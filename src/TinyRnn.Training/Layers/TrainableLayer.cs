using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// A layer that can learn, with a forward pass that keeps what the backward pass needs, and a hand-written backward pass.
/// Rows are in the order of a <see cref="PackedLayout"/>. The caller keeps the input of the last <see cref="Forward"/> unchanged
/// until <see cref="Backward"/> has run. Buffers are reused, so only larger batches allocate.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public abstract class TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected TrainableLayer(Layer description)
    {
        Description = description;
        Parameters = [.. description.Tensors.Select(tensor => new Parameter<T>(tensor.Name, tensor.Shape))];
    }

    /// <summary>The layer's description.</summary>
    public Layer Description { get; }

    /// <summary>Its weights and biases, in the order of <see cref="Layer.Tensors"/>.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>
    /// The output of the last forward pass: [rows, outputSize], or for <see cref="OutputSteps.Last"/> [sequences, outputSize].
    /// </summary>
    public abstract ReadOnlySpan<T> Output { get; }

    /// <summary>The state after each sequence's last step, [sequences, stateSize]; empty for a layer without memory.</summary>
    public virtual ReadOnlySpan<T> FinalState => [];

    /// <summary>
    /// After <see cref="Backward"/>: derivative of the loss with respect to the initial state, [sequences, stateSize]; empty if none was given.
    /// </summary>
    public virtual ReadOnlySpan<T> InitialStateGradient => [];

    /// <summary>
    /// n of PyTorch's initialisation, uniform in [-1/sqrt(n), 1/sqrt(n)]: the hidden size of <c>nn.RNN</c>, the input size of <c>nn.Linear</c>.
    /// </summary>
    private protected virtual int InitializationFan => Description.InputSize;

    /// <summary>Computes the outputs.</summary>
    /// <param name="layout">The layout of the rows.</param>
    /// <param name="input">A row or a token for each step.</param>
    /// <param name="initialState">[sequences, stateSize], or empty for the layer's own: a stored initial state, or zero.</param>
    /// <param name="steps">The steps whose outputs are needed.</param>
    public abstract void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps);

    /// <summary>
    /// Adds to the gradients of the parameters. It must follow a <see cref="Forward"/> with the same layout and input. It may overwrite the
    /// results, so a forward pass serves one backward pass only.
    /// </summary>
    /// <param name="layout">The layout of the rows.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">Derivative of the loss with respect to <see cref="Output"/>, of the same size.</param>
    /// <param name="inputGradient">Set to the derivative with respect to the dense input, [rows, inputSize]; empty if it is not needed.</param>
    public abstract void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient);

    /// <summary>Draws new weights, tensor by tensor.</summary>
    internal void Initialize(WeightInitialization initialization, Xoshiro256StarStar random)
    {
        foreach (Parameter<T> parameter in Parameters)
        {
            foreach (ref T value in parameter.Value.AsSpan())
            {
                value = T.CreateChecked(Draw(parameter, initialization, random));
            }
        }
    }

    /// <summary>Draws a new element of a tensor.</summary>
    private protected virtual double Draw(Parameter<T> parameter, WeightInitialization initialization, Xoshiro256StarStar random) =>
        initialization == WeightInitialization.Uniform ? ((2 * random.NextDouble()) - 1) / Math.Sqrt(InitializationFan)
        : parameter.Shape.Count == 1 ? 0
        : 0.01 * random.NextNormal();

    private protected Parameter<T> Find(string name) => Parameters.First(parameter => parameter.Name == name);
}
