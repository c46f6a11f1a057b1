using PeerModels;
using Peers;

namespace TinyRnn.Benchmarks;

/// <summary>
/// A compiled network and its state. A virtual call lets a benchmark have the network as a parameter. Apps and bench/steps
/// call the generated type directly and save that nanosecond or two.
/// </summary>
internal abstract class CompiledNetwork
{
    private static readonly Dictionary<PeerSize, Func<CompiledNetwork>> Makers = FindMakers();

    /// <summary>The sizes whose models are compiled.</summary>
    public static IEnumerable<PeerSize> Sizes => Makers.Keys;

    public static CompiledNetwork Create(PeerSize size) => Makers[size]();

    public abstract void Step(ReadOnlySpan<float> input, Span<float> output);

    public abstract void Run(ReadOnlySpan<float> sequence, Span<float> output);

    private static Dictionary<PeerSize, Func<CompiledNetwork>> FindMakers()
    {
        Dictionary<PeerSize, Func<CompiledNetwork>> makers = [];
        CompiledModels.Visit(new Collector(makers));
        return makers;
    }

    private sealed class Compiled<TModel, TState> : CompiledNetwork
        where TModel : struct, IVectorModel<TState>
        where TState : struct
    {
        private TState _state;

        public override void Step(ReadOnlySpan<float> input, Span<float> output) => TModel.Step(ref _state, input, output);

        public override void Run(ReadOnlySpan<float> sequence, Span<float> output) => TModel.Run(ref _state, sequence, output);
    }

    private sealed class Collector(Dictionary<PeerSize, Func<CompiledNetwork>> makers) : IModelVisitor
    {
        public void Visit<TModel, TState>(PeerSize size)
            where TModel : struct, IVectorModel<TState>
            where TState : struct => makers.Add(size, () => new Compiled<TModel, TState>());
    }
}
