namespace SensorFleet.Devices;

/// <summary>Detects forecasts whose error is far larger than usual. Its size and its work for each reading are fixed.</summary>
internal struct ErrorWatch
{
    private const int WarmUp = 48;
    private const float Rate = 1f / 256;
    private const float LargestCounted = 3f;
    private const int QuietReadings = 24;

    /// <summary>The forecast of the next reading in degrees.</summary>
    public float Forecast;

    /// <summary>The usual magnitude of an error in degrees, as a moving average.</summary>
    public float Usual;

    /// <summary>Readings so far.</summary>
    public long Seen;

    /// <summary>Number of readings during which no further anomaly is reported.</summary>
    public int Quiet;

    /// <summary>Anomalies so far.</summary>
    public long Anomalies;

    /// <summary>Compares a reading with its forecast and keeps the forecast of the next one.</summary>
    /// <param name="reading">The reading in degrees.</param>
    /// <param name="next">The forecast of the reading after it.</param>
    /// <param name="threshold">The size of an anomaly as a multiple of the usual error.</param>
    /// <returns>Whether an anomaly begins here.</returns>
    public bool Read(float reading, float next, float threshold)
    {
        float error = Seen == 0 ? 0f : Math.Abs(reading - Forecast);
        Forecast = next;
        Seen++;
        bool isAnomaly = Seen > WarmUp && error > threshold * Usual;

        // Starts as a plain mean. A large error has a limited effect, so that one fault does not hide the next.
        float counted = Seen <= WarmUp ? error : Math.Min(error, LargestCounted * Usual);
        Usual += (counted - Usual) * Math.Max(Rate, 1f / Seen);
        bool begins = isAnomaly && Quiet == 0;
        Quiet = isAnomaly ? QuietReadings : Math.Max(0, Quiet - 1);
        Anomalies += begins ? 1 : 0;
        return begins;
    }
}
