using System.Buffers.Binary;
using System.IO.Hashing;
using TinyRnn;

namespace SensorFleet.Devices;

/// <summary>
/// Writes a device as bytes: "SFD", a version, the progress, the model's state as written by <see cref="StateForm"/>, and a CRC-32 of all
/// these. Numbers are little-endian.
/// </summary>
internal static class DeviceForm
{
    private const byte Version = 1;
    private const int ProgressSize = 8 + 4 + 4 + 8 + 4 + 8;
    private const int ChecksumSize = 4;

    private static ReadOnlySpan<byte> Start => [(byte)'S', (byte)'F', (byte)'D', Version];

    /// <summary>Writes a device.</summary>
    public static byte[] Write(in FleetModel.State state, in DeviceProgress progress)
    {
        byte[] model = new byte[StateForm.GetSize<FleetModel, FleetModel.State>()];
        StateForm.Write<FleetModel, FleetModel.State>(state, model);
        return Compose(progress, model);
    }

    /// <summary>Reads a device.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, of another version, or of another model.</exception>
    public static void Read(ReadOnlySpan<byte> form, out FleetModel.State state, out DeviceProgress progress)
    {
        if (form.Length < Start.Length + ProgressSize + ChecksumSize || !form.StartsWith(Start[..^1]))
        {
            throw new InvalidDataException($"{form.Length} bytes that are not a device");
        }

        if (form[Start.Length - 1] != Version)
        {
            throw new InvalidDataException($"a device of version {form[Start.Length - 1]}; this program reads version {Version}");
        }

        if (Crc32.HashToUInt32(form[..^ChecksumSize]) != BinaryPrimitives.ReadUInt32LittleEndian(form[^ChecksumSize..]))
        {
            throw new InvalidDataException("a damaged device: its checksum does not match");
        }

        ReadOnlySpan<byte> at = form[Start.Length..];
        progress = default;
        progress.Next = BinaryPrimitives.ReadInt64LittleEndian(at);
        progress.Watch.Forecast = BinaryPrimitives.ReadSingleLittleEndian(at[8..]);
        progress.Watch.Usual = BinaryPrimitives.ReadSingleLittleEndian(at[12..]);
        progress.Watch.Seen = BinaryPrimitives.ReadInt64LittleEndian(at[16..]);
        progress.Watch.Quiet = BinaryPrimitives.ReadInt32LittleEndian(at[24..]);
        progress.Watch.Anomalies = BinaryPrimitives.ReadInt64LittleEndian(at[28..]);
        StateForm.Read<FleetModel, FleetModel.State>(at[ProgressSize..^ChecksumSize], out state);
    }

    /// <summary>Assembles a device's bytes from its progress and a written state.</summary>
    public static byte[] Compose(in DeviceProgress progress, ReadOnlySpan<byte> model)
    {
        byte[] form = new byte[Start.Length + ProgressSize + model.Length + ChecksumSize];
        Start.CopyTo(form);
        Span<byte> at = form.AsSpan(Start.Length);
        BinaryPrimitives.WriteInt64LittleEndian(at, progress.Next);
        BinaryPrimitives.WriteSingleLittleEndian(at[8..], progress.Watch.Forecast);
        BinaryPrimitives.WriteSingleLittleEndian(at[12..], progress.Watch.Usual);
        BinaryPrimitives.WriteInt64LittleEndian(at[16..], progress.Watch.Seen);
        BinaryPrimitives.WriteInt32LittleEndian(at[24..], progress.Watch.Quiet);
        BinaryPrimitives.WriteInt64LittleEndian(at[28..], progress.Watch.Anomalies);
        model.CopyTo(at[ProgressSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(at[^ChecksumSize..], Crc32.HashToUInt32(form.AsSpan(0, form.Length - ChecksumSize)));
        return form;
    }
}
