namespace SensorNode;

/// <summary>
/// Forecasts the next value of a sensor and detects forecasts whose error is far larger than usual. Its size and its work for each value are
/// fixed.
/// </summary>
internal sealed class Watch
{
    private const int WarmUp = 288;
    private const float Rate = 1f / 288;
    private const float SmoothRate = 1f / 6;
    private const float LargestCounted = 4f;

    // Each value is stored in both halves, so that the last ones are always contiguous.
    private readonly float[] _history = new float[2 * TemperatureModel.Window];
    private int _oldest;
    private int _values;
    private int _errors;
    private float _usual;
    private float _recent;

    /// <summary>The forecast of the next value, in the sensor's unit; NaN until there are as many values as the model reads.</summary>
    public float Forecast { get; private set; } = float.NaN;

    /// <summary>Reads the next value.</summary>
    /// <returns>The error of the last forecasts as a multiple of the usual error; 0 while the usual error is being learned.</returns>
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

    // A moving average, which starts as a plain mean. A large error has a limited effect, so that one failure does not hide the next.
    private float Score(float error)
    {
        _errors = Math.Min(_errors + 1, int.MaxValue - 1);
        float counted = _errors <= WarmUp ? error : Math.Min(error, LargestCounted * _usual);
        _usual += (counted - _usual) * Math.Max(Rate, 1f / _errors);
        _recent += (error - _recent) * SmoothRate;
        return _errors <= WarmUp ? 0f : _recent / Math.Max(_usual, 1e-6f);
    }
}
