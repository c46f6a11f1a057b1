using Peers;
using TinyRnn;

namespace PeerModels;

[TinyRnnModel("rnn-8-1-1.tinyrnn")]
public readonly partial struct Rnn8x1;

[TinyRnnModel("rnn-8-64-64.tinyrnn")]
public readonly partial struct Rnn8x64;

[TinyRnnModel("rnn-16-1-1.tinyrnn")]
public readonly partial struct Rnn16x1;

[TinyRnnModel("rnn-16-64-64.tinyrnn")]
public readonly partial struct Rnn16x64;

[TinyRnnModel("rnn-32-1-1.tinyrnn")]
public readonly partial struct Rnn32x1;

[TinyRnnModel("rnn-32-64-64.tinyrnn")]
public readonly partial struct Rnn32x64;

[TinyRnnModel("rnn-64-1-1.tinyrnn")]
public readonly partial struct Rnn64x1;

[TinyRnnModel("rnn-64-64-64.tinyrnn")]
public readonly partial struct Rnn64x64;

[TinyRnnModel("rnn-128-1-1.tinyrnn")]
public readonly partial struct Rnn128x1;

[TinyRnnModel("rnn-128-64-64.tinyrnn")]
public readonly partial struct Rnn128x64;

[TinyRnnModel("rnn-256-1-1.tinyrnn")]
public readonly partial struct Rnn256x1;

[TinyRnnModel("rnn-256-64-64.tinyrnn")]
public readonly partial struct Rnn256x64;

public static partial class CompiledModels
{
    static partial void VisitRnn<TVisitor>(TVisitor visitor)
        where TVisitor : IModelVisitor
    {
        visitor.Visit<Rnn8x1, Rnn8x1.State>(new PeerSize("rnn", 8, 1, 1));
        visitor.Visit<Rnn8x64, Rnn8x64.State>(new PeerSize("rnn", 8, 64, 64));
        visitor.Visit<Rnn16x1, Rnn16x1.State>(new PeerSize("rnn", 16, 1, 1));
        visitor.Visit<Rnn16x64, Rnn16x64.State>(new PeerSize("rnn", 16, 64, 64));
        visitor.Visit<Rnn32x1, Rnn32x1.State>(new PeerSize("rnn", 32, 1, 1));
        visitor.Visit<Rnn32x64, Rnn32x64.State>(new PeerSize("rnn", 32, 64, 64));
        visitor.Visit<Rnn64x1, Rnn64x1.State>(new PeerSize("rnn", 64, 1, 1));
        visitor.Visit<Rnn64x64, Rnn64x64.State>(new PeerSize("rnn", 64, 64, 64));
        visitor.Visit<Rnn128x1, Rnn128x1.State>(new PeerSize("rnn", 128, 1, 1));
        visitor.Visit<Rnn128x64, Rnn128x64.State>(new PeerSize("rnn", 128, 64, 64));
        visitor.Visit<Rnn256x1, Rnn256x1.State>(new PeerSize("rnn", 256, 1, 1));
        visitor.Visit<Rnn256x64, Rnn256x64.State>(new PeerSize("rnn", 256, 64, 64));
    }
}
