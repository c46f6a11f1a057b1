using System.Text;
using TinyRnn.Generator.Emit;
using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Output;
using TinyRnn.Tool.Pictures;
using TinyRnn.Tool.Reduction;
using TinyRnn.Training;

namespace TinyRnn.Tool.Cards;

/// <summary>
/// A page about a model that stands alone in a file: what it is, where it comes from, its layers, weights and cost, and what it does with data. What is not
/// known has no section.
/// </summary>
/// <param name="network">The model.</param>
/// <param name="plan">What would be compiled.</param>
/// <param name="notes">What an importer says of it.</param>
internal sealed class ModelCard(Network network, ModelPlan plan, IReadOnlyList<string> notes)
{
    // As 'tinyrnn generate MODEL --seed 1'.
    private const int SampleLength = 400;
    private const int MostOpenLayers = 40;
    private const double MostShrunkWidth = 372;
    private const double FewestZeros = 0.1;

    private static readonly SamplingOptions Sampling = new() { Temperature = 0.8f, Seed = 1 };

    // The heading, the tiles and the sections of cost have these.
    private static readonly string[] ShownElsewhere = ["name", "constants", "memory", "work"];

    private readonly CardMetadata _metadata = new(network);
    private readonly CardPage _page = new(network.Name.Length > 0 ? network.Name : plan.File);

    /// <summary>How the training went, where that is known.</summary>
    public LossCurve? Curve { get; init; }

    /// <summary>The data that the user gave, and their file.</summary>
    public (CardData Data, string Source)? Data { get; init; }

    /// <summary>The page.</summary>
    public string Write()
    {
        ModelCost cost = ModelCost.Of(network, plan);
        _page.Head(network.Name.Length > 0 ? network.Name : plan.File, Purpose());
        _page.Tiles(
        [
            (Number(network.ParameterCount), network.ParameterCount == 1 ? "parameter" : "parameters"), (Number(cost.MultiplyAdds), "multiply-adds a step"),
            (Number(cost.Constants), "bytes of constants"),
            network.IsStreaming ? (Number(cost.State + cost.Step), "bytes of memory") : (Number(cost.Run), "bytes of memory for each step"),
        ]);
        _page.Section(
            "model", "What it reads and gives",
            () => _page.Facts(ModelFacts.Of(network, plan, notes).Where(fact => !ShownElsewhere.Contains(fact.Word))));
        WriteMetadata();
        _page.Section("graph", "Layers", () =>
        {
            // What is hardly wider than a phone becomes smaller there, and what is wider scrolls.
            SvgCanvas graph = GraphPicture.Draw(network);
            string classes = (graph.Width <= MostShrunkWidth ? "fit scroll" : "scroll") + (network.Layers.Count > MostOpenLayers ? " tall" : "");
            _page.Picture(graph, classes, "Blue has a state, green has weights, orange reads several layers. Beside an arrow: how many values it carries.");
        });
        _page.Section("cost", "Cost", () =>
        {
            _page.Facts(cost.Describe(network.IsStreaming).Append(("total", ModelFacts.Parameters(network))));
            _page.Heading("Each layer");
            _page.Table(LayerCosts.Table(network, plan));
        });
        WriteReduction("quantisation", "Quantisation", ReductionReport.QuantizationField);
        WriteReduction("pruning", "Pruning", ReductionReport.PruningField);
        WriteWeights();
        WriteTraining();
        WriteData();
        WriteSample();
        if (_metadata.Indented is string all)
        {
            _page.Section("metadata", "Metadata", () => _page.Details("all of it, as JSON", all));
        }

        _page.Foot($"Written by tinyrnn {DataOrigin.Version} from {plan.File}.");
        return _page.ToString();
    }

    private string Purpose() => network.Task switch
    {
        NetworkTask.Classify => FormattableString.Invariant($"A classifier of {network.Labels.Count:#,0} labels"),
        NetworkTask.LanguageModel => $"A language model of {network.Tokens!.Noun}s",
        NetworkTask.Forecast => $"A forecast, {Count(network.Forecast!.Horizon, "step")} ahead",
        _ => $"A network of {Count(network.InputSize, "input")} and {Count(network.OutputSize, "output")}",
    };

    private void WriteMetadata()
    {
        if (_metadata.Origin.Count > 0)
        {
            _page.Section("origin", "Origin and licence", () => _page.Facts(_metadata.Origin));
        }
    }

    private void WriteReduction(string id, string heading, string field)
    {
        if (CardReduction.Of(network, field) is CardReduction report)
        {
            _page.Section(id, heading, () =>
            {
                _page.Facts(report.Facts);
                if (report.Parts is CardTable parts)
                {
                    _page.Heading("Each part");
                    _page.Table(parts);
                }
            });
        }
    }

    private void WriteWeights()
    {
        TensorFacts[] tensors = [.. network.Layers.SelectMany(layer => layer.Tensors.Select(spec => TensorFacts.Of(network, layer, spec)))];
        if (tensors.Length > 0)
        {
            _page.Section("weights", "Weights", () => _page.Pictures(tensors.Select(Histogram)));
        }
    }

    private static (SvgCanvas Canvas, string Name, IReadOnlyList<string> Lines) Histogram(TensorFacts tensor)
    {
        float[] values = tensor.Tensor.Values;
        int zeros = values.Count(value => value == 0);
        bool leavesOut = zeros > values.Length * FewestZeros && zeros < values.Length;
        List<string> lines =
        [
            FormattableString.Invariant($"{tensor.Shape} {LayerCosts.NameOf(tensor.Tensor.Type)}, n {values.Length:#,0}"),
            $"min {tensor.Smallest}, max {tensor.Largest}",
            FormattableString.Invariant($"mean {values.Average(value => (double)value):0.0000}"),
        ];
        if (tensor.NotZero.Length > 0)
        {
            lines.Add($"not zero {tensor.NotZero}, blocks {tensor.Blocks}");
        }

        if (leavesOut)
        {
            lines.Add(FormattableString.Invariant($"{zeros:#,0} zeros are not drawn"));
        }

        return (HistogramPicture.Draw(values, leavesOut), tensor.Name, lines);
    }

    private void WriteTraining()
    {
        if (_metadata.Training.Count == 0 && _metadata.Metrics.Count == 0 && Curve is null)
        {
            return;
        }

        _page.Section("training", "Training", () =>
        {
            if (Curve is LossCurve curve)
            {
                _page.Picture(LossCurvePicture.Draw(curve, "Loss"), "wide scroll");
            }

            if (_metadata.Metrics.Count > 0)
            {
                _page.Heading("Measured at its end");
                _page.Facts(_metadata.Metrics, areShort: true);
            }

            if (_metadata.Training.Count > 0)
            {
                _page.Heading("Settings");
                _page.Facts(_metadata.Training, areShort: true);
            }
        });
    }

    private void WriteData()
    {
        if (Data is not (CardData data, string source))
        {
            return;
        }

        _page.Section("data", $"On {source}", () =>
        {
            _page.Facts(data.Facts, areShort: true);
            if (data.Forecast is CardForecast forecast)
            {
                _page.Picture(forecast.Picture, "wide scroll");
                _page.Table(forecast.Errors);
            }

            if (data.Confusion is { Total: > 0 } confusion)
            {
                _page.Picture(ConfusionPicture.Draw(confusion, "Confusion"), "scroll");
                _page.Table(new CardTable(
                    [.. ClassTable.Columns.Select((name, i) => new CardColumn(name, i is > 0 and < 5 ? "number" : ""))], [.. ClassTable.Rows(confusion)]));
            }
        });
        LayerRanges ranges = LayerRanges.Of(network, data.Sequences);
        string steps = ranges.Steps < ranges.AllSteps
            ? FormattableString.Invariant($"The first {ranges.Steps:#,0} of {ranges.AllSteps:#,0} steps.")
            : FormattableString.Invariant($"All {ranges.Steps:#,0} steps.");
        _page.Section("ranges", "What the layers give on these data", () =>
        {
            _page.Paragraph(steps + " A bar is from the smallest value to the largest; dark is one deviation on each side of the mean.");
            _page.Beside(() => _page.Picture(RangePicture.Draw(ranges.Ranges), "fit"), () => _page.Table(RangeTable(ranges)));
        });
    }

    private static CardTable RangeTable(LayerRanges ranges) => new(
        [
            new("layer"), CardColumn.Number("values"), CardColumn.Number("smallest"), CardColumn.Number("largest"), CardColumn.Number("mean"),
            CardColumn.Number("deviation"), CardColumn.Number("zero"),
        ],
        [
            .. ranges.Ranges.Select(range => (string[])
            [
                range.Name, Number(range.Count), FormattableString.Invariant($"{range.Low:0.0000}"), FormattableString.Invariant($"{range.High:0.0000}"),
                FormattableString.Invariant($"{range.Mean:0.0000}"), FormattableString.Invariant($"{range.Deviation:0.0000}"),
                TensorFacts.Percent((double)range.Zeros / range.Count),
            ]),
        ]);

    private void WriteSample()
    {
        if (network.Task == NetworkTask.LanguageModel && network.Tokens is Vocabulary or WordVocabulary)
        {
            string start = Prompts.Default(network.Tokens!);
            string text = start + new Interpreter(network).Generate(start, SampleLength, Sampling);
            _page.Section("sample", "Sample", () =>
            {
                _page.Preformatted(RememberedSettings.IsOfBytes(network) ? Encoding.UTF8.GetString(ByteText.ToBytes(text)) : text);
                _page.Paragraph("As 'tinyrnn generate' writes it with --seed 1.");
            });
        }
    }

    private static string Count(int count, string noun) => FormattableString.Invariant($"{count:#,0} {noun}{(count == 1 ? "" : "s")}");

    private static string Number(long value) => FormattableString.Invariant($"{value:#,0}");
}
