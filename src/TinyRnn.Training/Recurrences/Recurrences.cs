using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Makes the recurrence of each direction of a layer.</summary>
internal static class Recurrences
{
    /// <param name="layer">The layer.</param>
    /// <param name="direction">One of its directions.</param>
    /// <param name="find">Finds the layer's parameter by name.</param>
    /// <exception cref="NotSupportedException">Layers of this kind, or with this function, cannot be trained.</exception>
    public static Recurrence<T> Create<T>(RecurrentLayer layer, RecurrentDirection direction, Func<string, Parameter<T>> find)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WeightBlock<T> input = new(find(direction.WeightInput));
        Parameter<T> recurrent = find(direction.WeightHidden);
        Parameter<T>[] biases = [.. direction.BiasNames.Select(find)];
        CarriedState<T> hidden = new(layer.DirectionOutputSize, layer.Options.HasInitialState ? find(direction.InitialHidden) : null);
        AnyFunction<T> Any(ActivationFunction function) => new(layer.Name, function, layer.Options.Clip);
        LstmRecurrence<T, TForm, TGate, TFunction> Lstm<TForm, TGate, TFunction>(
            LstmLayer lstm, TGate gate = default, TFunction candidateFunction = default, TFunction cellFunction = default)
            where TForm : struct, ILstmForm
            where TGate : struct, IElementwise<T>
            where TFunction : struct, IElementwise<T> => new(
                input,
                new(recurrent),
                biases,
                lstm.ProjectionSize == 0 ? null : find(direction.Projection),
                lstm.HasPeepholes ? find(direction.Peephole) : null,
                direction.IsReverse,
                hidden,
                new CarriedState<T>(layer.HiddenSize, layer.Options.HasInitialState ? find(direction.InitialCell) : null),
                gate,
                candidateFunction,
                cellFunction);
        bool isUsual = layer.Options.Clip is null && layer is not (GruLayer { GateActivation.Kind: not Activation.Sigmoid }
            or LstmLayer { GateActivation.Kind: not Activation.Sigmoid } or LstmLayer { HasCoupledGates: true });
        return layer switch
        {
            // Loops are compiled for the usual functions.
            RnnLayer { Activation.Kind: Activation.Tanh } when isUsual =>
                new RnnRecurrence<T, Tanh<T>>(input, new(recurrent), biases, direction.IsReverse, hidden),
            RnnLayer { Activation.Kind: Activation.Relu } when isUsual =>
                new RnnRecurrence<T, Relu<T>>(input, new(recurrent), biases, direction.IsReverse, hidden),
            RnnLayer { Activation.Kind: Activation.Identity } when isUsual =>
                new RnnRecurrence<T, Identity<T>>(input, new(recurrent), biases, direction.IsReverse, hidden),
            RnnLayer rnn => new RnnRecurrence<T, AnyFunction<T>>(input, new(recurrent), biases, direction.IsReverse, hidden, Any(rnn.Activation)),
            GruLayer { Reset: GruReset.After, Activation.Kind: Activation.Tanh } when isUsual =>
                new GruAfterRecurrence<T, Sigmoid<T>, Tanh<T>>(input, recurrent, biases, direction.IsReverse, hidden),
            GruLayer { Reset: GruReset.After, Activation.Kind: Activation.Relu } when isUsual =>
                new GruAfterRecurrence<T, Sigmoid<T>, Relu<T>>(input, recurrent, biases, direction.IsReverse, hidden),
            GruLayer { Reset: GruReset.After } gru =>
                new GruAfterRecurrence<T, AnyFunction<T>, AnyFunction<T>>(
                    input, recurrent, biases, direction.IsReverse, hidden, Any(gru.GateActivation), Any(gru.Activation)),
            GruLayer { Activation.Kind: Activation.Tanh } when isUsual =>
                new GruBeforeRecurrence<T, Sigmoid<T>, Tanh<T>>(input, recurrent, biases, direction.IsReverse, hidden),
            GruLayer { Activation.Kind: Activation.Relu } when isUsual =>
                new GruBeforeRecurrence<T, Sigmoid<T>, Relu<T>>(input, recurrent, biases, direction.IsReverse, hidden),
            GruLayer gru =>
                new GruBeforeRecurrence<T, AnyFunction<T>, AnyFunction<T>>(
                    input, recurrent, biases, direction.IsReverse, hidden, Any(gru.GateActivation), Any(gru.Activation)),
            LstmLayer lstm when isUsual && (lstm.Activation.Kind, lstm.CellActivation.Kind) == (Activation.Tanh, Activation.Tanh) =>
                Lstm<SeparateGates, Sigmoid<T>, Tanh<T>>(lstm),
            LstmLayer { HasCoupledGates: true } lstm => Lstm<CoupledGates, AnyFunction<T>, AnyFunction<T>>(
                lstm, Any(lstm.GateActivation), Any(lstm.Activation), new(lstm.Name, lstm.CellActivation)),
            LstmLayer lstm => Lstm<SeparateGates, AnyFunction<T>, AnyFunction<T>>(
                lstm, Any(lstm.GateActivation), Any(lstm.Activation), new(lstm.Name, lstm.CellActivation)),
            _ => throw new NotSupportedException($"a layer of kind '{layer.Kind}' cannot be trained"),
        };
    }
}
