using System.Globalization;
using System.Xml.Linq;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Pictures;
using TinyRnn.Training;

namespace TinyRnn.Tool.Tests;

/// <summary>Pictures hold what they are given, in light and dark, with no text outside of them and none over another.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Titles => ["short", Long, "один два 三四五六七八九十" + new string('長', 120), new string('W', 300), "a\u0001b & <c>"];

    private static string Long => "names, " + string.Join(", ", Enumerable.Range(1, 12).Select(i => FormattableString.Invariant($"gru{i}(256 -> 256), relu")));

    [Theory]
    [MemberData(nameof(Titles))]
    public void Titles_are_whole_and_inside(string title)
    {
        RunFiles files = Files("loss.svg", "confusion.svg", "f.svg");
        ConfusionMatrix matrix = Confusion("a", "b");
        LossCurvePicture.Save(Result(matrix), title, files, _folder.File("loss.svg"));
        ConfusionPicture.Save(matrix, title, files, _folder.File("confusion.svg"));
        ForecastPicture.Save(title, [1, 2, 3], [Line("measured", 1, 2, 3)], ["a", "b", "c", "d"], files, _folder.File("f.svg"));
        foreach (string name in new[] { "loss.svg", "confusion.svg", "f.svg" })
        {
            XElement picture = XElement.Load(_folder.File(name));
            XElement[] lines = [.. Texts(picture).Where(text => (string?)text.Attribute("font-size") == "15")];
            Assert.Equal(
                title.Replace("\u0001", "·", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
                string.Concat(lines.Select(line => line.Value)).Replace(" ", "", StringComparison.Ordinal));
            Assert.Equal(lines.Length, lines.Select(line => Number(line, "y")).Distinct().Count());
            AssertInside(picture);
        }
    }

    [Theory]
    [InlineData("1", 7)]
    [InlineData("1958-01", 7)]
    [InlineData("2026-11-29T22:15:21.123+01:00", 3)]
    [InlineData("Sunday, the twenty-ninth of November in the year two thousand and twenty-six", 1)]
    public void Times_do_not_overlap(string time, int labels)
    {
        RunFiles files = Files("f.svg");
        double[] values = [.. Enumerable.Range(0, 300).Select(i => Math.Sin(i / 9.0))];
        ForecastPicture.Save(
            "f", [.. Enumerable.Range(0, 300)], [Line("measured", values)], [.. values.Select(_ => time)], files, _folder.File("f.svg"));
        XElement picture = XElement.Load(_folder.File("f.svg"));
        (double Left, double Right)[] spans = [.. Texts(picture).Where(text => text.Value == time && Number(text, "y") > 300).Select(Span).Order()];
        Assert.Equal(labels, spans.Length);
        Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.True(pair.First.Right < pair.Second.Left, $"{pair}"));
        AssertInside(picture);
    }

    [Theory]
    [InlineData(1e30)]
    [InlineData(1e-9)]
    public void Values_of_any_size_are_drawn(double size)
    {
        RunFiles files = Files("loss.svg");
        TrainingResult result = Result(Confusion("a", "b")) with
        {
            MetricName = "rmse",
            Metric = size,
            LossCurve = [new LossPoint(10, 4 * size, 2 * size), new LossPoint(20, 2 * size, size), new LossPoint(30, size, 1.5 * size)],
        };
        LossCurvePicture.Save(result, new string('t', 20), files, _folder.File("loss.svg"));
        XElement picture = XElement.Load(_folder.File("loss.svg"));
        Assert.Contains(FormattableString.Invariant($"best {size:0.###e0} at step 20"), Texts(picture).Select(text => text.Value));
        AssertInside(picture);
    }

    [Fact]
    public void A_single_row_and_a_flat_line_are_drawn()
    {
        RunFiles files = Files("f.svg");
        ForecastLine[] lines = [Line("measured", 123456789), Line("forecast", 123456789)];
        ForecastPicture.Save("f", [7], lines, [.. Enumerable.Repeat("t", 8)], files, _folder.File("f.svg"));
        XElement picture = XElement.Load(_folder.File("f.svg"));
        Assert.Equal(2, picture.Descendants().Count(element => element.Name.LocalName == "circle"));
        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
        string[] labels = [.. Texts(picture).Select(text => text.Value).Where(text => text.StartsWith("123,", StringComparison.Ordinal))];
        Assert.Equal(labels.Length, labels.Distinct().Count());
        AssertInside(picture);
    }

    [Fact]
    public void A_confusion_matrix_has_counts_beside_per_cent()
    {
        RunFiles files = Files("confusion.svg");
        ConfusionPicture.Save(Confusion("a class of a very long name indeed, longer than its place", "b"), "t", files, _folder.File("confusion.svg"));
        XElement picture = XElement.Load(_folder.File("confusion.svg"));
        string[] texts = [.. Texts(picture).Select(text => text.Value)];
        Assert.Superset(new HashSet<string> { "75", "3", "25", "1", "100", "2", "4" }, texts.ToHashSet());
        Assert.Contains("accuracy 83.3 % of 6, macro-F1 0.829; percentage of the row, and count", texts);
        AssertInside(picture);
    }

    [Fact]
    public async Task The_best_point_and_the_best_baseline_are_there_in_light_and_dark()
    {
        _folder.WriteWaves("waves.csv");
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "waves.csv", "--column", "wave", "--window", "8", "--hidden", "4", "--epochs", "3");
        XElement forecast = XElement.Load(_folder.File("waves-forecast.svg"));
        string[] names = [.. Texts(forecast).Select(text => text.Value)];
        Assert.Contains("measured", names);
        Assert.Single(names, name => name.StartsWith("AR(8) (RMSE ", StringComparison.Ordinal));
        Assert.Single(names, name => name.StartsWith("forecast (RMSE ", StringComparison.Ordinal));
        Assert.Contains(
            forecast.Descendants(),
            element => element.Attribute("stroke-dasharray") is not null && (string?)element.Attribute("stroke") == SvgColors.Green);

        XElement loss = XElement.Load(_folder.File("waves-loss.svg"));
        Assert.Single(
            Texts(loss),
            text => text.Value.StartsWith("best ", StringComparison.Ordinal) && text.Value.Contains(" at step ", StringComparison.Ordinal));
        Assert.Single(loss.Descendants(), element => element.Name.LocalName == "circle" && (string?)element.Attribute("fill") == "none");
        foreach (XElement picture in new[] { forecast, loss })
        {
            // Each colour that is used has one for dark viewers.
            string style = picture.Elements().Single(element => element.Name.LocalName == "style").Value;
            Assert.StartsWith("@media (prefers-color-scheme: dark) {", style, StringComparison.Ordinal);
            foreach (string attribute in new[] { "fill", "stroke" })
            {
                Assert.All(
                    picture.Descendants().Select(element => (string?)element.Attribute(attribute)).Where(color => color is not null and not "none").Distinct(),
                    color => Assert.Contains($"[{attribute}=\"{color}\"]", style, StringComparison.Ordinal));
            }

            AssertInside(picture);
        }
    }

    private RunFiles Files(params string[] names)
    {
        RunFiles files = new(isForced: true, null);
        foreach (string name in names)
        {
            files.Writes(_folder.File(name));
        }

        files.Check();
        return files;
    }

    private static TrainingResult Result(ConfusionMatrix matrix) => new()
    {
        Network = TinyRnn.Tests.Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 3)),
        MetricName = "accuracy",
        IsOfTest = true,
        HigherIsBetter = true,
        Metric = 0.6,
        BestIteration = 20,
        Iterations = 30,
        IterationsPerEpoch = 10,
        Cancelled = false,
        StoppedEarly = false,
        LossCurve = [new LossPoint(10, 1_234_567.5, 0.5), new LossPoint(20, 2.5, 0.6), new LossPoint(30, 1.5, 0.55)],
        Confusion = matrix,
        Elapsed = TimeSpan.Zero,
    };

    private static ConfusionMatrix Confusion(params string[] labels)
    {
        ConfusionMatrix matrix = new(labels);
        foreach ((int actual, int predicted) in new[] { (0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 1) })
        {
            matrix.Add(actual, predicted);
        }

        return matrix;
    }

    private static ForecastLine Line(string name, params double[] values) => new(name, values, SvgColors.Blue);

    private static IEnumerable<XElement> Texts(XElement picture) => picture.Descendants().Where(element => element.Name.LocalName == "text");

    private static void AssertInside(XElement picture)
    {
        double width = Number(picture, "width"), height = Number(picture, "height");
        foreach (XElement text in Texts(picture).Where(text => text.Attribute("transform") is null))
        {
            (double left, double right) = Span(text);
            Assert.True(left >= 0 && right <= width && Number(text, "y") <= height, $"'{text.Value}' is at {left} to {right} of {width}");
        }
    }

    private static (double Left, double Right) Span(XElement text)
    {
        double x = Number(text, "x"), width = SvgText.Width(text.Value, Number(text, "font-size"), text.Attribute("font-weight") is not null);
        return (string?)text.Attribute("text-anchor") switch
        {
            "middle" => (x - (width / 2), x + (width / 2)),
            "end" => (x - width, x),
            _ => (x, x + width),
        };
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
