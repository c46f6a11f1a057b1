using System.Text.Json;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Cards;

/// <summary>The forecasts of a model beside what was measured and what simple baselines make of the same rows.</summary>
/// <param name="Picture">Their lines.</param>
/// <param name="Errors">A row for the model and for each baseline.</param>
internal sealed record CardForecast(SvgCanvas Picture, CardTable Errors)
{
    /// <param name="network">The model.</param>
    /// <param name="file">The windows.</param>
    /// <param name="times">The times of the file's rows.</param>
    public static CardForecast Of(Network network, ForecastFile file, IReadOnlyList<string> times)
    {
        JsonElement data = Models.TrainingData(network);
        JsonElement fitted = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("baselines", out JsonElement element) ? element : default;
        string name = network.Name.Length > 0 ? network.Name : "this model";
        ForecastTable table = new(network, name, file.Windows, file.Targets, ForecastBaselines.Read(fitted, file.Windows.Shape.Window));
        string part = file.Part == "all" ? "all of the series" : $"{file.Part} part";
        return new CardForecast(
            ForecastPicture.Draw(file.Windows.Series.TargetName, file.Targets, table.Lines(), times, part),
            new CardTable(
                [new("forecast by"), CardColumn.Number("RMSE"), CardColumn.Number("MAE")],
                [.. table.Rows.Select(row => (string[])[row.Name, Measures.FourDigits(row.Errors.Rmse), Measures.FourDigits(row.Errors.Mae)])]));
    }
}
