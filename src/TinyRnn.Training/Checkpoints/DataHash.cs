using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TinyRnn.Training;

/// <summary>A SHA-256 over data of several kinds, each with its length, so that different data never give the same bytes.</summary>
internal sealed class DataHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        int length = values.Length;
        _hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
        _hash.AppendData(MemoryMarshal.AsBytes(values));
    }

    public void Add(string text) => Add<char>(text);

    public void Add(int number) => Add<int>([number]);

    public void Add(TokenInput input)
    {
        if (input is not Vocabulary vocabulary)
        {
            Add(InputFields.ToJson(input));
            return;
        }

        Add(vocabulary.Characters);
        Add<int>([(int)vocabulary.Normalization, (int)vocabulary.Unknown]);
    }

    public void Add(Scaling? scaling)
    {
        Add<float>([.. scaling?.Mean ?? []]);
        Add<float>([.. scaling?.Std ?? []]);
    }

    public byte[] Get() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}
