using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TinyRnn.Generator.Emit;
using TinyRnn.Tests;
using TinyRnn.Tool.Cards;
using TinyRnn.Tool.Pictures;

namespace TinyRnn.Tool.Tests;

/// <summary>A model card is a page that stands alone, of any model, and says what the screen says.</summary>
public sealed partial class ModelCardTests : IDisposable
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly string[] Elements =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "section", "h1", "h2", "h3", "p", "b", "br", "span", "div", "dl", "dt", "dd",
        "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "pre", "details", "summary", "footer",
        "svg", "rect", "line", "polyline", "circle", "path", "text",
    ];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TorchFiles/gru-cell.onnx")]
    [InlineData("PyTorchFiles/state.pt")]
    [InlineData("KerasFiles/sequential.h5")]
    [InlineData("KerasFiles/functional.keras")]
    public async Task Weights_of_other_tools_have_one_that_agrees_with_the_screen(string file)
    {
        string copy = Path.GetFileName(file);
        File.Copy(Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", file), _folder.File(copy));
        await AgreesWithScreen(copy);
    }

    [Fact]
    public async Task Model_files_and_safetensors_have_one_that_agrees_with_the_screen()
    {
        Layer[] layers = [new GruLayer("gru", 3, 4), new DenseLayer("fc", 4, 2)];
        NetworkFile.Save(Networks.Raw(new VectorInput(3), OutputSteps.Every, 1, layers), _folder.File("net.tinyrnn"));
        await ToolRun.Succeed(_folder.Path, "export", "net.tinyrnn", "--to", "safetensors", "-o", "net.safetensors");
        await AgreesWithScreen("net.tinyrnn");
        await AgreesWithScreen("net.safetensors");

        string error = await ToolRun.Fail(_folder.Path, "inspect", "net.tinyrnn", "--data", "fox.txt");
        Assert.Equal("--data is for --html, which is not given; add --html FILE or leave it out", error);
        Assert.Equal("--encoding is for --html, which is not given; add --html FILE or leave it "
            + "out", await ToolRun.Fail(_folder.Path, "inspect", "net.tinyrnn", "--encoding", "utf-16"));
    }

    [Fact]
    public void Any_graph_has_a_box_a_layer_and_an_arrow_for_whatever_is_read()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Network network = RandomGraphs.Of(seed);
            XDocument page = Card(network);
            XElement graph = Section(page, "graph")!.Descendants(Svg + "svg").Single();
            string[] boxes = [.. graph.Elements(Svg + "rect").Select(box => box.Element(Svg + "title")?.Value).OfType<string>().Distinct()];
            Assert.Equal(network.Layers.Count + 2, boxes.Length);
            Assert.All(network.Layers.Zip(boxes.Skip(1)), pair => Assert.StartsWith($"{pair.First.Name}: {pair.First}", pair.Second, StringComparison.Ordinal));
            int read = network.Graph.Nodes.Sum(node => node.Inputs.Distinct().Count()) + 1 + (network.Residual is null ? 0 : 1);
            Assert.Equal(read, graph.Elements(Svg + "path").Count(path => (string?)path.Attribute("fill") != "none"));
            AssertTotals(page, network);

            IReadOnlyList<GraphLanes.Lane> lanes = GraphLanes.Of(network).Lanes;
            Assert.All(lanes.SelectMany((lane, i) => lanes.Take(i).Where(other => other.Place == lane.Place).Select(other => (lane, other))), pair =>
                Assert.True(pair.lane.From >= pair.other.To[^1] || pair.other.From >= pair.lane.To[^1], $"{pair.lane} and {pair.other} lie over each other"));
        }
    }

    [Fact]
    public void A_long_chain_has_a_line_a_layer_as_wide_as_a_phone()
    {
        Layer[] layers = [.. Enumerable.Range(0, 200).Select(i => new DenseLayer(FormattableString.Invariant($"layer{i}"), 2, 2))];
        XElement figure = Section(Card(Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, layers)), "graph")!.Descendants(Html + "figure").Single();
        Assert.Equal("fit scroll tall", (string?)figure.Element(Html + "div")!.Attribute("class"));
        XElement graph = figure.Descendants(Svg + "svg").Single();
        Assert.True(Number(graph, "width") <= 328, $"{graph.Attribute("width")}");
        string[] names = [.. graph.Elements(Svg + "text").Where(text => text.Attribute("font-weight") is not null).Select(text => text.Value)];
        Assert.Equal([.. layers.Select(layer => layer.Name).Prepend("input").Append("output")], names);
    }

    [Fact]
    public void Names_of_any_kind_are_text()
    {
        const string Hostile = "</title><script>alert('1')</script> & \"é\" \u202e \u0001\ufffe \ud83d\ude00";
        string shown = Hostile.Replace('\u0001', '·').Replace('\ufffe', '·');
        Network plain = Networks.Classifier(new VectorInput(2, names: ["<b>", "a\u0007"]), 1, new GruLayer("gru", 2, 3), new DenseLayer("fc", 3, 2));
        Network network = new(plain.Definition with
        {
            Name = Hostile,
            Labels = ["</td>", "<img src=x onerror=alert(1)>"],
            MetadataJson =
                """
                {"license": "<a href='javascript:alert(1)'>MIT</a>", "source": {"data": "<i>\u0001</i>"}, "training": {"<b>": [1, "</pre>"]},
                "quantization": {"layers": [{"<u>": "<u>"}]}}
                """,
        });
        XDocument page = Card(network, notes: ["<script>"]);
        Assert.Equal(shown, page.Descendants(Html + "h1").Single().Value);
        Assert.Equal(shown, page.Descendants(Html + "title").Single().Value);
        Assert.Equal(["<a href='javascript:alert(1)'>MIT</a>", "<i>·</i>"], Facts(Section(page, "origin")!).Select(fact => fact.Text));
        Assert.Contains(("note", "<script>"), Facts(Section(page, "model")!));
        Assert.Contains(("labels", "</td>, <img src=x onerror=alert(1)>"), Facts(Section(page, "model")!));
        Assert.Equal([("<b>", "1, </pre>")], Facts(Section(page, "training")!));
        XElement[] cells = [.. Section(page, "quantisation")!.Descendants().Where(cell => cell.Name == Html + "th" || cell.Name == Html + "td")];
        Assert.Equal(["<u>", "<u>"], cells.Select(cell => cell.Value));
        Assert.Contains("<a href='javascript:alert(1)'>MIT</a>", Section(page, "metadata")!.Descendants(Html + "pre").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_has_no_section()
    {
        XDocument page = Card(Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new FunctionLayer("f", 2, Function.Abs)));
        Assert.Equal(["model", "graph", "cost"], page.Descendants(Html + "section").Select(section => (string?)section.Attribute("id")));
    }

    [Fact]
    public async Task A_classifier_has_its_loss_curve_and_on_data_what_evaluate_says()
    {
        _folder.WriteWords("words.csv", "id,text,label");
        await ToolRun.Succeed(_folder.Path, "train", "classify", "words.csv", "--hidden", "8", "--epochs", "6", "--rate", "0.01");
        XDocument page = await Write("words.tinyrnn", "--data", "words.csv");
        string evaluated = await ToolRun.Succeed(_folder.Path, "evaluate", "words.tinyrnn", "words.csv");
        XElement data = Section(page, "data")!;
        Assert.Equal(["examples", "accuracy", "macro-F1"], Facts(data).Select(fact => fact.Word));
        Assert.All(Facts(data), fact => Assert.Matches($@"(^|\n){Regex.Escape(fact.Word)} +{Regex.Escape(fact.Text)}\n", evaluated));
        Assert.Contains("On words.csv", data.Value, StringComparison.Ordinal);
        Assert.Contains("front taken for back", data.Value, StringComparison.Ordinal);
        Assert.Contains("training loss", Section(page, "training")!.Value, StringComparison.Ordinal);
        Assert.Contains(("data", "words.csv"), Facts(Section(page, "origin")!));

        // Its hidden state is that of tanh, between -1 and 1; both layers have as many steps as the examples have characters.
        string[][] ranges = Rows(Section(page, "ranges")!);
        Assert.Equal(["rnn", "output"], ranges.Select(row => row[0]));
        Assert.InRange(double.Parse(ranges[0][2], CultureInfo.InvariantCulture), -1, 0);
        Assert.InRange(double.Parse(ranges[0][3], CultureInfo.InvariantCulture), 0, 1);

        // Measurements of another training are none of this model, and the page says nothing of what is not there.
        string measured = File.ReadAllText(_folder.File("words-metrics.jsonl"));
        _folder.Write("words-metrics.jsonl", AccuracyPattern().Replace(measured, "\"accuracy\":0.001") + "cut off {");
        Assert.DoesNotContain("training loss", Section(await Write("words.tinyrnn"), "training")!.Value, StringComparison.Ordinal);
        File.Delete(_folder.File("words-metrics.jsonl"));
        page = await Write("words.tinyrnn");
        Assert.DoesNotContain("training loss", Section(page, "training")!.Value, StringComparison.Ordinal);
        Assert.Null(Section(page, "data"));
        Assert.Null(Section(page, "ranges"));
        Assert.Null(Section(page, "sample"));
    }

    [Fact]
    public async Task A_language_model_has_the_text_that_generate_writes()
    {
        await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", .. TextFolder.Quick]);
        XDocument page = await Write("fox.tinyrnn", "--data", "fox.txt");
        string text = await ToolRun.Succeed(_folder.Path, "generate", "fox.tinyrnn", "--seed", "1");
        Assert.Equal(text, Section(page, "sample")!.Descendants(Html + "pre").Single().Value + "\n");
        string evaluated = await ToolRun.Succeed(_folder.Path, "evaluate", "fox.tinyrnn", "fox.txt");
        Assert.All(Facts(Section(page, "data")!), fact => Assert.Matches($@"(^|\n){Regex.Escape(fact.Word)} +{Regex.Escape(fact.Text)}\n", evaluated));
    }

    [Fact]
    public async Task A_forecast_model_has_its_forecasts_and_the_errors_that_evaluate_says()
    {
        _folder.WriteWaves("waves.csv");
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "waves.csv", "--column", "wave", "--window", "8", "--hidden", "4", "--epochs", "3");
        XElement data = Section(await Write("waves.tinyrnn", "--data", "waves.csv"), "data")!;
        string evaluated = await ToolRun.Succeed(_folder.Path, "evaluate", "waves.tinyrnn", "waves.csv");
        Assert.Equal(evaluated.TrimEnd('\n').Split('\n').Length - 2, Rows(data).Length);
        Assert.All(Rows(data), row => Assert.Matches($@"\n{Regex.Escape(row[0])} +{Regex.Escape(row[1])} +{Regex.Escape(row[2])}\n", evaluated));
        Assert.Contains("test part", data.Value, StringComparison.Ordinal);
        Assert.Equal(3, data.Descendants(Svg + "polyline").Select(line => (string?)line.Attribute("stroke")).Distinct().Count());
    }

    [Fact]
    public async Task The_report_of_a_reduction_stays_with_the_model()
    {
        Layer[] layers = [new GruLayer("gru", 8, 32), new DenseLayer("fc", 32, 8)];
        NetworkFile.Save(Networks.Raw(new VectorInput(8), OutputSteps.Every, 1, layers), _folder.File("net.tinyrnn"));
        await ToolRun.Succeed(_folder.Path, "prune", "net.tinyrnn", "--sparsity", "0.5", "-o", "half.tinyrnn");
        string report = await ToolRun.Succeed(_folder.Path, "quantize", "half.tinyrnn", "--to", "int8", "-o", "small.tinyrnn");
        XDocument page = await Write("small.tinyrnn");
        (string Word, string Text)[] facts = Facts(Section(page, "quantisation")!);
        Assert.Equal(("type", "int8"), facts[0]);
        Assert.Equal(["type", "size", "outputs"], facts.Select(fact => fact.Word));
        Assert.All(facts[1..], fact => Assert.Contains(Squeeze(fact.Word + fact.Text), Squeeze(report), StringComparison.Ordinal));
        Assert.Equal(["gru", "fc"], Rows(Section(page, "quantisation")!).Select(row => row[0]));
        Assert.Contains(("sparsity", "0.5"), Facts(Section(page, "pruning")!));

        // Bytes by type are those of the tensors, and zeros are told apart from the weights that are drawn.
        Network network = NetworkFile.Load(_folder.File("small.tinyrnn"));
        XElement cost = Section(page, "cost")!;
        Assert.Equal(
            ["layer", "what", "parameters", "multiply-adds", "bytes, fp32", "bytes, int8", "not zero", "blocks"],
            cost.Descendants(Html + "th").Select(cell => cell.Value));
        Assert.Equal(Bytes(network, TensorType.F32), Rows(cost)[^1][4]);
        Assert.Equal(Bytes(network, TensorType.I8), Rows(cost)[^1][5]);
        Assert.Contains(" zeros are not drawn", Section(page, "weights")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_are_those_of_the_outputs()
    {
        Network network = Networks.Raw(new VectorInput(1), OutputSteps.Every, 1, new DenseLayer("line", 1, 1), new ActivationLayer("relu", 1, Activation.Relu))
            .WithTensors([new Tensor("line.weight", [1, 1], [2f]), new Tensor("line.bias", [1], [-4f])]);
        LayerRanges ranges = LayerRanges.Of(network, [ModelSequence.OfValues([1f, 2f]), ModelSequence.OfValues([3f])]);
        Assert.Equal((3, 3), (ranges.Steps, ranges.AllSteps));
        double deviation = Math.Sqrt(8 / 3.0);
        Assert.Equal(new ValueRange("line", 3, -2, 2, 0, deviation, 1), Rounded(ranges.Ranges[1], deviation));
        Assert.Equal((0, 2, 2), (ranges.Ranges[2].Low, ranges.Ranges[2].High, ranges.Ranges[2].Zeros));
        Assert.Equal(2.0 / 3, ranges.Ranges[2].Mean, 1e-12);

        ranges = LayerRanges.Of(network, [ModelSequence.OfValues(new float[15_000]), ModelSequence.OfValues(new float[15_000])]);
        Assert.Equal((20_000, 30_000), (ranges.Steps, ranges.AllSteps));
    }

    private static ValueRange Rounded(ValueRange range, double deviation) =>
        Math.Abs(range.Deviation - deviation) < 1e-12 ? range with { Deviation = deviation } : range;

    // What inspect prints of the model is on its page, in the same words.
    private async Task AgreesWithScreen(string file)
    {
        XDocument page = await Write(file);
        string screen = await ToolRun.Succeed(_folder.Path, "inspect", file);
        (string Word, string Text)[] facts = [.. Facts(Section(page, "model")!), .. Facts(Section(page, "cost")!)];
        Assert.Superset(
            new HashSet<string> { "task", "input", "test vectors", "flash", "memory", "work", "time", "total" }, facts.Select(fact => fact.Word).ToHashSet());
        Assert.All(facts, fact => Assert.Contains(Squeeze(fact.Word + fact.Text), Squeeze(screen), StringComparison.Ordinal));
        Assert.Contains(Squeeze("name" + page.Descendants(Html + "h1").Single().Value), Squeeze(screen), StringComparison.Ordinal);

        await ToolRun.Succeed(_folder.Path, "inspect", file, "--html", "again.html");
        Assert.Equal(File.ReadAllText(_folder.File("card.html")), File.ReadAllText(_folder.File("again.html")));
        File.Delete(_folder.File("again.html"));
        Network network = file.EndsWith(".tinyrnn", StringComparison.Ordinal) ? NetworkFile.Load(_folder.File(file)) : await Import(file);
        AssertTotals(page, network);
        string[] captions = [.. Section(page, "weights")!.Descendants(Html + "figcaption").Select(caption => caption.Value)];
        Assert.Equal(network.Tensors.Count, captions.Length);
        Assert.All(network.Layers.SelectMany(layer => layer.Tensors).Zip(captions), pair =>
        {
            float[] values = network.Tensors[pair.First.Name].Values;
            Assert.StartsWith(pair.First.Name + "[", pair.Second, StringComparison.Ordinal);
            string numbers = FormattableString.Invariant($"n {values.Length:#,0}min {values.Min():0.0000}, max {values.Max():0.0000}")
                + FormattableString.Invariant($"mean {values.Average(value => (double)value):0.0000}");
            Assert.Contains(numbers, pair.Second, StringComparison.Ordinal);
        });
    }

    private async Task<Network> Import(string file)
    {
        await ToolRun.Succeed(_folder.Path, "import", file, "-o", "imported.tinyrnn", "--force");
        return NetworkFile.Load(_folder.File("imported.tinyrnn"));
    }

    private async Task<XDocument> Write(string file, params string[] options)
    {
        string output = await ToolRun.Succeed(_folder.Path, ["inspect", file, "--html", "card.html", "--force", .. options]);
        Assert.Equal("wrote      card.html\n", output);
        return Check(File.ReadAllText(_folder.File("card.html")));
    }

    private static XDocument Card(Network network, params string[] notes) =>
        Check(new ModelCard(network, new ModelPlan(network, TypeShape.Class("", "Model"), "net.tinyrnn"), notes).Write());

    // A page is XML of known elements, asks for nothing, runs nothing, and each colour of its pictures has one for dark viewers.
    private static XDocument Check(string html)
    {
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        XDocument page = XDocument.Parse(html, LoadOptions.PreserveWhitespace);
        Assert.All(page.Descendants(), element => Assert.Contains(element.Name.LocalName, Elements));
        string[] attributes = [.. page.Descendants().Attributes().Select(attribute => attribute.Name.LocalName)];
        Assert.DoesNotContain(attributes, name => name is "href" or "src" or "style" || name.StartsWith("on", StringComparison.Ordinal));
        XElement[] styles = [.. page.Descendants().Where(element => element.Name.LocalName == "style")];
        Assert.DoesNotContain(styles, style => Regex.IsMatch(style.Value, @"url\(|@import"));
        Assert.Contains("@media (prefers-color-scheme: dark)", styles[0].Value, StringComparison.Ordinal);
        foreach (XElement picture in page.Descendants(Svg + "svg"))
        {
            string dark = picture.Element(Svg + "style")!.Value;
            foreach (string attribute in (string[])["fill", "stroke"])
            {
                Assert.All(
                    picture.Descendants().Select(element => (string?)element.Attribute(attribute)).Where(color => color is not null and not "none").Distinct(),
                    color => Assert.Contains($"[{attribute}=\"{color}\"]", dark, StringComparison.Ordinal));
            }
        }

        return page;
    }

    // The last row of the layers' table is the sum of the others, and what the network has.
    private static void AssertTotals(XDocument page, Network network)
    {
        string[][] rows = Rows(Section(page, "cost")!);
        Assert.Equal(network.Layers.Select(layer => layer.Name).Append("all"), rows.Select(row => row[0]));
        for (int column = 2; column < 5; column++)
        {
            Assert.Equal(Whole(rows[^1][column]), rows[..^1].Sum(row => Whole(row[column])));
        }

        Assert.Equal(network.ParameterCount, Whole(rows[^1][2]));
        Assert.Equal(
            new ModelPlan(network, TypeShape.Class("", "Model"), "").MultiplyAdds,
            Whole(Facts(Section(page, "cost")!).Single(fact => fact.Word == "work").Text.Split(' ')[0]));
        Assert.Equal(Whole(rows[^1][3]), new ModelPlan(network, TypeShape.Class("", "Model"), "").MultiplyAdds);
    }

    private static string Bytes(Network network, TensorType type) =>
        FormattableString.Invariant($"{network.Tensors.Values.Where(tensor => tensor.Type == type).Sum(tensor => tensor.Bytes):#,0}");

    private static XElement? Section(XDocument page, string id) =>
        page.Descendants(Html + "section").SingleOrDefault(section => (string?)section.Attribute("id") == id);

    private static (string Word, string Text)[] Facts(XElement section) =>
        [.. section.Descendants(Html + "dt").Select(word => (word.Value, word.ElementsAfterSelf(Html + "dd").First().Value))];

    private static string[][] Rows(XElement section) =>
        [.. section.Descendants(Html + "tbody").Elements(Html + "tr").Select(row => row.Elements(Html + "td").Select(cell => cell.Value).ToArray())];

    private static long Whole(string text) => text.Length == 0 ? 0 : long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    // The screen breaks lines where the terminal ends.
    private static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex("\"accuracy\":[^,]+")]
    private static partial Regex AccuracyPattern();
}
