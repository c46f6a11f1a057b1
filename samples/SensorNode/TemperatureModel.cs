using TinyRnn;

namespace SensorNode;

/// <summary>Reads a temperature a step, in degrees, and gives the change to the next one; compiled from temperature.tinyrnn.</summary>
[TinyRnnModel("temperature.tinyrnn")]
internal readonly partial struct TemperatureModel;
