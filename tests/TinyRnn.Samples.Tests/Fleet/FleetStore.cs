using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using SensorFleet.Devices;

namespace TinyRnn.Samples.Tests.Fleet;

/// <summary>A store that outlives silos, as Redis does, and that tests look into.</summary>
internal sealed class FleetStore : IGrainStorage
{
    private readonly ConcurrentDictionary<GrainId, (byte[] Form, string Tag)> _records = new();

    private int _failedWrites;

    /// <summary>Whether every write fails.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many have failed.</summary>
    public int FailedWrites => Volatile.Read(ref _failedWrites);

    /// <summary>The index that a device would go on from; -1 where nothing is written of it.</summary>
    public long Next(IAddressable device)
    {
        if (!_records.TryGetValue(device.GetGrainId(), out (byte[] Form, string Tag) record))
        {
            return -1;
        }

        DeviceForm.Read(record.Form, out _, out DeviceProgress progress);
        return progress.Next;
    }

    /// <summary>The written form of a device.</summary>
    public byte[] this[IAddressable device]
    {
        get => _records[device.GetGrainId()].Form;
        set => _records[device.GetGrainId()] = (value, Guid.NewGuid().ToString());
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        bool exists = _records.TryGetValue(grainId, out (byte[] Form, string Tag) record);
        grainState.State = (T)(object)new DeviceRecord { Form = exists ? record.Form : [] };
        grainState.ETag = exists ? record.Tag : null;
        grainState.RecordExists = exists;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (IsDown)
        {
            Interlocked.Increment(ref _failedWrites);
            throw new IOException("the store is down");
        }

        lock (_records)
        {
            string? tag = _records.TryGetValue(grainId, out (byte[] Form, string Tag) record) ? record.Tag : null;
            if (tag != grainState.ETag)
            {
                throw new InconsistentStateException("written by another activation");
            }

            grainState.ETag = Guid.NewGuid().ToString();
            grainState.RecordExists = true;
            _records[grainId] = (((DeviceRecord)(object)grainState.State!).Form, grainState.ETag);
        }

        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}
