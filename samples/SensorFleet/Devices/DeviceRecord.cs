namespace SensorFleet.Devices;

/// <summary>The record of a device that Orleans stores.</summary>
[GenerateSerializer, Alias("SensorFleet.DeviceRecord")]
internal sealed class DeviceRecord
{
    /// <summary>The device as <see cref="DeviceForm"/> writes it.</summary>
    [Id(0)]
    public byte[] Form { get; set; } = [];
}
