using Peers;
using TinyRnn;

namespace PeerModels;

[TinyRnnModel("lstm-8-1-1.tinyrnn")]
public readonly partial struct Lstm8x1;

[TinyRnnModel("lstm-8-64-64.tinyrnn")]
public readonly partial struct Lstm8x64;

[TinyRnnModel("lstm-16-1-1.tinyrnn")]
public readonly partial struct Lstm16x1;

[TinyRnnModel("lstm-16-64-64.tinyrnn")]
public readonly partial struct Lstm16x64;

[TinyRnnModel("lstm-32-1-1.tinyrnn")]
public readonly partial struct Lstm32x1;

[TinyRnnModel("lstm-32-64-64.tinyrnn")]
public readonly partial struct Lstm32x64;

[TinyRnnModel("lstm-64-1-1.tinyrnn")]
public readonly partial struct Lstm64x1;

[TinyRnnModel("lstm-64-64-64.tinyrnn")]
public readonly partial struct Lstm64x64;

[TinyRnnModel("lstm-128-1-1.tinyrnn")]
public readonly partial struct Lstm128x1;

[TinyRnnModel("lstm-128-64-64.tinyrnn")]
public readonly partial struct Lstm128x64;

[TinyRnnModel("lstm-256-1-1.tinyrnn")]
public readonly partial struct Lstm256x1;

[TinyRnnModel("lstm-256-64-64.tinyrnn")]
public readonly partial struct Lstm256x64;

[TinyRnnModel("lstm-64-1-1-bf16.tinyrnn")]
public readonly partial struct Lstm64Brain;

[TinyRnnModel("lstm-64-1-1-int8.tinyrnn")]
public readonly partial struct Lstm64Int8;

[TinyRnnModel("lstm-128-1-1-bf16.tinyrnn")]
public readonly partial struct Lstm128Brain;

[TinyRnnModel("lstm-128-1-1-int8.tinyrnn")]
public readonly partial struct Lstm128Int8;

[TinyRnnModel("lstm-256-1-1-bf16.tinyrnn")]
public readonly partial struct Lstm256Brain;

[TinyRnnModel("lstm-256-1-1-int8.tinyrnn")]
public readonly partial struct Lstm256Int8;

[TinyRnnModel("lstm-512-1-1.tinyrnn")]
public readonly partial struct Lstm512x1;

[TinyRnnModel("lstm-64-1-1-sparse80.tinyrnn")]
public readonly partial struct Lstm64Fifth;

[TinyRnnModel("lstm-64-1-1-sparse90.tinyrnn")]
public readonly partial struct Lstm64Tenth;

[TinyRnnModel("lstm-64-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Lstm64Int8Fifth;

[TinyRnnModel("lstm-128-1-1-sparse80.tinyrnn")]
public readonly partial struct Lstm128Fifth;

[TinyRnnModel("lstm-128-1-1-sparse90.tinyrnn")]
public readonly partial struct Lstm128Tenth;

[TinyRnnModel("lstm-128-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Lstm128Int8Fifth;

[TinyRnnModel("lstm-256-1-1-sparse80.tinyrnn")]
public readonly partial struct Lstm256Fifth;

[TinyRnnModel("lstm-256-1-1-sparse90.tinyrnn")]
public readonly partial struct Lstm256Tenth;

[TinyRnnModel("lstm-256-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Lstm256Int8Fifth;

[TinyRnnModel("lstm-512-1-1-sparse80.tinyrnn")]
public readonly partial struct Lstm512Fifth;

[TinyRnnModel("lstm-512-1-1-sparse90.tinyrnn")]
public readonly partial struct Lstm512Tenth;

[TinyRnnModel("lstm-512-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Lstm512Int8Fifth;

public static partial class CompiledModels
{
    static partial void VisitLstm<TVisitor>(TVisitor visitor)
        where TVisitor : IModelVisitor
    {
        visitor.Visit<Lstm8x1, Lstm8x1.State>(new PeerSize("lstm", 8, 1, 1));
        visitor.Visit<Lstm8x64, Lstm8x64.State>(new PeerSize("lstm", 8, 64, 64));
        visitor.Visit<Lstm16x1, Lstm16x1.State>(new PeerSize("lstm", 16, 1, 1));
        visitor.Visit<Lstm16x64, Lstm16x64.State>(new PeerSize("lstm", 16, 64, 64));
        visitor.Visit<Lstm32x1, Lstm32x1.State>(new PeerSize("lstm", 32, 1, 1));
        visitor.Visit<Lstm32x64, Lstm32x64.State>(new PeerSize("lstm", 32, 64, 64));
        visitor.Visit<Lstm64x1, Lstm64x1.State>(new PeerSize("lstm", 64, 1, 1));
        visitor.Visit<Lstm64x64, Lstm64x64.State>(new PeerSize("lstm", 64, 64, 64));
        visitor.Visit<Lstm128x1, Lstm128x1.State>(new PeerSize("lstm", 128, 1, 1));
        visitor.Visit<Lstm128x64, Lstm128x64.State>(new PeerSize("lstm", 128, 64, 64));
        visitor.Visit<Lstm256x1, Lstm256x1.State>(new PeerSize("lstm", 256, 1, 1));
        visitor.Visit<Lstm256x64, Lstm256x64.State>(new PeerSize("lstm", 256, 64, 64));
        visitor.VisitVariant<Lstm64Brain, Lstm64Brain.State>(new PeerSize("lstm", 64, 1, 1), "bf16");
        visitor.VisitVariant<Lstm64Int8, Lstm64Int8.State>(new PeerSize("lstm", 64, 1, 1), "int8");
        visitor.VisitVariant<Lstm128Brain, Lstm128Brain.State>(new PeerSize("lstm", 128, 1, 1), "bf16");
        visitor.VisitVariant<Lstm128Int8, Lstm128Int8.State>(new PeerSize("lstm", 128, 1, 1), "int8");
        visitor.VisitVariant<Lstm256Brain, Lstm256Brain.State>(new PeerSize("lstm", 256, 1, 1), "bf16");
        visitor.VisitVariant<Lstm256Int8, Lstm256Int8.State>(new PeerSize("lstm", 256, 1, 1), "int8");
        visitor.Visit<Lstm512x1, Lstm512x1.State>(new PeerSize("lstm", 512, 1, 1));
        visitor.VisitVariant<Lstm64Fifth, Lstm64Fifth.State>(new PeerSize("lstm", 64, 1, 1), "sparse80");
        visitor.VisitVariant<Lstm64Tenth, Lstm64Tenth.State>(new PeerSize("lstm", 64, 1, 1), "sparse90");
        visitor.VisitVariant<Lstm64Int8Fifth, Lstm64Int8Fifth.State>(new PeerSize("lstm", 64, 1, 1), "int8-sparse80");
        visitor.VisitVariant<Lstm128Fifth, Lstm128Fifth.State>(new PeerSize("lstm", 128, 1, 1), "sparse80");
        visitor.VisitVariant<Lstm128Tenth, Lstm128Tenth.State>(new PeerSize("lstm", 128, 1, 1), "sparse90");
        visitor.VisitVariant<Lstm128Int8Fifth, Lstm128Int8Fifth.State>(new PeerSize("lstm", 128, 1, 1), "int8-sparse80");
        visitor.VisitVariant<Lstm256Fifth, Lstm256Fifth.State>(new PeerSize("lstm", 256, 1, 1), "sparse80");
        visitor.VisitVariant<Lstm256Tenth, Lstm256Tenth.State>(new PeerSize("lstm", 256, 1, 1), "sparse90");
        visitor.VisitVariant<Lstm256Int8Fifth, Lstm256Int8Fifth.State>(new PeerSize("lstm", 256, 1, 1), "int8-sparse80");
        visitor.VisitVariant<Lstm512Fifth, Lstm512Fifth.State>(new PeerSize("lstm", 512, 1, 1), "sparse80");
        visitor.VisitVariant<Lstm512Tenth, Lstm512Tenth.State>(new PeerSize("lstm", 512, 1, 1), "sparse90");
        visitor.VisitVariant<Lstm512Int8Fifth, Lstm512Int8Fifth.State>(new PeerSize("lstm", 512, 1, 1), "int8-sparse80");
    }
}
