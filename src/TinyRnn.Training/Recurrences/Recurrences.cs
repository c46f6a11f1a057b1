using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The recurrences of a layer's directions.</summary>
internal static class Recurrences
{
    /// <param name="layer">The layer.</param>
    /// <param name="pass">One of its directions.</param>
    /// <param name="find">The layer's parameter of a name.</param>
    /// <exception cref="NotSupportedException">Layers of this kind cannot be trained.</exception>
    public static Recurrence<T> Create<T>(RecurrentLayer layer, RecurrentPass pass, Func<string, Parameter<T>> find)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WeightBlock<T> input = new(find(pass.WeightInput));
        Parameter<T> recurrent = find(pass.WeightHidden);
        Parameter<T>[] biases = [.. pass.BiasNames.Select(find)];
        CarriedState<T> hidden = new(layer.PassOutputSize, layer.Options.HasInitialState ? find(pass.InitialHidden) : null);
        return layer switch
        {
            RnnLayer { Activation: Activation.Tanh } => new RnnRecurrence<T, Tanh<T>>(input, new(recurrent), biases, pass.IsReverse, hidden),
            RnnLayer { Activation: Activation.Relu } => new RnnRecurrence<T, Relu<T>>(input, new(recurrent), biases, pass.IsReverse, hidden),
            RnnLayer => new RnnRecurrence<T, Identity<T>>(input, new(recurrent), biases, pass.IsReverse, hidden),
            GruLayer { Reset: GruReset.After, Activation: Activation.Tanh } =>
                new GruAfterRecurrence<T, Tanh<T>>(input, recurrent, biases, pass.IsReverse, hidden),
            GruLayer { Reset: GruReset.After } => new GruAfterRecurrence<T, Relu<T>>(input, recurrent, biases, pass.IsReverse, hidden),
            GruLayer { Activation: Activation.Tanh } => new GruBeforeRecurrence<T, Tanh<T>>(input, recurrent, biases, pass.IsReverse, hidden),
            GruLayer => new GruBeforeRecurrence<T, Relu<T>>(input, recurrent, biases, pass.IsReverse, hidden),
            LstmLayer lstm => new LstmRecurrence<T>(
                input,
                new(recurrent),
                biases,
                lstm.ProjectionSize == 0 ? null : find(pass.Projection),
                lstm.HasPeepholes ? find(pass.Peephole) : null,
                pass.IsReverse,
                hidden,
                new CarriedState<T>(layer.HiddenSize, layer.Options.HasInitialState ? find(pass.InitialCell) : null)),
            _ => throw new NotSupportedException($"a layer of kind '{layer.Kind}' cannot be trained"),
        };
    }
}
