namespace SensorFleet.Devices;

/// <summary>A device's data other than the model's state.</summary>
internal struct DeviceProgress
{
    /// <summary>The index of the reading that comes next.</summary>
    public long Next;

    /// <summary>The errors of the forecasts.</summary>
    public ErrorWatch Watch;
}
