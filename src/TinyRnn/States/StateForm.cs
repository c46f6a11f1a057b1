using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TinyRnn;

/// <summary>
/// Converts a state to bytes and back, to keep a session in a file, a database or a cache and to continue it in another process. All states of a
/// model have the same size, and equal states have equal bytes on every machine. A state that was read continues like the one that was written,
/// bit for bit.
/// </summary>
/// <remarks>
/// Little-endian: the bytes 'T', 'R', 'N', 'S'; the version of the form, 1 (32 bits); the model's fingerprint (64 bits); the number of values
/// (32 bits); CRC-32C (Castagnoli 1993) of everything but itself (32 bits); then the values as the model keeps them, 32 bits each, layer by
/// layer, the hidden state before the cell state. Infinities and NaN are kept.
/// </remarks>
public static class StateForm
{
    private const uint Magic = 0x534E_5254;
    private const uint Version = 1;
    private const int VersionOffset = 4;
    private const int FingerprintOffset = 8;
    private const int CountOffset = 16;
    private const int ChecksumOffset = 20;
    private const int HeaderSize = 24;

    /// <summary>Size in bytes of each written state of a model: 24, plus 4 for each value.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <typeparam name="TState">Its state.</typeparam>
    public static int GetSize<TModel, TState>()
        where TModel : IRecurrentModel<TState>
        where TState : struct => HeaderSize + (CountValues(TModel.StateParts) * sizeof(float));

    /// <summary>Writes a state. Allocates nothing.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <typeparam name="TState">Its state.</typeparam>
    /// <param name="state">The state.</param>
    /// <param name="destination">Receives <see cref="GetSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public static void Write<TModel, TState>(in TState state, Span<byte> destination)
        where TModel : IRecurrentModel<TState>
        where TState : struct
    {
        int size = GetSize<TModel, TState>();
        if (destination.Length != size)
        {
            throw new ArgumentException($"{destination.Length} bytes; a state of {typeof(TModel).Name} has {size}", nameof(destination));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[VersionOffset..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[FingerprintOffset..], TModel.Fingerprint);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[CountOffset..], (uint)(size - HeaderSize) / sizeof(float));
        ReadOnlySpan<byte> floats = MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in state));
        Span<byte> values = destination[HeaderSize..];
        ReadOnlySpan<int> parts = TModel.StateParts;
        for (int i = 0; i < parts.Length; i += 2)
        {
            ReadOnlySpan<byte> part = floats.Slice(parts[i] * sizeof(float), parts[i + 1] * sizeof(float));
            part.CopyTo(values);
            values = values[part.Length..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumOffset..], ChecksumOf(destination));
    }

    /// <summary>Reads a state. Allocates nothing unless it fails.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <typeparam name="TState">Its state.</typeparam>
    /// <param name="source">The bytes from <see cref="Write"/>, and no others.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are damaged or not a state of this model. The message says what was expected and found. <see cref="TryRead"/> tells the cases apart.
    /// </exception>
    public static void Read<TModel, TState>(ReadOnlySpan<byte> source, out TState state)
        where TModel : IRecurrentModel<TState>
        where TState : struct
    {
        if (!TryRead<TModel, TState>(source, out state, out StateError error))
        {
            throw new InvalidDataException(Describe<TModel, TState>(source, error));
        }
    }

    /// <summary>Reads a state, or reports why it cannot. Allocates nothing.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <typeparam name="TState">Its state.</typeparam>
    /// <param name="source">The bytes from <see cref="Write"/>, and no others.</param>
    /// <param name="state">The state; if it cannot be read, the model's initial state, so that a session can start again.</param>
    /// <param name="error">The error in the bytes.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryRead<TModel, TState>(ReadOnlySpan<byte> source, out TState state, out StateError error)
        where TModel : IRecurrentModel<TState>
        where TState : struct
    {
        error = Check(source, TModel.Fingerprint, GetSize<TModel, TState>());
        if (error != StateError.None)
        {
            state = TModel.InitialState;
            return false;
        }

        state = default;
        Span<byte> floats = MemoryMarshal.AsBytes(new Span<TState>(ref state));
        ReadOnlySpan<byte> values = source[HeaderSize..];
        ReadOnlySpan<int> parts = TModel.StateParts;
        for (int i = 0; i < parts.Length; i += 2)
        {
            int length = parts[i + 1] * sizeof(float);
            values[..length].CopyTo(floats.Slice(parts[i] * sizeof(float), length));
            values = values[length..];
        }

        return true;
    }

    // The order matters: a truncated state is reported as truncated, and another model is named only if the state is complete.
    private static StateError Check(ReadOnlySpan<byte> source, ulong fingerprint, int size)
    {
        if (source.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic)
        {
            return StateError.NoState;
        }

        if (source.Length < HeaderSize)
        {
            return StateError.OtherLength;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(source[VersionOffset..]) != Version)
        {
            return StateError.OtherVersion;
        }

        if (source.Length != PromisedSize(source))
        {
            return StateError.OtherLength;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumOffset..]) != ChecksumOf(source))
        {
            return StateError.Damaged;
        }

        return FingerprintOf(source) == fingerprint && source.Length == size ? StateError.None : StateError.OtherModel;
    }

    private static string Describe<TModel, TState>(ReadOnlySpan<byte> source, StateError error)
        where TModel : IRecurrentModel<TState>
        where TState : struct => error switch
        {
            StateError.NoState => $"not a state of a model: {source.Length} bytes that do not begin with 'TRNS'",
            StateError.OtherLength when source.Length < HeaderSize =>
                $"a state that is cut off: {source.Length} bytes; {GetSize<TModel, TState>()} were expected",
            StateError.OtherLength => $"a state whose length differs from its header: {source.Length} bytes; {PromisedSize(source)} were expected",
            StateError.OtherVersion =>
                $"a state in version {BinaryPrimitives.ReadUInt32LittleEndian(source[VersionOffset..])} of the format; this program reads version {Version}",
            StateError.Damaged => "a damaged state: its checksum does not match its bytes",
            _ => $"a state of another model: its fingerprint is {FingerprintOf(source):x16}, that of {typeof(TModel).Name} is {TModel.Fingerprint:x16}",
        };

    private static ulong FingerprintOf(ReadOnlySpan<byte> form) => BinaryPrimitives.ReadUInt64LittleEndian(form[FingerprintOffset..]);

    private static long PromisedSize(ReadOnlySpan<byte> form) =>
        HeaderSize + ((long)BinaryPrimitives.ReadUInt32LittleEndian(form[CountOffset..]) * sizeof(float));

    private static int CountValues(ReadOnlySpan<int> parts)
    {
        int count = 0;
        for (int i = 1; i < parts.Length; i += 2)
        {
            count += parts[i];
        }

        return count;
    }

    // The length is a multiple of 4 bytes, so the checksum takes 8 at a time and at most one 4 at the end.
    private static uint ChecksumOf(ReadOnlySpan<byte> form)
    {
        uint checksum = Add(~0u, form[..ChecksumOffset]);
        return ~Add(checksum, form[HeaderSize..]);

        static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }

            return bytes.IsEmpty ? checksum : BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        }
    }
}
