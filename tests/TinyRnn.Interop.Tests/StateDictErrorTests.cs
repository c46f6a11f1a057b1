using TinyRnn.Interop.Options;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>What cannot be read, or only with an option, is one sentence that says what was expected.</summary>
public class StateDictErrorTests
{
    [Fact]
    public void What_must_be_told_is_asked_for()
    {
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc.0", 5, 6).AddLinear("fc.2", 6, 2), "{}", "'fc.0' and 'fc.2'", "activations");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5, 1, true).AddLinear("fc", 10, 2), """{"labels": ["a", "b"]}""", "the two directions of 'gru'",
            "reading");
        Fails(new Weights().Add("emb.weight", 4, 6).AddRecurrent("gru.", 3, 6, 5).AddLinear("fc", 5, 4), "{}", "'emb'", "vocabulary");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 5, 2), """{"task": "classify"}""", "labels of its 2 outputs");
        Fails(new Weights().AddRecurrent("a.", 3, 5, 5).AddRecurrent("b.", 3, 5, 5), "{}", "more than one order", "order");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 5, 2), """{"labels": ["a", "b", "c"]}""", "3 labels for 2 outputs");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 5, 2), """{"vocabulary": "abcd"}""", "sizes of the modules");
    }

    [Fact]
    public void Options_are_called_as_the_user_calls_them()
    {
        Weights weights = new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc1", 5, 6).AddLinear("fc2", 6, 2);
        ImportOptions options = ImportOptions.None with { Spelling = new Dictionary<string, string> { ["activations"] = "--activation" } };
        ImportAssert.Fails(weights.ToSafetensors(), options, "give it as '--activation'");
        ImportAssert.Fails(weights.ToSafetensors(), options with { Order = ["fc1"] }, "'order' does not name");
    }

    [Fact]
    public void A_forecast_needs_a_window_and_a_target()
    {
        Weights weights = new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 5, 1);
        Fails(weights, """{"task": "forecast"}""", "'window'");
        Fails(weights, """{"window": 4}""", "3 columns", "'target'");
        Fails(weights, """{"window": 4, "target": "c", "input": {"names": ["a", "b", "d"]}}""", "'target' is 'c'");
        Fails(weights, """{"window": 4, "target": 4}""", "'target' is '4'", "from 1 to 3");
        Fails(weights, """{"window": 4, "target": 0}""", "'target' is '0'", "from 1 to 3");
        Fails(weights, """{"window": 4, "task": "raw"}""", "'forecast', not 'raw'");
        Fails(weights, """{"task": "raw", "known": ["1"]}""", "'known'", "'forecast', not 'raw'");
        Fails(weights, """{"window": 4, "target": 2, "known": ["1", "4"]}""", "'known' has '4'", "from 1 to 3");
        Fails(weights, """{"window": 4, "target": 2, "known": ["1", "2"]}""", "'known' has '2', which is the column to forecast");
        Fails(weights, """{"window": 4, "target": 2, "known": ["3", "d"], "input": {"names": ["a", "b", "d"]}}""", "'known' has 'd' twice");
        ImportOptions options = OptionsFile.Parse(
            """{"window": 4, "horizon": 2, "target": "b", "input": {"names": ["a", "b", "d"], "mean": [1, 2, 3], "std": [1, 1, 1]}}""", "options");
        Network network = ModelImporters.Import(weights.ToSafetensors(), options).Network;
        ForecastShape forecast = Assert.IsType<ForecastShape>(network.Forecast);
        Assert.Equal(
            (NetworkTask.Forecast, OutputSteps.Last, 4, 2, 3, 1),
            (network.Task, network.OutputSteps, forecast.Window, forecast.Horizon, forecast.Columns, forecast.Target));
        Assert.Equal(12, Assert.Single(network.TestVectors).Values?.Length);
        ImportOptions byNumber = OptionsFile.Parse("""{"window": 4, "target": 2}""", "options");
        Assert.Equal(1, ModelImporters.Import(weights.ToSafetensors(), byNumber).Network.Forecast?.Target);
        ImportOptions known = OptionsFile.Parse("""{"window": 4, "target": "b", "known": ["3", "a"], "input": {"names": ["a", "b", "d"]}}""", "options");
        Assert.Equal([0, 2], ModelImporters.Import(weights.ToSafetensors(), known).Network.Forecast!.Known);
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Weights weights = new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 5, 2);
        Fails(weights, """{"order": ["gru"]}""", "does not name 'fc'");
        Fails(weights, """{"order": ["gru", "fc", "head"]}""", "'head'", "'gru', 'fc'");
        Fails(weights, """{"order": ["fc", "gru"]}""", "'gru' GRU(3 -> 5) after 'fc' Linear(5 -> 2)");
        Fails(weights, """{"activations": {"lstm": "relu"}}""", "'lstm'");
        Fails(weights, """{"activations": {"fc": "swish"}}""", "'swish'", "tanh");
        Assert.Contains(
            "line 1, column 2", Assert.Throws<ImportException>(() => OptionsFile.Parse("""{"labls": []}""", "options.json")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_unknown_modules_are_named()
    {
        Weights gru = new Weights().AddRecurrent("gru.", 3, 3, 5);
        Fails(new Weights().Add("encoder.layer.0.attention.self.query.scale", 4), "{}", "'encoder.layer.0.attention.self.query.scale'", "belongs to no module");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).Add("attn.in_proj_weight", 15, 5), "{}", "'attn.in_proj_weight'");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).Add("ln.weight", 5).Add("ln.bias", 5), "{}", "'ln.weight'", "layer normalisation");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).Add("conv.weight", 5, 3, 3).Add("conv.bias", 5), "{}", "'conv.weight'", "convolution");
        Fails(gru.Add("h0", 1, 1, 5), "{}", "'h0'");
    }

    [Fact]
    public void Contradictions_inside_a_module_are_named()
    {
        Fails(new Weights().Add("r.weight_ih_l0", 10, 3).Add("r.weight_hh_l0", 10, 5), "{}", "'r.weight_hh_l0'", "an RNN has 5 rows");
        Fails(new Weights().Add("r.weight_ih_l0", 12, 3).Add("r.weight_hh_l0", 15, 5), "{}", "'r.weight_ih_l0'", "[15, 3] was expected");
        Fails(new Weights().Add("r.weight_ih_l0", 15, 3), "{}", "'weight_hh'");
        Fails(new Weights().AddRecurrent("r.", 3, 3, 5).Add("r.weight_ih_l1", 15, 5).Add("r.weight_hh_l1", 15, 5), "{}", "'r.weight_ih_l1'", "other tensors");
        Fails(new Weights().AddRecurrent("r.", 3, 3, 5).Add("r.bias_ih_l1", 15), "{}", "'weight_ih' of layer 1");
        Fails(new Weights().Add("fc.weight", 5, 3).Add("fc.bias", 4), "{}", "'fc.bias'", "[5]");
        Fails(new Weights().AddRecurrent("a.gru.", 3, 3, 5).AddRecurrent("module.a.gru.", 3, 3, 5), "{}", "two tensors");
        Fails(new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 4, 2), "{}", "do not chain", "'fc' Linear(4 -> 2)");
        Fails(new Weights().Set("fc.weight", "F64", [1, 2], [1e300, 1]), "{}", "'fc.weight'", "element 0");
        Fails(new Weights().Set("fc.weight", "F32", [1, 2], [1, double.NaN]), "{}", "'fc.weight'", "element 1 is NaN");
    }

    private static void Fails(Weights weights, string options, params string[] words) =>
        ImportAssert.Fails(
            weights.ToSafetensors("folder/weights.safetensors"), OptionsFile.Parse(options, "options"), ["folder/weights.safetensors: ", .. words]);
}
