using Peers;
using TinyRnn;

namespace PeerModels;

/// <summary>An action on compiled models, whose types only a generic method can receive.</summary>
public interface IModelVisitor
{
    /// <summary>Receives a model.</summary>
    void Visit<TModel, TState>(PeerSize size)
        where TModel : struct, IVectorModel<TState>
        where TState : struct;

    /// <summary>Receives a model that reads symbols. Actions that feed rows of numbers ignore it.</summary>
    void VisitTokens<TModel, TState>(PeerSize size)
        where TModel : struct, ITokenModel<TState>
        where TState : struct
    {
    }

    /// <summary>
    /// Takes a model of other weights, <c>bf16</c>, <c>int8</c>, <c>sparse80</c>, <c>sparse90</c> or <c>int8-sparse80</c>; actions that
    /// compare outputs ignore it.
    /// </summary>
    void VisitVariant<TModel, TState>(PeerSize size, string variant)
        where TModel : struct, IVectorModel<TState>
        where TState : struct
    {
    }
}

/// <summary>
/// The compiled models. They are structs, because generic code over a struct is compiled specifically for it and calls it directly,
/// where code over classes is shared and looks up each call of a static member.
/// </summary>
public static partial class CompiledModels
{
    /// <summary>Visits all models, cell by cell, small to large.</summary>
    public static void Visit<TVisitor>(TVisitor visitor)
        where TVisitor : IModelVisitor
    {
        VisitGru(visitor);
        VisitLstm(visitor);
        VisitRnn(visitor);
    }

    // Without a body, and so without effect, where the cell's file is left out.
    static partial void VisitGru<TVisitor>(TVisitor visitor)
        where TVisitor : IModelVisitor;

    static partial void VisitLstm<TVisitor>(TVisitor visitor)
        where TVisitor : IModelVisitor;

    static partial void VisitRnn<TVisitor>(TVisitor visitor)
        where TVisitor : IModelVisitor;
}
