using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// One direction of a recurrent layer over packed sequences, with back-propagation through time (Werbos 1990). Work that does not depend on the
/// previous step is done for all steps at once: W x + b before the time loop, and after it, from the derivatives dA with respect to the
/// pre-activations, dW = sum dA x^T, dU = sum dA h^T, db = sum dA, dx = W^T dA. Inside the loop there are only the products with U
/// and the pass over the gates, which each cell supplies. For tokens the loop also has W x + b and dW, which are then copies and sums of
/// rows that are still in cache.
/// </summary>
internal abstract class Recurrence<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly InputProduct<T> _input;
    private readonly bool _isReverse;
    private readonly CarriedState<T>[] _states;
    private readonly T[] _bias;
    private T[] _gates = [];
    private int[] _previousRows = [];
    private StepOrder _order;

    /// <param name="inputWeight">W, [gates * units, input].</param>
    /// <param name="biases">The biases of the pre-activations, or none; each [gates * units].</param>
    /// <param name="isReverse">Whether it reads from the last step to the first.</param>
    /// <param name="states">The states that are carried from step to step. The first is the hidden state, which is the output.</param>
    protected Recurrence(WeightBlock<T> inputWeight, Parameter<T>[] biases, bool isReverse, params CarriedState<T>[] states)
    {
        _input = new InputProduct<T>(inputWeight);
        Biases = biases;
        _isReverse = isReverse;
        _states = states;
        GateWidth = inputWeight.Rows;
        _bias = new T[biases.Length == 0 ? 0 : GateWidth];
    }

    /// <summary>h.</summary>
    public CarriedState<T> Hidden => _states[0];

    /// <summary>The row of <see cref="CarriedState{T}.Rows"/> with the state before each row.</summary>
    public ReadOnlySpan<int> PreviousRows => _previousRows.AsSpan(0, _order.Rows);

    /// <summary>Number of pre-activations in a row.</summary>
    protected int GateWidth { get; }

    /// <summary>The biases.</summary>
    protected Parameter<T>[] Biases { get; }

    /// <summary>Computes <see cref="Hidden"/>.</summary>
    /// <param name="layout">The layout of the rows; kept until <see cref="Backward"/>.</param>
    /// <param name="input">A row or a token for each step.</param>
    /// <param name="initialStates">All states of each sequence one after another, or empty for the layer's own.</param>
    /// <param name="stride">Distance between two sequences in <paramref name="initialStates"/>.</param>
    public void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialStates, int stride)
    {
        _order = new StepOrder(layout, _isReverse);
        _order.FillPreviousRows(GrowingArray.Ensure(ref _previousRows, layout.Rows));
        Span<T> gates = GrowingArray.Ensure(ref _gates, layout.Rows * GateWidth);
        SumBiases(_bias);
        _input.StartOutput(layout.Rows, input, _bias, gates);
        int offset = 0;
        foreach (CarriedState<T> state in _states)
        {
            state.Start(_order, initialStates.IsEmpty ? [] : initialStates[offset..], stride);
            offset += state.Size;
        }

        Start(layout);
        for (int i = 0; i < _order.Parts; i++)
        {
            RecurrentStep step = _order[i];
            if (step.Sequences > 0)
            {
                _input.SetStepOutput(input, step.Row, step.Sequences, gates);
                ForwardStep(step, step.Of(gates, GateWidth));
            }
        }
    }

    /// <summary>Adds to the gradients of the parameters. It must follow a <see cref="Forward"/>, once.</summary>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">Derivative of the loss with respect to each h, [rows, size of h], without the gradient through later steps.</param>
    /// <param name="inputGradient">The derivative with respect to the dense input is added to it; empty if it is not needed.</param>
    public void Backward(StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        foreach (CarriedState<T> state in _states)
        {
            state.Gradient.Clear();
        }

        Span<T> gates = _gates.AsSpan(0, _order.Rows * GateWidth);
        _input.StartGradients(_order.Rows, input);
        for (int i = _order.Parts - 1; i >= 0; i--)
        {
            RecurrentStep step = _order[i];
            if (step.Sequences > 0)
            {
                BackwardStep(step, step.Of(gates, GateWidth), step.Of(outputGradient, Hidden.Size));
                _input.AddStepGradients(input, step.Row, step.Sequences, gates);
            }
        }

        _bias.AsSpan().Clear();
        _input.EndGradients(_order.Rows, input, gates, _bias);
        AddRecurrentGradients(gates);
        if (Biases.Length > 0)
        {
            AddBiasGradients(_bias);
        }

        foreach (CarriedState<T> state in _states)
        {
            state.AddStartGradient();
        }

        if (!inputGradient.IsEmpty)
        {
            _input.AddInputGradient(_order.Rows, gates, inputGradient);
        }
    }

    /// <summary>Copies all states after each sequence's last step, one after another.</summary>
    public void CopyEnd(Span<T> destination, int stride)
    {
        int offset = 0;
        foreach (CarriedState<T> state in _states)
        {
            state.CopyEnd(destination[offset..], stride);
            offset += state.Size;
        }
    }

    /// <summary>After the backward pass: copies the derivatives with respect to all start states of each sequence, one after another.</summary>
    public void CopyStartGradient(Span<T> destination, int stride)
    {
        int offset = 0;
        foreach (CarriedState<T> state in _states)
        {
            state.CopyStartGradient(destination[offset..], stride);
            offset += state.Size;
        }
    }

    /// <summary>Called before the first step of a batch.</summary>
    protected abstract void Start(PackedLayout layout);

    /// <summary>Computes h, and other carried states, of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="gates">Holds W x + b of its rows; receives what the backward step needs.</param>
    protected abstract void ForwardStep(RecurrentStep step, Span<T> gates);

    /// <summary>
    /// The backward pass of one step. The carried gradients come from the step after it; they are replaced by those for the step before
    /// it.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="gates">The values from the forward step; replaced by dA, the derivative with respect to W x + b.</param>
    /// <param name="outputGradient">Derivative with respect to h of its rows, without the gradient through later steps.</param>
    protected abstract void BackwardStep(RecurrentStep step, Span<T> gates, ReadOnlySpan<T> outputGradient);

    /// <summary>Adds the gradients of the weights inside the time loop.</summary>
    /// <param name="gates">dA of all rows.</param>
    protected abstract void AddRecurrentGradients(ReadOnlySpan<T> gates);

    /// <summary>Sums the biases that are added to W x: by default all.</summary>
    protected virtual void SumBiases(Span<T> sum)
    {
        sum.Clear();
        foreach (Parameter<T> bias in Biases)
        {
            TensorPrimitives.Add(sum, bias.Value, sum);
        }
    }

    /// <summary>The backward pass of <see cref="SumBiases"/>.</summary>
    /// <param name="sum">Sum of dA over all rows.</param>
    protected virtual void AddBiasGradients(ReadOnlySpan<T> sum)
    {
        foreach (Parameter<T> bias in Biases)
        {
            TensorPrimitives.Add(sum, bias.Gradient, bias.Gradient);
        }
    }

    /// <summary>Adds the weight gradient of a product with h.</summary>
    /// <param name="product">The product.</param>
    /// <param name="outputGradient">Derivative with respect to its output, with rows <paramref name="stride"/> apart.</param>
    /// <param name="stride">Distance between rows.</param>
    protected void AddRecurrentGradient(RecurrentProduct<T> product, ReadOnlySpan<T> outputGradient, int stride)
    {
        Range rows = StartedRows;
        product.AddWeightGradient(outputGradient[(rows.Start.Value * stride)..], stride, Hidden.Rows, PreviousRows[rows]);
    }

    /// <summary>The rows whose previous h may be other than zero.</summary>
    protected Range StartedRows => Hidden.HasStart ? 0.._order.Rows : _order.RowsAfterFirstStep;
}
