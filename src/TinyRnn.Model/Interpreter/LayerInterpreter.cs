namespace TinyRnn.Model;

/// <summary>One layer's step. A new kind of layer is one class and one line in <see cref="Create"/>.</summary>
internal abstract class LayerInterpreter
{
    public static LayerInterpreter Create(Layer layer, Network network) => layer switch
    {
        DenseLayer dense => new DenseInterpreter(dense, network),
        RnnLayer rnn => new RnnInterpreter(rnn, network),
        ConcatRnnLayer concat => new ConcatRnnInterpreter(concat, network),
        _ => throw new NotSupportedException($"the interpreter does not know layers of kind '{layer.Kind}'"),
    };

    /// <summary>Changes the hidden state and writes the output.</summary>
    public abstract void Step(LayerInput input, Span<float> hidden, Span<float> output);
}
