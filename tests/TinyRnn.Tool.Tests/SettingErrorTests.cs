namespace TinyRnn.Tool.Tests;

/// <summary>Settings that are out of range, or that the others leave no use for.</summary>
public sealed class SettingErrorTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public SettingErrorTests()
    {
        _folder.WriteWaves("waves.csv");
        _folder.WriteWords("words.csv", "id,text,label");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--momentum is for sgd and rmsprop, but the optimiser is adam", "--momentum", "0.9")]
    [InlineData("--momentum is for sgd and rmsprop, but the optimiser is adamw", "--momentum", "0", "--optimizer", "adamw")]
    [InlineData("--step-every is for the step schedule, but the schedule is cosine", "--step-every", "10")]
    [InlineData("--step-every-epochs is for the step schedule, but the schedule is constant", "--step-every-epochs", "1", "--schedule", "constant")]
    [InlineData("--step-factor is for the step schedule, but the schedule is cosine", "--step-factor", "0.5")]
    [InlineData("--step-every and --step-every-epochs set the same in steps and in epochs; give one of "
        + "them", "--schedule", "step", "--step-every", "9", "--step-every-epochs", "1")]
    [InlineData("--warm-up and --warm-up-epochs set the same in steps and in epochs; give one of them", "--warm-up", "9", "--warm-up-epochs", "1")]
    [InlineData("--activation must be tanh for --cell lstm, not relu", "--cell", "lstm", "--activation", "relu")]
    [InlineData("--validation does not go with --windows, which takes the validation windows from the same text; give one of "
        + "them", "--windows", "100", "--validation", "dog.txt")]
    [InlineData("--letters-only is for characters, not for --bytes; give one of them", "--bytes", "--letters-only")]
    [InlineData("--residual needs at least 2 layers, not 1", "--residual")]
    [InlineData("--residual is for recurrent layers, but --cell none has none", "--residual", "--layers", "2", "--cell", "none")]
    [InlineData("--layer-norm is for recurrent layers, but --cell none has none", "--layer-norm", "--cell", "none")]
    [InlineData("--temperature is for samples, but --sample-every 0 writes none", "--sample-every", "0", "--temperature", "0.5")]
    [InlineData("--start does not go with --initial-weights, which sets them; give one of them", "--initial-weights", "fox.tinyrnn", "--start", "uniform")]
    public async Task What_a_text_has_no_use_for_is_said(string error, params string[] options) =>
        Assert.Equal(error, await ToolRun.Fail(_folder.Path, ["train", "text", "fox.txt", .. options]));

    [Theory]
    [InlineData("--epochs does not go with --tutorial, which learns one random example at each step", "--tutorial", "--epochs", "3")]
    [InlineData("--batch does not go with --tutorial, which learns one random example at each step", "--tutorial", "--batch", "3")]
    [InlineData("--warm-up-epochs does not go with --tutorial, which learns one random example at each step", "--tutorial", "--warm-up-epochs", "3")]
    [InlineData("--class-weights does not go with --tutorial, which learns one random example at each step", "--tutorial", "--class-weights", "balanced")]
    [InlineData("--sampling does not go with --tutorial, which learns one random example at each step", "--tutorial", "--sampling", "balanced")]
    [InlineData("--embedding does not go with --cell tutorial, which is always a single layer", "--tutorial", "--embedding", "3")]
    [InlineData("--layers does not go with --cell tutorial, which is always a single layer", "--cell", "tutorial", "--layers", "2")]
    [InlineData("--residual does not go with --cell tutorial, which is always a single layer", "--cell", "tutorial", "--residual")]
    [InlineData("--layer-norm does not go with --cell tutorial, which is always a single layer", "--tutorial", "--layer-norm")]
    [InlineData("--residual needs at least 2 layers, not 1", "--residual", "--bidirectional")]
    [InlineData("--layer-norm is for recurrent layers, but --cell none has none", "--layer-norm", "--cell", "none")]
    [InlineData("--dropout does not go with --cell tutorial, which is always a single layer", "--cell", "tutorial", "--dropout", "0.1")]
    [InlineData("--bidirectional does not go with --cell tutorial, which is always a single layer", "--cell", "tutorial", "--bidirectional")]
    [InlineData("--pooling does not go with --cell tutorial, which is always a single layer", "--cell", "tutorial", "--pooling", "max")]
    [InlineData("--pooling must be last, mean or max without --bidirectional, not final", "--pooling", "final")]
    [InlineData("--bidirectional does not go with --cell none, which reads each character by itself and has no direction", "--cell", "none", "--bidirectional")]
    [InlineData("--examples is for --tutorial; use --epochs for other trainings", "--examples", "100")]
    public async Task What_a_classifier_has_no_use_for_is_said(string error, params string[] options) =>
        Assert.Equal(error, await ToolRun.Fail(_folder.Path, ["train", "classify", "words.csv", .. options]));

    [Fact]
    public async Task What_a_forecast_has_no_use_for_is_said()
    {
        string[] command = ["train", "forecast", "waves.csv", "--column", "load"];
        Assert.Equal(
            "--learn must be value, because the forecast column 'load' is not among the columns to read",
            await ToolRun.Fail(_folder.Path, [.. command, "--inputs", "wave", "--learn", "change"]));
        ToolRun run = await ToolRun.Start(_folder.Path, [.. command, "--embedding", "4"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("tinyrnn: unknown option '--embedding'", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rate must be above 0 and at most 1000, not 0", "--rate", "0")]
    [InlineData("--epochs must be 1 to 100000, not 0", "--epochs", "0")]
    [InlineData("--batch must be 1 to 65536, not -1", "--batch", "-1")]
    [InlineData("--bptt-steps must be 1 to 65536, not 0", "--bptt-steps", "0")]
    [InlineData("--windows must be 1 to 2147483647, not 0", "--windows", "0")]
    [InlineData("--momentum must be at least 0 and below 1, not 1", "--optimizer", "sgd", "--momentum", "1")]
    [InlineData("--decay must be at least 0 and below 1, not 2", "--decay", "2")]
    [InlineData("--dropout must be at least 0 and below 1, not 1", "--dropout", "1")]
    [InlineData("--step-every must be 1 to 2147483647, not 0", "--schedule", "step", "--step-every", "0")]
    [InlineData("--step-factor must be above 0 and at most 1, not 2", "--schedule", "step", "--step-factor", "2")]
    [InlineData("--warm-up must be 0 to 2147483647, not -1", "--warm-up", "-1")]
    [InlineData("--warm-up-epochs must be above 0 and at most 100000, not 0", "--warm-up-epochs", "0")]
    [InlineData("--clip must be above 0, not -1", "--clip", "-1")]
    [InlineData("--clip-value must be above 0, not 0", "--clip-value", "0")]
    [InlineData("--patience must be 1 to 1000000, not -1", "--patience", "-1")]
    [InlineData("--hidden must be 1 to 4096, not 0", "--hidden", "0")]
    [InlineData("--layers must be 1 to 16, not 17", "--layers", "17")]
    [InlineData("--embedding must be 0 to 4096, not -2", "--embedding", "-2")]
    [InlineData("--threads must be 1 to 256, not 0", "--threads", "0")]
    public async Task Values_out_of_range_name_the_option(string error, params string[] options) =>
        Assert.Equal(error, await ToolRun.Fail(_folder.Path, ["train", "text", "fox.txt", .. options]));

    [Theory]
    [InlineData("--epochs must be a whole number, not x", "--epochs", "x")]
    [InlineData("--epochs must be a whole number, not 1.5", "--epochs", "1.5")]
    [InlineData("--epochs must be -2147483648 to 2147483647, not 9999999999", "--epochs", "9999999999")]
    [InlineData("--seed must be 0 to 18446744073709551615, not -1", "--seed", "-1")]
    [InlineData("--rate must be a number, not fast", "--rate", "fast")]
    [InlineData("--rate must be a number with a decimal point, not 0,005", "--rate", "0,005")]
    [InlineData("--clip must be a number with a decimal point, not 0,5", "--clip", "0,5")]
    [InlineData("--clip-value must be a number with a decimal point, not 1,000.5", "--clip-value", "1,000.5")]
    [InlineData("--hidden must be a whole number, not 1,000", "--hidden", "1,000")]
    [InlineData("--optimizer must be adam, adamw, rmsprop or sgd, not sgdd", "--optimizer", "sgdd")]
    [InlineData("Required argument missing for option: '--rate'.", "--rate")]
    public async Task Values_that_are_none_are_said_in_one_line(string error, params string[] options)
    {
        ToolRun run = await ToolRun.Start(_folder.Path, ["train", "text", "fox.txt", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"tinyrnn: {error} ('tinyrnn train text --help' shows help)\n", run.Errors);
    }

    [Theory]
    [InlineData("config.json(1,21): 'momentum' is for sgd and rmsprop, but the optimiser is adam", "{   \"momentum\":     0.9}")]
    [InlineData("config.json(2,16): 'step-every' is for the step schedule, but the schedule is cosine", "{\"schedule\":\"cosine\",\n \"step-every\": 10}")]
    [InlineData("config.json(1,13): 'epochs' must be 1 to 100000, not 0", "{\"epochs\":  0}")]
    [InlineData("config.json(1,11): 'hidden' must be 1 to 4096, not 0", "{\"hidden\":0}")]
    [InlineData("config.json(1,14): 'residual' needs at least 2 layers, not 1", "{\"residual\": true}")]
    [InlineData("config.json(1,15): 'activation' must be tanh for --cell lstm, not relu", "{\"activation\":\"relu\", \"cell\": \"lstm\"}")]
    [InlineData("--warm-up and config.json(1,19): 'warm-up-epochs' set the same in steps and in epochs; give one of "
        + "them", "{\"warm-up-epochs\":1}", "--warm-up", "10")]
    public async Task Settings_of_a_file_are_named_with_their_place(string error, string json, params string[] options)
    {
        _folder.Write("config.json", json);
        Assert.Equal(error, await ToolRun.Fail(_folder.Path, ["train", "text", "fox.txt", "--config", "config.json", .. options]));
    }

    [Theory]
    [InlineData("--sweep: 'momentum' is for sgd and rmsprop, but the optimiser is adam", "momentum=0.5,0.9")]
    [InlineData("--sweep: 'rate': '005' begins with 0; a comma separates values, and the decimal sign is a point", "rate=0,005")]
    [InlineData("--sweep: 'rate' must be above 0 and at most 1000, not 0", "rate=0.1,0")]
    [InlineData("--sweep: 'residual' needs at least 2 layers, not 1", "residual=false,true")]
    [InlineData("--sweep: 'cell' must be gru, lstm, none or rnn, not gruu", "cell=gru,gruu")]
    [InlineData("--checkpoint-every is for one training, but --sweep and --minutes keep no checkpoints; leave it out", "rate=0.1", "--checkpoint-every", "5")]
    [InlineData("--resume is for one training, but --sweep and --minutes keep no checkpoints; leave it out", "rate=0.1", "--resume")]
    public async Task Settings_of_a_sweep_are_named_as_such(string error, string sweep, params string[] options) =>
        Assert.Equal(error, await ToolRun.Fail(_folder.Path, ["train", "text", "fox.txt", "--sweep", sweep, .. options]));
}
