namespace TinyRnn.Model;

/// <summary>What a forecast model reads and what it gives: from a window of rows one value, some steps after the last row.</summary>
/// <param name="window">Rows that are read, at least 1.</param>
/// <param name="horizon">Steps from the last row to the value that is forecast, at least 1; 1 is the next one.</param>
/// <param name="columns">Values of a row, at least 1.</param>
/// <param name="target">Which value of a row is forecast, from 0; null where it is none of them.</param>
public sealed class ForecastShape(int window, int horizon = 1, int columns = 1, int? target = 0)
{
    internal const string Field = "forecast";

    /// <summary>Rows that are read.</summary>
    public int Window { get; } = window;

    /// <summary>Steps from the last row to the value that is forecast; 1 is the next one.</summary>
    public int Horizon { get; } = horizon;

    /// <summary>Values of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Which value of a row is forecast, or null where it is none of them.</summary>
    public int? Target { get; } = target;

    /// <summary>Whether forecasts can be read again as the next rows, so that one model gives any number of values.</summary>
    public bool CanFeedBack => Columns == 1 && Target == 0 && Horizon == 1;

    /// <summary>Why forecasts cannot be read again, for people.</summary>
    public string WhyNoFeedBack => Horizon > 1
        ? $"the model gives the value {Horizon} steps ahead and none before it"
        : Columns > 1 ? $"the model reads {Columns} values a step and forecasts one" : "the model forecasts another series than it reads";

    /// <summary>Values of a window.</summary>
    internal long Values => (long)Window * Columns;

    internal static ForecastShape Read(FieldReader fields)
    {
        ForecastShape shape = new(
            fields.ReadSize("window"),
            fields.ReadSize("horizon"),
            fields.ReadSize("columns"),
            fields.FindIndex("target"));
        fields.End();
        return shape;
    }

    internal void Write(JsonWriter writer)
    {
        writer.StartObject(Field);
        writer.WriteNumber("window", Window);
        writer.WriteNumber("horizon", Horizon);
        writer.WriteNumber("columns", Columns);
        if (Target is int target)
        {
            writer.WriteNumber("target", target);
        }

        writer.EndObject();
    }
}
