namespace SensorNode;

/// <summary>
/// Forecasts the next value of a sensor and tells when the forecast was off by far more than usual. Its size is fixed, and so is its work for each
/// value.
/// </summary>
internal struct Watch
{
    private const int WarmUp = 288;
    private const float Rate = 1f / 288;
    private const float SmoothRate = 1f / 6;
    private const float LargestCounted = 4f;

    private TemperatureModel.State _state;
    private float _usual;
    private float _recent;
    private int _seen;

    /// <summary>The forecast of the next value, in the sensor's unit; NaN before the first value.</summary>
    public float Forecast { get; private set; }

    /// <summary>A watch that has seen nothing.</summary>
    public Watch()
    {
        _state = TemperatureModel.InitialState;
        Forecast = float.NaN;
    }

    /// <summary>Reads the next value.</summary>
    /// <returns>How far the last forecasts were off, as a multiple of what is usual; 0 while the usual is being learnt.</returns>
    public float Read(float value)
    {
        float error = float.IsNaN(Forecast) ? 0f : Math.Abs(value - Forecast);
        Span<float> change = stackalloc float[TemperatureModel.OutputSize];
        TemperatureModel.Step(ref _state, new ReadOnlySpan<float>(in value), change);
        Forecast = value + change[0];

        // A mean that forgets; at first a plain mean. What is far off counts little, or one failure would hide the next.
        _seen = Math.Min(_seen + 1, int.MaxValue - 1);
        float counted = _seen <= WarmUp ? error : Math.Min(error, LargestCounted * _usual);
        _usual += (counted - _usual) * Math.Max(Rate, 1f / _seen);
        _recent += (error - _recent) * SmoothRate;
        return _seen <= WarmUp ? 0f : _recent / Math.Max(_usual, 1e-6f);
    }
}
