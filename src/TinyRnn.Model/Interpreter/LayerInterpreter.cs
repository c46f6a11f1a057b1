namespace TinyRnn.Model;

/// <summary>
/// One step of a layer, of a recurrent layer in one of its directions. A new kind of layer is one class and one line in
/// <see cref="CreateDirections"/>.
/// </summary>
internal abstract class LayerInterpreter
{
    /// <summary>Whether it goes from the last step to the first.</summary>
    public virtual bool IsReverse => false;

    /// <summary>The directions of a layer, in the order of their outputs.</summary>
    public static LayerInterpreter[] CreateDirections(Layer layer, Network network) => layer switch
    {
        DenseLayer dense => [new DenseInterpreter(dense, network)],
        RnnLayer rnn => [.. rnn.Passes.Select(pass => new RnnInterpreter(rnn, pass, network))],
        GruLayer gru => [.. gru.Passes.Select(pass => new GruInterpreter(gru, pass, network))],
        LstmLayer lstm => [.. lstm.Passes.Select(pass => new LstmInterpreter(lstm, pass, network))],
        ConcatRnnLayer concat => [new ConcatRnnInterpreter(concat, network)],
        EmbeddingLayer embedding => [new EmbeddingInterpreter(embedding, network)],
        PoolingLayer pooling => [new PoolingInterpreter(pooling)],
        _ => throw new NotSupportedException($"the interpreter does not know layers of kind '{layer.Kind}'"),
    };

    /// <summary>Changes the state and writes the output.</summary>
    public abstract void Step(LayerInput input, Span<float> state, Span<float> output);
}
