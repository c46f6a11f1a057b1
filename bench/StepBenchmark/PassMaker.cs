using PeerModels;
using Peers;
using TinyRnn;

namespace StepBenchmark;

/// <summary>Makes the pass of a mode for each chosen model.</summary>
internal sealed class PassMaker(string mode, PeerArguments arguments, ICollection<ITimedPass> passes) : IModelVisitor
{
    /// <summary>The modes of running a model over the inputs.</summary>
    public static IReadOnlyList<string> Modes { get; } =
    [
        "step", "run100", "streams16", "kept", "onehot64", "bf16", "int8", "sparse80", "sparse90", "int8-sparse80"
    ];

    /// <inheritdoc/>
    public void Visit<TModel, TState>(PeerSize size)
        where TModel : struct, IVectorModel<TState>
        where TState : struct
    {
        if (arguments.Includes(size))
        {
            switch (mode)
            {
                case "step":
                    passes.Add(new StepPass<TModel, TState>(size));
                    break;
                case "run100":
                    passes.Add(new RunPass<TModel, TState>(size));
                    break;
                case "streams16":
                    passes.Add(new StreamsPass<TModel, TState>(size));
                    break;
                case "kept":
                    passes.Add(new KeptPass<TModel, TState>(size));
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void VisitTokens<TModel, TState>(PeerSize size)
        where TModel : struct, ITokenModel<TState>
        where TState : struct
    {
        if (mode == "onehot64" && arguments.Includes(size))
        {
            passes.Add(new TokenPass<TModel, TState>(size));
        }
    }

    /// <inheritdoc/>
    public void VisitVariant<TModel, TState>(PeerSize size, string variant)
        where TModel : struct, IVectorModel<TState>
        where TState : struct
    {
        if (mode == variant && arguments.Includes(size))
        {
            passes.Add(new StepPass<TModel, TState>(size));
        }
    }
}
