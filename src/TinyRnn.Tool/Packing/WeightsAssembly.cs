using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using TinyRnn.Generator.Emit;
using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Tool.Packing;

/// <summary>
/// An assembly with packed weights and no code. It has a class for each model, and for each matrix a static field whose initial data
/// (ECMA-335, II.16.3.1) are the weights. A runtime maps such data with the image, so nothing is read, allocated or copied. NativeAOT and single
/// files include the data like code. The bytes depend only on the models.
/// </summary>
internal sealed class WeightsAssembly
{
    private const string Runtime = "System.Runtime";
    private static readonly byte[] RuntimeToken = [0xB0, 0x3F, 0x5F, 0x7F, 0x11, 0xD5, 0x0A, 0x3A];

    private readonly string _name;
    private readonly ImmutableArray<PackedModel> _models;

    /// <param name="name">Name of the assembly.</param>
    /// <param name="models">The models, in the order of their data.</param>
    public WeightsAssembly(string name, IEnumerable<PackedModel> models)
    {
        _name = name;
        _models = [.. models];
    }

    /// <summary>Writes the assembly.</summary>
    public void Write(Stream stream)
    {
        // The place of the data depends on everything before it, so it is found by building an assembly without data.
        BlobBuilder empty = Build(new BlobBuilder(), 0);
        using PEReader reader = new(empty.ToImmutableArray());
        int start = reader.GetMetadataReader().GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(1)).GetRelativeVirtualAddress();
        int padding = (PackedWeights.Alignment - (start % PackedWeights.Alignment)) % PackedWeights.Alignment;
        BlobBuilder data = new();
        data.WriteBytes(0, padding);
        foreach (WeightData field in _models.SelectMany(model => model.Data))
        {
            WriteField(data, field);
        }

        Build(data, padding).WriteContentTo(stream);
    }

    private static void WriteField(BlobBuilder data, WeightData field)
    {
        Blob place = data.ReserveBytes(checked((int)PackedWeights.BlockBytes(field.Length)));
        Span<byte> bytes = place.GetBytes();
        int at = 0;
        foreach (uint word in field.Words())
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], word);
            at += sizeof(uint);
        }
    }

    private BlobBuilder Build(BlobBuilder data, int start)
    {
        MetadataBuilder metadata = new();
        Guid id = new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', _models.Select(model => model.TypeName))))[..16]);
        metadata.AddModule(0, metadata.GetOrAddString(_name + ".dll"), metadata.GetOrAddGuid(id), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(_name), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        AssemblyReferenceHandle runtime = metadata.AddAssemblyReference(
            metadata.GetOrAddString(Runtime), typeof(object).Assembly.GetName().Version!, default, metadata.GetOrAddBlob(RuntimeToken), default, default);
        TypeReferenceHandle @object = metadata.AddTypeReference(runtime, metadata.GetOrAddString("System"), metadata.GetOrAddString(nameof(Object)));
        TypeReferenceHandle valueType = metadata.AddTypeReference(runtime, metadata.GetOrAddString("System"), metadata.GetOrAddString(nameof(ValueType)));
        AddType(metadata, default, "", "<Module>", default, 1);
        Dictionary<long, TypeDefinitionHandle> blocks = AddBlocks(metadata, valueType);
        int fields = 0;
        int offset = start;
        foreach (PackedModel model in _models)
        {
            AddType(
                metadata, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit,
                PackedWeights.Namespace, model.TypeName, @object, fields + 1);
            foreach (WeightData field in model.Data)
            {
                long bytes = PackedWeights.BlockBytes(field.Length);
                BlobBuilder signature = new();
                new BlobEncoder(signature).Field().Type().Type(blocks[bytes], isValueType: true);
                FieldDefinitionHandle handle = metadata.AddFieldDefinition(
                    FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.HasFieldRVA,
                    metadata.GetOrAddString(field.Name), metadata.GetOrAddBlob(signature));
                metadata.AddFieldRelativeVirtualAddress(handle, offset);
                offset = checked(offset + (int)bytes);
                fields++;
            }
        }

        ManagedPEBuilder image = new(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder(), data,
            deterministicIdProvider: _ => new BlobContentId(id, 1));
        BlobBuilder result = new();
        image.Serialize(result);
        return result;
    }

    // One type for each size, aligned for the widest vectors.
    private Dictionary<long, TypeDefinitionHandle> AddBlocks(MetadataBuilder metadata, TypeReferenceHandle valueType)
    {
        Dictionary<long, TypeDefinitionHandle> blocks = [];
        foreach (long bytes in _models.SelectMany(model => model.Data).Select(field => PackedWeights.BlockBytes(field.Length)).Distinct())
        {
            TypeDefinitionHandle block = AddType(
                metadata, TypeAttributes.Public | TypeAttributes.ExplicitLayout | TypeAttributes.Sealed, PackedWeights.Namespace,
                PackedWeights.BlockName(bytes), valueType, 1);
            metadata.AddTypeLayout(block, PackedWeights.Alignment, checked((uint)bytes));
            blocks.Add(bytes, block);
        }

        return blocks;
    }

    private static TypeDefinitionHandle AddType(
        MetadataBuilder metadata, TypeAttributes attributes, string @namespace, string name, EntityHandle baseType, int firstField) =>
        metadata.AddTypeDefinition(
            attributes, metadata.GetOrAddString(@namespace), metadata.GetOrAddString(name), baseType,
            MetadataTokens.FieldDefinitionHandle(firstField), MetadataTokens.MethodDefinitionHandle(1));
}

/// <summary>The weights of a model.</summary>
/// <param name="TypeName">The class that holds them.</param>
/// <param name="Data">Its fields.</param>
internal sealed record PackedModel(string TypeName, ImmutableArray<WeightData> Data);
