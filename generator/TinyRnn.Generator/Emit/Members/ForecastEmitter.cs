using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary><c>Forecast</c>: one value, or any number of values if the model is autoregressive.</summary>
internal static class ForecastEmitter
{
    /// <summary>The id of the error for a call that asks for several values of a model that is not autoregressive.</summary>
    public const string NoFeedBackId = "TRNN031";

    public const string Summary =
        "The next values of the series. Each forecast becomes the newest row of the history for the next one, so errors add up.";

    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        ForecastShape shape = plan.Network.Forecast!;
        EmitConstant(writer, "Window", shape.Window, "Number of rows of history that a forecast reads.");
        EmitConstant(writer, "Horizon", shape.Horizon, "Number of steps from the last row of history to the value that is forecast.");
        EmitConstant(writer, "Columns", shape.Columns, "Number of values of a row of history.");

        if (shape.Origin is not null)
        {
            OriginForecastEmitter.Emit(writer, plan, shape);
            return;
        }

        writer.Blank();
        writer.Summary(shape.Horizon == 1
            ? "The next value of the series, in the units of the data."
            : $"The value of the series {shape.Horizon} steps after the last row of the history, in the units of the data.");
        DocumentHistory(writer, shape);
        using (writer.Block("public static float Forecast(global::System.ReadOnlySpan<float> history)"))
        {
            writer.Write("""
                global::TinyRnn.ModelArguments.CheckHistory(history.Length, Window, Columns);
                float forecast = 0f;
                """);
            if (plan.Network.IsStreaming)
            {
                writer.Write("State state = InitialState;");
            }

            writer.Write(
                $"Run({(plan.Network.IsStreaming ? "ref state, " : "")}history[^(Window * Columns)..], new global::System.Span<float>(ref forecast));");
            writer.Write("return forecast;");
        }

        writer.Blank();
        if (!shape.CanFeedBack)
        {
            EmitMissing(writer, shape);
            return;
        }

        writer.Summary(Summary);
        DocumentHistory(writer, shape, "Receives the next values, as many as it has room for.");
        using (writer.Block("public static void Forecast(global::System.ReadOnlySpan<float> history, global::System.Span<float> destination)"))
        {
            writer.Write("""
                global::TinyRnn.ModelArguments.CheckHistory(history.Length, Window, Columns);
                using global::TinyRnn.Workspace room = new(Window, 1);
                global::System.Span<float> window = __MemoryMarshal.CreateSpan(ref room.First, Window);
                history[^Window..].CopyTo(window);
                for (int i = 0; i < destination.Length; i++)
                {
                    float forecast = Forecast(window);
                    window[1..].CopyTo(window);
                    window[^1] = forecast;
                    destination[i] = forecast;
                }
                """);
        }
    }

    public static void EmitMissing(CodeWriter writer, ForecastShape shape, string element = "float")
    {
        string reason = Literals.Of($"{shape.WhyNoFeedBack}, so it cannot read its own forecasts; call Forecast(history), which forecasts one value");
        writer.Summary("This model forecasts one value: calling this is a compile-time error.");
        writer.Param("history", "Nothing.");
        writer.Param("destination", "Nothing.");
        writer.Exception("NotSupportedException", "Always.");
        writer.Write(DiagnosticPage.Obsolete(reason, NoFeedBackId));
        writer.Write(
            $"public static void Forecast(global::System.ReadOnlySpan<{element}> history, global::System.Span<{element}> destination) => throw new "
                + $"global::System.NotSupportedException({reason});");
    }

    private static void EmitConstant(CodeWriter writer, string name, int value, string summary)
    {
        writer.Blank();
        writer.Summary(summary);
        writer.Write($"public const int {name} = {value};");
    }

    public static void DocumentHistory(CodeWriter writer, ForecastShape shape, string? destination = null)
    {
        string one = string.Join(", ", shape.Known.Select(column => Literals.Plain(column)));
        string known = shape.Known.Count == 0 ? ""
            : $" Known ahead {(shape.Known.Count == 1 ? $"is the value {one}" : $"are the values {one}")} of a row, counted from 0: put what "
                + $"{(shape.Known.Count == 1 ? "it is" : "they are")} Horizon steps later, so that the last row has those of the step that is forecast.";
        writer.Param(
            "history",
            "The rows up to now one after another, Columns values each, in the units of the data, the newest last; at least Window rows. Only the last "
                + "Window rows are read." + known);
        if (destination is not null)
        {
            writer.Param("destination", destination);
        }

        writer.Exception("ArgumentException", "The history is shorter than Window rows, or not whole rows.");
    }
}
