using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>
/// The forecasts of a model with an origin, which is subtracted from the rows in double precision, because single precision could not tell such
/// neighbouring values apart.
/// </summary>
internal static class OriginForecastEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan, ForecastShape shape)
    {
        writer.Blank();
        writer.Summary(
            "The value that is subtracted from each column, in double precision, before the network reads it. Forecast does this; Step, Run and SelfTest "
                + "work on the differences.");
        writer.Write("public static global::System.ReadOnlySpan<double> ColumnOrigins => Weights.ColumnOrigins;");
        string summary = shape.Horizon == 1
            ? "The next value of the series, in the units of the data."
            : $"The value of the series {shape.Horizon} steps after the last row of the history, in the units of the data.";
        foreach (string element in (string[])["double", "float"])
        {
            writer.Blank();
            writer.Summary(summary + (element == "float" ? " Single precision loses differences that this model can use: pass doubles." : ""));
            ForecastEmitter.DocumentHistory(writer, shape);
            using (writer.Block($"public static {element} Forecast(global::System.ReadOnlySpan<{element}> history)"))
            {
                EmitWindow(writer);
                writer.Write($"return {(element == "float" ? "(float)" : "")}(ForecastRest(window) + Weights.OutputOrigin);");
            }

            writer.Blank();
            if (!shape.CanFeedBack)
            {
                ForecastEmitter.EmitMissing(writer, shape, element);
                continue;
            }

            writer.Summary(ForecastEmitter.Summary);
            ForecastEmitter.DocumentHistory(writer, shape, "Receives the next values, as many as it has room for.");
            using (writer.Block($"public static void Forecast(global::System.ReadOnlySpan<{element}> history, global::System.Span<{element}> destination)"))
            {
                EmitWindow(writer);
                writer.Write($$"""
                    for (int i = 0; i < destination.Length; i++)
                    {
                        float rest = ForecastRest(window);
                        window.Slice(1).CopyTo(window);
                        window[window.Length - 1] = rest;
                        destination[i] = {{(element == "float" ? "(float)" : "")}}(rest + Weights.OutputOrigin);
                    }
                    """);
            }
        }

        writer.Blank();
        using (writer.Block("private static float ForecastRest(global::System.ReadOnlySpan<float> window)"))
        {
            writer.Write("float forecast = 0f;");
            if (plan.Network.IsStreaming)
            {
                writer.Write("State state = InitialState;");
            }

            writer.Write($"Run({(plan.Network.IsStreaming ? "ref state, " : "")}window, new global::System.Span<float>(ref forecast));");
            writer.Write("return forecast;");
        }
    }

    private static void EmitWindow(CodeWriter writer) => writer.Write("""
        global::TinyRnn.ModelArguments.CheckHistory(history.Length, Window, Columns);
        using global::TinyRnn.Workspace room = new(Window, Columns);
        global::System.Span<float> window = __MemoryMarshal.CreateSpan(ref room.First, Window * Columns);
        for (int i = 0; i < window.Length; i++)
        {
            window[i] = (float)(history[history.Length - window.Length + i] - Weights.ColumnOrigins[i % Columns]);
        }
        """);
}
