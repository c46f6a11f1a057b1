using TinyRnn;

namespace SensorNode;

/// <summary>Forecasts the next temperature from the last ones, all in degrees; compiled from temperature.tinyrnn.</summary>
[TinyRnnModel("temperature.tinyrnn")]
internal readonly partial struct TemperatureModel;
