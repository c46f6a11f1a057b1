using TinyRnn;

namespace SensorFleet.Devices;

/// <summary>Reads the temperature of a device in degrees and forecasts the next one; compiled from fleet.tinyrnn.</summary>
[TinyRnnModel("fleet.tinyrnn")]
internal readonly partial struct FleetModel;
