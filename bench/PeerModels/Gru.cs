using Peers;
using TinyRnn;

namespace PeerModels;

[TinyRnnModel("gru-8-1-1.tinyrnn")]
public readonly partial struct Gru8x1;

[TinyRnnModel("gru-8-64-64.tinyrnn")]
public readonly partial struct Gru8x64;

[TinyRnnModel("gru-16-1-1.tinyrnn")]
public readonly partial struct Gru16x1;

[TinyRnnModel("gru-16-64-64.tinyrnn")]
public readonly partial struct Gru16x64;

[TinyRnnModel("gru-32-1-1.tinyrnn")]
public readonly partial struct Gru32x1;

[TinyRnnModel("gru-32-64-64.tinyrnn")]
public readonly partial struct Gru32x64;

[TinyRnnModel("gru-64-1-1.tinyrnn")]
public readonly partial struct Gru64x1;

[TinyRnnModel("gru-64-64-64.tinyrnn")]
public readonly partial struct Gru64x64;

[TinyRnnModel("gru-128-1-1.tinyrnn")]
public readonly partial struct Gru128x1;

[TinyRnnModel("gru-128-64-64.tinyrnn")]
public readonly partial struct Gru128x64;

[TinyRnnModel("gru-256-1-1.tinyrnn")]
public readonly partial struct Gru256x1;

[TinyRnnModel("gru-256-64-64.tinyrnn")]
public readonly partial struct Gru256x64;

[TinyRnnModel("gru-8-64-1.tinyrnn")]
public readonly partial struct Gru8OneHot;

[TinyRnnModel("gru-16-64-1.tinyrnn")]
public readonly partial struct Gru16OneHot;

[TinyRnnModel("gru-32-64-1.tinyrnn")]
public readonly partial struct Gru32OneHot;

[TinyRnnModel("gru-64-64-1.tinyrnn")]
public readonly partial struct Gru64OneHot;

[TinyRnnModel("gru-128-64-1.tinyrnn")]
public readonly partial struct Gru128OneHot;

[TinyRnnModel("gru-256-64-1.tinyrnn")]
public readonly partial struct Gru256OneHot;

[TinyRnnModel("gru-64-1-1-bf16.tinyrnn")]
public readonly partial struct Gru64Brain;

[TinyRnnModel("gru-64-1-1-int8.tinyrnn")]
public readonly partial struct Gru64Int8;

[TinyRnnModel("gru-128-1-1-bf16.tinyrnn")]
public readonly partial struct Gru128Brain;

[TinyRnnModel("gru-128-1-1-int8.tinyrnn")]
public readonly partial struct Gru128Int8;

[TinyRnnModel("gru-256-1-1-bf16.tinyrnn")]
public readonly partial struct Gru256Brain;

[TinyRnnModel("gru-256-1-1-int8.tinyrnn")]
public readonly partial struct Gru256Int8;

[TinyRnnModel("gru-512-1-1.tinyrnn")]
public readonly partial struct Gru512x1;

[TinyRnnModel("gru-64-1-1-sparse80.tinyrnn")]
public readonly partial struct Gru64Fifth;

[TinyRnnModel("gru-64-1-1-sparse90.tinyrnn")]
public readonly partial struct Gru64Tenth;

[TinyRnnModel("gru-64-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Gru64Int8Fifth;

[TinyRnnModel("gru-128-1-1-sparse80.tinyrnn")]
public readonly partial struct Gru128Fifth;

[TinyRnnModel("gru-128-1-1-sparse90.tinyrnn")]
public readonly partial struct Gru128Tenth;

[TinyRnnModel("gru-128-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Gru128Int8Fifth;

[TinyRnnModel("gru-256-1-1-sparse80.tinyrnn")]
public readonly partial struct Gru256Fifth;

[TinyRnnModel("gru-256-1-1-sparse90.tinyrnn")]
public readonly partial struct Gru256Tenth;

[TinyRnnModel("gru-256-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Gru256Int8Fifth;

[TinyRnnModel("gru-512-1-1-sparse80.tinyrnn")]
public readonly partial struct Gru512Fifth;

[TinyRnnModel("gru-512-1-1-sparse90.tinyrnn")]
public readonly partial struct Gru512Tenth;

[TinyRnnModel("gru-512-1-1-int8-sparse80.tinyrnn")]
public readonly partial struct Gru512Int8Fifth;

public static partial class CompiledModels
{
    static partial void VisitGru<TVisitor>(TVisitor visitor)
        where TVisitor : IModelVisitor
    {
        visitor.Visit<Gru8x1, Gru8x1.State>(new PeerSize("gru", 8, 1, 1));
        visitor.Visit<Gru8x64, Gru8x64.State>(new PeerSize("gru", 8, 64, 64));
        visitor.Visit<Gru16x1, Gru16x1.State>(new PeerSize("gru", 16, 1, 1));
        visitor.Visit<Gru16x64, Gru16x64.State>(new PeerSize("gru", 16, 64, 64));
        visitor.Visit<Gru32x1, Gru32x1.State>(new PeerSize("gru", 32, 1, 1));
        visitor.Visit<Gru32x64, Gru32x64.State>(new PeerSize("gru", 32, 64, 64));
        visitor.Visit<Gru64x1, Gru64x1.State>(new PeerSize("gru", 64, 1, 1));
        visitor.Visit<Gru64x64, Gru64x64.State>(new PeerSize("gru", 64, 64, 64));
        visitor.Visit<Gru128x1, Gru128x1.State>(new PeerSize("gru", 128, 1, 1));
        visitor.Visit<Gru128x64, Gru128x64.State>(new PeerSize("gru", 128, 64, 64));
        visitor.Visit<Gru256x1, Gru256x1.State>(new PeerSize("gru", 256, 1, 1));
        visitor.Visit<Gru256x64, Gru256x64.State>(new PeerSize("gru", 256, 64, 64));
        visitor.VisitTokens<Gru8OneHot, Gru8OneHot.State>(new PeerSize("gru", 8, 64, 1));
        visitor.VisitTokens<Gru16OneHot, Gru16OneHot.State>(new PeerSize("gru", 16, 64, 1));
        visitor.VisitTokens<Gru32OneHot, Gru32OneHot.State>(new PeerSize("gru", 32, 64, 1));
        visitor.VisitTokens<Gru64OneHot, Gru64OneHot.State>(new PeerSize("gru", 64, 64, 1));
        visitor.VisitTokens<Gru128OneHot, Gru128OneHot.State>(new PeerSize("gru", 128, 64, 1));
        visitor.VisitTokens<Gru256OneHot, Gru256OneHot.State>(new PeerSize("gru", 256, 64, 1));
        visitor.VisitVariant<Gru64Brain, Gru64Brain.State>(new PeerSize("gru", 64, 1, 1), "bf16");
        visitor.VisitVariant<Gru64Int8, Gru64Int8.State>(new PeerSize("gru", 64, 1, 1), "int8");
        visitor.VisitVariant<Gru128Brain, Gru128Brain.State>(new PeerSize("gru", 128, 1, 1), "bf16");
        visitor.VisitVariant<Gru128Int8, Gru128Int8.State>(new PeerSize("gru", 128, 1, 1), "int8");
        visitor.VisitVariant<Gru256Brain, Gru256Brain.State>(new PeerSize("gru", 256, 1, 1), "bf16");
        visitor.VisitVariant<Gru256Int8, Gru256Int8.State>(new PeerSize("gru", 256, 1, 1), "int8");
        visitor.Visit<Gru512x1, Gru512x1.State>(new PeerSize("gru", 512, 1, 1));
        visitor.VisitVariant<Gru64Fifth, Gru64Fifth.State>(new PeerSize("gru", 64, 1, 1), "sparse80");
        visitor.VisitVariant<Gru64Tenth, Gru64Tenth.State>(new PeerSize("gru", 64, 1, 1), "sparse90");
        visitor.VisitVariant<Gru64Int8Fifth, Gru64Int8Fifth.State>(new PeerSize("gru", 64, 1, 1), "int8-sparse80");
        visitor.VisitVariant<Gru128Fifth, Gru128Fifth.State>(new PeerSize("gru", 128, 1, 1), "sparse80");
        visitor.VisitVariant<Gru128Tenth, Gru128Tenth.State>(new PeerSize("gru", 128, 1, 1), "sparse90");
        visitor.VisitVariant<Gru128Int8Fifth, Gru128Int8Fifth.State>(new PeerSize("gru", 128, 1, 1), "int8-sparse80");
        visitor.VisitVariant<Gru256Fifth, Gru256Fifth.State>(new PeerSize("gru", 256, 1, 1), "sparse80");
        visitor.VisitVariant<Gru256Tenth, Gru256Tenth.State>(new PeerSize("gru", 256, 1, 1), "sparse90");
        visitor.VisitVariant<Gru256Int8Fifth, Gru256Int8Fifth.State>(new PeerSize("gru", 256, 1, 1), "int8-sparse80");
        visitor.VisitVariant<Gru512Fifth, Gru512Fifth.State>(new PeerSize("gru", 512, 1, 1), "sparse80");
        visitor.VisitVariant<Gru512Tenth, Gru512Tenth.State>(new PeerSize("gru", 512, 1, 1), "sparse90");
        visitor.VisitVariant<Gru512Int8Fifth, Gru512Int8Fifth.State>(new PeerSize("gru", 512, 1, 1), "int8-sparse80");
    }
}
