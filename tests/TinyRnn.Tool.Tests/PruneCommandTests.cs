using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace TinyRnn.Tool.Tests;

/// <summary><c>train --sparsity</c>, <c>prune</c>, and what <c>inspect</c> tells of blocks.</summary>
public sealed class PruneCommandTests : IDisposable
{
    private static readonly string[] Train =
        ["train", "text", "fox.txt", "--cell", "gru", "--hidden", "32", "--epochs", "2", "--batch", "4", "--bptt-steps", "16"];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_pruned_measured_and_written_sparse()
    {
        await ToolRun.Succeed(_folder.Path, [.. Train, "-o", "fox.tinyrnn"]);
        string[] prune = ["prune", "fox.tinyrnn", "--sparsity", "0.5", "--data", "fox.txt", "--bound", "100", "-o", "half.tinyrnn"];
        string output = await ToolRun.Succeed(_folder.Path, prune);
        Assert.Matches(@"gru\.weight_hh +192 +0\.0 % +50\.0 % +\d+\.\d\d %", output);
        Assert.Matches(@"\nmeasure +nats a character: \d\.\d{4} before, \d\.\d{4} after \(bound 100\.0000 worse\)\n", output);
        Assert.True(new FileInfo(_folder.File("half.tinyrnn")).Length < new FileInfo(_folder.File("fox.tinyrnn")).Length);

        Assert.StartsWith("half.tinyrnn: exists; --force replaces it", await ToolRun.Fail(_folder.Path, prune), StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, [.. prune, "--force", "--json"]));
        JsonElement measure = report.RootElement.GetProperty("measure");
        Assert.Equal(0.5, report.RootElement.GetProperty("sparsity").GetDouble());
        Assert.Equal(96, report.RootElement.GetProperty("matrices")[0].GetProperty("zerosAfter").GetInt32());
        Assert.Equal(await Nats("fox.tinyrnn"), measure.GetProperty("before").GetDouble(), 1e-9);
        Assert.Equal(await Nats("half.tinyrnn"), measure.GetProperty("after").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task What_loses_more_than_the_bound_is_refused_and_not_written()
    {
        await ToolRun.Succeed(_folder.Path, [.. Train.Select(word => word == "2" ? "8" : word), "--rate", "0.01", "-o", "fox.tinyrnn"]);
        string error = (await ToolRun.Start(_folder.Path, "prune", "fox.tinyrnn", "--sparsity", "0.95", "--data", "fox.txt", "-o", "less.tinyrnn")).Errors;
        Assert.Matches(@"^tinyrnn: refused: nats a character goes from .*, which is worse by more than the bound of 0\.0200; nothing was written\n$", error);
        Assert.False(File.Exists(_folder.File("less.tinyrnn")));
    }

    [Fact]
    public async Task A_training_with_sparsity_gives_blocks_of_zeros_that_inspect_shows()
    {
        string[] command = [.. Train, "--layers", "2", "--sparsity", "0.75", "--checkpoint-every", "0"];
        await ToolRun.Succeed(_folder.Path, [.. command, "-o", "sparse.tinyrnn"]);
        string table = await ToolRun.Succeed(_folder.Path, "inspect", "sparse.tinyrnn");
        Assert.Matches(@"gru2\.weight_ih +\[96, 32\] +-?\d\.\d{4} +\d\.\d{4} +\d+\.\d % +25\.0 %", table);
        using JsonDocument inspected = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "sparse.tinyrnn", "--json"));
        Dictionary<string, double> densities = inspected.RootElement.GetProperty("layers").EnumerateArray()
            .SelectMany(layer => layer.GetProperty("tensors").EnumerateArray())
            .Where(tensor => tensor.TryGetProperty("blockDensity", out _))
            .ToDictionary(tensor => tensor.GetProperty("name").GetString()!, tensor => tensor.GetProperty("blockDensity").GetDouble());
        string[] matrices = ["gru1.weight_ih", "gru1.weight_hh", "gru2.weight_ih", "gru2.weight_hh", "output.weight"];
        Assert.Equal([1, 0.25, 0.25, 0.25, 1], matrices.Select(matrix => densities[matrix]));

        // The option is a setting like others, and none where it is left out.
        string config = await ToolRun.Succeed(_folder.Path, "inspect", "sparse.tinyrnn", "--config");
        Assert.Contains("\"sparsity\": 0.75", config, StringComparison.Ordinal);
        _folder.Write("config.json", config);
        await ToolRun.Succeed(_folder.Path, "train", "text", "fox.txt", "--config", "config.json", "--name", "sparse", "-o", "again.tinyrnn");
        Assert.Equal(await Text("sparse.tinyrnn"), await Text("again.tinyrnn"));
        await ToolRun.Succeed(_folder.Path, [.. Train, "-o", "dense.tinyrnn"]);
        Assert.DoesNotContain("sparsity", await Text("dense.tinyrnn"), StringComparison.Ordinal);
        Assert.Contains("nats", await ToolRun.Succeed(_folder.Path, "evaluate", "sparse.tinyrnn", "fox.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_shows_each_block_that_is_there()
    {
        await ToolRun.Succeed(_folder.Path, [.. Train, "--sparsity", "0.75", "-o", "sparse.tinyrnn"]);
        string output = await ToolRun.Succeed(_folder.Path, "inspect", "sparse.tinyrnn", "--blocks", "blocks.svg");
        Assert.Matches(@"^wrote +blocks\.svg\n$", output);
        XElement picture = XElement.Load(_folder.File("blocks.svg"));
        string text = picture.Value;
        Assert.Contains("gru.weight_hh [96, 32]: 25.0 % of 192 blocks", text, StringComparison.Ordinal);

        // Neighbours are drawn as one: their widths, in cells of 12, add up to the blocks of all three matrices.
        double cells = picture.Elements().Where(element => element.Name.LocalName == "path")
            .SelectMany(path => path.Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries))
            .Sum(run => double.Parse(run.Split('h')[1].Split('v')[0], CultureInfo.InvariantCulture)) / 12;
        Network network = NetworkFile.Load(_folder.File("sparse.tinyrnn"));
        int inputs = network.InputSize;
        Assert.Equal((192 / 4) + (6 * inputs) + ((inputs + 15) / 16 * 32), cells, 0.5);
        string error = await ToolRun.Fail(_folder.Path, "inspect", "sparse.tinyrnn", "--blocks", "sparse.tinyrnn", "--force");
        Assert.StartsWith("sparse.tinyrnn: is read by this command, so it cannot be written", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sparsity must be above 0 and below 1", "prune", "fox.tinyrnn", "--sparsity", "1", "-o", "less.tinyrnn")]
    [InlineData("--sparsity must be above 0 and below 1", "prune", "fox.tinyrnn", "--sparsity", "0", "-o", "less.tinyrnn")]
    [InlineData("--expected and --bound need --data", "prune", "fox.tinyrnn", "--sparsity", "0.5", "--bound", "1", "-o", "less.tinyrnn")]
    [InlineData("there is nothing to prune", "prune", "dense.tinyrnn", "--sparsity", "0.5", "-o", "less.tinyrnn")]
    [InlineData("small.tinyrnn: is already quantised; prune the fp32 model", "prune", "small.tinyrnn", "--sparsity", "0.5", "-o", "less.tinyrnn")]
    [InlineData("--sparsity must be at least 0 and below 1", "train", "text", "fox.txt", "--sparsity", "1")]
    [InlineData("--sparsity is for recurrent layers, but --cell none has none", "train", "text", "fox.txt", "--cell", "none", "--sparsity", "0.5")]
    [InlineData("--sparsity does not go with --cell tutorial, which is always a single "
        + "layer", "train", "classify", "words.csv", "--tutorial", "--sparsity", "0.5")]
    public async Task What_is_wrong_is_said_in_a_line(string error, params string[] command)
    {
        _folder.WriteWords("words.csv", "id,text,label");
        Network gru = TinyRnn.Tests.Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 32));
        NetworkFile.Save(gru, _folder.File("fox.tinyrnn"));
        NetworkFile.Save(TinyRnn.Tests.Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new DenseLayer("fc", 2, 32)), _folder.File("dense.tinyrnn"));
        NetworkFile.Save(Quantizer.Quantize(gru, new QuantizationOptions { Type = TensorType.BF16 }).Network, _folder.File("small.tinyrnn"));
        Assert.StartsWith(error, await ToolRun.Fail(_folder.Path, command), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("less.tinyrnn")));
    }

    private Task<string> Text(string file) => File.ReadAllTextAsync(_folder.File(file), TestContext.Current.CancellationToken);

    private async Task<double> Nats(string model)
    {
        using JsonDocument document = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", model, "fox.txt", "--json"));
        return document.RootElement.GetProperty("natsPerCharacter").GetDouble();
    }
}
