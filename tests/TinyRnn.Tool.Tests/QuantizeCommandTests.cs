using System.Text.Json;

namespace TinyRnn.Tool.Tests;

public sealed class QuantizeCommandTests : IDisposable
{
    private static readonly string[] Vowels = ["aei", "ouy"];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bf16", 0.5)]
    [InlineData("int8", 0.25)]
    public async Task A_language_model_is_measured_on_a_text(string type, double share)
    {
        await TrainText();
        string output = await Quantize("fox.tinyrnn", "--to", type, "--data", "fox.txt");
        Assert.Matches(@"\nmeasure +nats a character: \d\.\d{4} before, \d\.\d{4} after \(bound 0\.0200 worse\)\n", output);
        Assert.Matches(@"\nwrote +small\.tinyrnn \([\d,]+ bytes\)\n", output);
        Assert.All(Matrices("small.tinyrnn"), tensor => Assert.Equal(type == "bf16" ? TensorType.BF16 : TensorType.I8, tensor.Type));
        long matrices = Matrices("fox.tinyrnn").Sum(tensor => tensor.Bytes);
        Assert.Equal(share * matrices, Matrices("small.tinyrnn").Sum(tensor => tensor.Bytes - (tensor.Scales.Length * sizeof(float))));

        // What the report says of the file is what the file does.
        JsonElement report = await Report("fox.tinyrnn", "--to", type, "--data", "fox.txt");
        Assert.Equal(await Nats("fox.tinyrnn"), report.GetProperty("measure").GetProperty("before").GetDouble(), 1e-9);
        Assert.Equal(await Nats("small.tinyrnn"), report.GetProperty("measure").GetProperty("after").GetDouble(), 1e-9);
        Assert.True(report.GetProperty("largestError").GetDouble() > report.GetProperty("meanError").GetDouble());
        Assert.Equal(Load("fox.tinyrnn").Tensors.Values.Sum(tensor => tensor.Bytes), report.GetProperty("bytesBefore").GetInt64());
        Assert.Equal(Load("small.tinyrnn").Tensors.Values.Sum(tensor => tensor.Bytes), report.GetProperty("bytesAfter").GetInt64());
        Assert.NotEmpty(await ToolRun.Succeed(_folder.Path, "generate", "small.tinyrnn", "--length", "20"));
    }

    [Fact]
    public async Task Without_data_the_test_vectors_or_random_input_tell_the_errors()
    {
        await TrainText();
        string output = await Quantize("fox.tinyrnn", "--to", "int8");
        Assert.DoesNotContain("measure", output, StringComparison.Ordinal);
        Assert.Matches(@"\noutputs +differ by .* \((the model's test vectors|random input), [\d,]+ steps\)\n", output);
        Save("relu.tinyrnn", Networks.Raw(new VectorInput(6), OutputSteps.Every, 1, new RnnLayer("relu", 6, 12, Activation.Relu), new DenseLayer("fc", 12, 8)));
        Assert.Contains(
            "relu.weight_hh stays F32: the range of its input is not known; give data to measure it", await Quantize("relu.tinyrnn", "--to", "int8"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bf16")]
    [InlineData("int8")]
    public async Task A_classifier_is_measured_on_labelled_texts(string type)
    {
        Directory.CreateDirectory(_folder.File("words"));
        foreach (string vowels in Vowels)
        {
            _folder.Write(
                $"words/{vowels}.txt",
                string.Concat(Enumerable.Range(0, 60).Select(i =>
                    $"{"bdfgkmn"[i % 7]}{vowels[i % 3]}{"bdfgkmn"[i / 7 % 7]}{vowels[i / 3 % 3]}{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}\n")));
        }

        await ToolRun.Succeed(_folder.Path, "train", "classify", "words", "--cell", "lstm", "--hidden", "8", "--epochs", "3", "-o", "words.tinyrnn");
        JsonElement measure = (await Report("words.tinyrnn", "--to", type, "--data", "words")).GetProperty("measure");
        Assert.Equal("accuracy, %, every tenth example", measure.GetProperty("name").GetString());
        foreach ((string file, string when) in new[] { ("words.tinyrnn", "before"), ("small.tinyrnn", "after") })
        {
            using JsonDocument evaluated = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", file, "words", "--json"));
            Assert.Equal(100 * evaluated.RootElement.GetProperty("accuracy").GetDouble(), measure.GetProperty(when).GetDouble(), 1e-9);
        }

        _folder.Write("words/other.txt", "bab\nbob\n");
        Assert.Equal(
            "words: the model words.tinyrnn has no label 'other'; rename the class or leave it out",
            await ToolRun.Fail(_folder.Path, "quantize", "words.tinyrnn", "--to", type, "--data", "words", "-o", "other.tinyrnn"));
    }

    [Theory]
    [InlineData("bf16", "gru")]
    [InlineData("int8", "gru")]
    [InlineData("int8", "none")]
    public async Task Forecasts_are_measured_on_a_series(string type, string cell)
    {
        _folder.Write(
            "pump.csv",
            "temperature\n" + string.Concat(Enumerable.Range(0, 300)
                .Select(i => FormattableString.Invariant($"{50 + (10 * Math.Sin(Math.PI * i / 10)) + (i * 17 % 11 * 0.1):0.00}\n"))));
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "pump.csv", "--window", "8", "--epochs", "4", "--hidden", "6", "--cell", cell);
        JsonElement measure = (await Report("pump.tinyrnn", "--to", type, "--data", "pump.csv")).GetProperty("measure");
        Assert.Equal("RMSE of 60 forecasts (test)", measure.GetProperty("name").GetString());
        foreach ((string file, string when) in new[] { ("pump.tinyrnn", "before"), ("small.tinyrnn", "after") })
        {
            using JsonDocument evaluated = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", file, "pump.csv", "--json"));
            Assert.Equal(evaluated.RootElement.GetProperty("errors")[0].GetProperty("rmse").GetDouble(), measure.GetProperty(when).GetDouble(), 1e-9);
        }
    }

    [Fact]
    public async Task Rows_of_numbers_are_measured_on_targets_or_on_what_came_out_before()
    {
        Save("raw.tinyrnn", Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 12), new DenseLayer("fc", 12, 6)));
        _folder.Write("in.csv", string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{Math.Sin(i):0.000},{Math.Cos(i):0.000}\n"))));
        JsonElement measure = (await Report("raw.tinyrnn", "--to", "int8", "--data", "in.csv")).GetProperty("measure");
        Assert.Equal("RMSE from the original's outputs", measure.GetProperty("name").GetString());
        Assert.Equal(0, measure.GetProperty("before").GetDouble());
        Assert.InRange(measure.GetProperty("after").GetDouble(), 1e-6, measure.GetProperty("bound").GetDouble());
        await ToolRun.Succeed(_folder.Path, "run", "raw.tinyrnn", "--input", "in.csv", "--output", "out.csv");
        Assert.Contains(
            "measure    RMSE: ", await Quantize("raw.tinyrnn", "--to", "int8", "--data", "in.csv", "--expected", "out.csv"), StringComparison.Ordinal);
        _folder.Write("short.csv", "1,2,3,4,5,6\n");
        Assert.StartsWith(
            "short.csv: must have as many sequences and rows as the model's outputs on in.csv, which are 1 and 50",
            await ToolRun.Fail(_folder.Path, "quantize", "raw.tinyrnn", "--to", "int8", "--data", "in.csv", "--expected", "short.csv", "-o", "other.tinyrnn"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_loses_more_than_the_users_bound_is_refused_and_not_written()
    {
        Save("raw.tinyrnn", Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 12), new DenseLayer("fc", 12, 6)));
        _folder.Write("in.csv", "1,2\n3,4\n");
        string[] command = ["quantize", "raw.tinyrnn", "--to", "int8", "--data", "in.csv", "--bound", "0.00001", "-o", "small.tinyrnn"];
        ToolRun run = await ToolRun.Start(_folder.Path, command);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("(bound 1E-05 worse)", run.Output, StringComparison.Ordinal);
        Assert.Matches(
            @"^tinyrnn: refused: RMSE from the original's outputs goes from 0 to 0\.\d+, which is worse by more than the bound of 1E-05; nothing was "
                + "written\n$", run.Errors);
        Assert.False(File.Exists(_folder.File("small.tinyrnn")));
        ToolRun json = await ToolRun.Start(_folder.Path, [.. command, "--json"]);
        Assert.Equal(1, json.ExitCode);
        using JsonDocument report = JsonDocument.Parse(json.Output);
        Assert.True(report.RootElement.GetProperty("measure").GetProperty("refused").GetBoolean());

        // A layer's own bound keeps what loses in fp32, so that nothing is lost.
        Assert.Contains(
            "gru stays F32: quantising it alone changes the outputs "
                + "by", await Quantize([.. command[1..^2], "--layer-bound", "0.00001"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.tinyrnn: no such file; a .tinyrnn model file was expected", "none.tinyrnn")]
    [InlineData("none.txt: no such file; a text was expected", "fox.tinyrnn", "--data", "none.txt")]
    [InlineData("empty.txt: fewer than two of its characters are in the model's vocabulary", "fox.tinyrnn", "--data", "empty.txt")]
    [InlineData("binary.txt: ", "fox.tinyrnn", "--data", "binary.txt")]
    [InlineData("--expected is for 'raw' models; this one is a 'language-model' model, so leave it "
        + "out", "fox.tinyrnn", "--data", "fox.txt", "--expected", "fox.txt")]
    [InlineData("--expected and --bound need --data", "fox.tinyrnn", "--bound", "1")]
    [InlineData("--bound must be 0 or more", "fox.tinyrnn", "--data", "fox.txt", "--bound", "-1")]
    [InlineData("--bound must be 0 or more", "fox.tinyrnn", "--data", "fox.txt", "--bound", "NaN")]
    [InlineData("--layer-bound must be above 0", "fox.tinyrnn", "--layer-bound", "0")]
    [InlineData("fox.txt", "fox.txt")]
    public async Task What_is_wrong_is_said_in_a_line(string error, string model, params string[] options)
    {
        _folder.Write("empty.txt", "\n");
        await File.WriteAllBytesAsync(_folder.File("binary.txt"), [0xFF, 0xFE, 0x80], TestContext.Current.CancellationToken);
        Save(
            "fox.tinyrnn",
            Networks.LanguageModel(new Vocabulary("abcdefghijklmnopqrstuvwxyz .:!", unknown: UnknownCharacter.Skip), 1, new GruLayer("gru", 30, 8),
                new DenseLayer("fc", 8, 30)));
        Assert.StartsWith(
            error, await ToolRun.Fail(_folder.Path, ["quantize", model, "--to", "int8", "-o", "small.tinyrnn", .. options]), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("small.tinyrnn")));
    }

    [Fact]
    public async Task A_model_is_quantised_once()
    {
        Save("raw.tinyrnn", Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 12)));
        await Quantize("raw.tinyrnn", "--to", "bf16");
        Assert.Equal(
            "small.tinyrnn: is already quantised; start from the fp32 model",
            await ToolRun.Fail(_folder.Path, "quantize", "small.tinyrnn", "--to", "int8", "-o", "smaller.tinyrnn"));
        ToolRun unknown = await ToolRun.Start(_folder.Path, "quantize", "raw.tinyrnn", "--to", "int4", "-o", "smaller.tinyrnn");
        Assert.Equal(2, unknown.ExitCode);
    }

    private Task<string> TrainText() => ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "--cell", "gru", .. TextFolder.Quick]);

    private Task<string> Quantize(params string[] arguments) => ToolRun.Succeed(_folder.Path, ["quantize", .. arguments, "-o", "small.tinyrnn", "--force"]);

    private async Task<JsonElement> Report(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(await Quantize([.. arguments, "--json"]));
        return document.RootElement.Clone();
    }

    private async Task<double> Nats(string model)
    {
        using JsonDocument document = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", model, "fox.txt", "--json"));
        return document.RootElement.GetProperty("natsPerCharacter").GetDouble();
    }

    private Network Load(string name) => NetworkFile.Load(_folder.File(name));

    private void Save(string name, Network network) => NetworkFile.Save(network, _folder.File(name));

    private IEnumerable<Tensor> Matrices(string name) => Load(name).Tensors.Values.Where(tensor => tensor.Shape.Count == 2);
}
