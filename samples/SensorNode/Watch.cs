namespace SensorNode;

/// <summary>
/// Forecasts the next value of a sensor and tells when forecasts are off by far more than usual. Its size is fixed, and so is its work for each
/// value.
/// </summary>
internal sealed class Watch
{
    private const int WarmUp = 288;
    private const float Rate = 1f / 288;
    private const float SmoothRate = 1f / 6;
    private const float LargestCounted = 4f;

    // Each value stands in both halves, so that the last ones always lie in one piece.
    private readonly float[] _history = new float[2 * TemperatureModel.Window];
    private int _oldest;
    private int _values;
    private int _errors;
    private float _usual;
    private float _recent;

    /// <summary>The forecast of the next value, in the sensor's unit; NaN before there are as many values as the model reads.</summary>
    public float Forecast { get; private set; } = float.NaN;

    /// <summary>Reads the next value.</summary>
    /// <returns>How far the last forecasts were off, as a multiple of what is usual; 0 while the usual is being learnt.</returns>
    public float Read(float value)
    {
        float score = float.IsNaN(Forecast) ? 0f : Score(Math.Abs(value - Forecast));
        _history[_oldest] = value;
        _history[_oldest + TemperatureModel.Window] = value;
        _oldest = (_oldest + 1) % TemperatureModel.Window;
        _values = Math.Min(_values + 1, TemperatureModel.Window);
        if (_values == TemperatureModel.Window)
        {
            Forecast = TemperatureModel.Forecast(_history.AsSpan(_oldest, TemperatureModel.Window));
        }

        return score;
    }

    // A mean that forgets; at first a plain mean. What is far off counts little, or one failure would hide the next.
    private float Score(float error)
    {
        _errors = Math.Min(_errors + 1, int.MaxValue - 1);
        float counted = _errors <= WarmUp ? error : Math.Min(error, LargestCounted * _usual);
        _usual += (counted - _usual) * Math.Max(Rate, 1f / _errors);
        _recent += (error - _recent) * SmoothRate;
        return _errors <= WarmUp ? 0f : _recent / Math.Max(_usual, 1e-6f);
    }
}
