using TinyRnn.Interop.Options;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>State dicts as people build them, against PyTorch's formulas.</summary>
public class StateDictTests
{
    private const int Steps = 6;

    // Name, weights, options as JSON, and the model's forward pass on rows.
    private static readonly (string Name, Func<Weights> Weights, string Options, Func<Torch, double[][], double[][]> Forward)[] Rows =
    [
        ("rnn alone", () => new Weights().AddRecurrent("", 1, 3, 5), "{}", (torch, x) => torch.Recurrent("", 1, x)),
        ("gru without bias", () => new Weights().AddRecurrent("gru.", 3, 3, 5, bias: false), "{}", (torch, x) => torch.Recurrent("gru.", 3, x)),
        (
            "relu rnn", () => new Weights().AddRecurrent("rnn.", 1, 3, 5), """{"activations": {"rnn": "relu"}}""",
            (torch, x) => torch.Recurrent("rnn.", 1, x, phi: Torch.Relu)),
        ("two bidirectional lstms with projection", () => new Weights().AddRecurrent("encoder.lstm.", 4, 3, 6, 2, true, 4).AddLinear("encoder.head", 8, 2),
            "{}",
            (torch, x) => torch.Linear("encoder.head", torch.Recurrent("encoder.lstm.", 4, x, 2, true))),
        (
            "lstm with projection, 3 layers", () => new Weights().AddRecurrent("lstm.", 4, 3, 7, 3, projection: 2), "{}",
            (torch, x) => torch.Recurrent("lstm.", 4, x, 3)),
        ("cells", () => new Weights().AddRecurrent("cell1.", 3, 3, 5, isCell: true).AddRecurrent("cell2.", 4, 5, 4, isCell: true).AddLinear("fc", 4, 1), "{}",
            (torch, x) => torch.Linear("fc", torch.Recurrent("cell2.", 4, torch.Recurrent("cell1.", 3, x, isCell: true), isCell: true))),
        ("wrapped and compiled", () => new Weights().AddRecurrent("module._orig_mod.encoder.gru.", 3, 3, 5).AddLinear("module._orig_mod.decoder", 5, 2), "{}",
            (torch, x) => torch.Linear("module._orig_mod.decoder", torch.Recurrent("module._orig_mod.encoder.gru.", 3, x))),
        ("sequential head", () => new Weights().AddRecurrent("rnn.", 3, 3, 5).AddLinear("fc.0", 5, 6).AddLinear("fc.2", 6, 2),
            """{"activations": {"fc.0": "relu"}}""",
            (torch, x) => torch.Linear("fc.2", Torch.Each(torch.Linear("fc.0", torch.Recurrent("rnn.", 3, x)), Torch.Relu))),
        ("ten linear layers in the order of their numbers",
            () => Enumerable.Range(0, 11).Aggregate(new Weights(), (weights, i) => weights.AddLinear($"net.{2 * i}", 3, 3)),
            "{\"activations\": {" + string.Join(",", Enumerable.Range(0, 10).Select(i => $"\"net.{2 * i}\": \"tanh\"")) + "}}",
            (torch, x) => Enumerable.Range(0, 11).Aggregate(
                x, (rows, i) => i < 10 ? Torch.Each(torch.Linear($"net.{2 * i}", rows), Math.Tanh) : torch.Linear($"net.{2 * i}", rows))),
        ("linear before and behind", () => new Weights().AddLinear("proj_in", 3, 4).AddRecurrent("lstm.", 4, 4, 6).AddLinear("proj_out", 6, 2),
            """{"activations": {"proj_in": "leaky-relu:0.2"}}""",
            (torch, x) => torch.Linear(
                "proj_out", torch.Recurrent("lstm.", 4, Torch.Each(torch.Linear("proj_in", x), value => value > 0 ? value : 0.2 * value)))),
        ("activation behind a gru", () => new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 5, 2), """{"activations": {"gru": "relu"}}""",
            (torch, x) => torch.Linear("fc", Torch.Each(torch.Recurrent("gru.", 3, x), Torch.Relu))),
        ("normalised input", () => Norm(new Weights(), "bn", 3).AddRecurrent("gru.", 3, 3, 5, bias: false).AddLinear("fc", 5, 2),
            """{"order": ["bn", "gru", "fc"], "activations": {"bn": "identity"}}""",
            (torch, x) => torch.Linear("fc", torch.Recurrent("gru.", 3, torch.BatchNorm("bn", x)))),
        ("normalised hidden layer", () => Norm(new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("head.0", 5, 7), "head.1", 7).AddLinear("head.3", 7, 2),
            """{"activations": {"head.1": "elu"}}""",
            (torch, x) => torch.Linear(
                "head.3", Torch.Each(
                torch.BatchNorm("head.1", torch.Linear("head.0", torch.Recurrent("gru.", 3, x))), value => value > 0 ? value : Math.Exp(value) - 1))),
        ("normalised between gru and linear", () => Norm(new Weights().AddRecurrent("gru.", 3, 3, 5), "norm", 5).AddLinear("fc", 5, 2, bias: false),
            """{"activations": {"norm": "identity"}}""",
            (torch, x) => torch.Linear("fc", torch.BatchNorm("norm", torch.Recurrent("gru.", 3, x)))),
        ("normalised output of a relu layer", () => Norm(new Weights().AddRecurrent("gru.", 3, 3, 5).AddLinear("fc", 5, 4), "norm", 4),
            """{"activations": {"fc": "relu"}}""",
            (torch, x) => torch.BatchNorm("norm", Torch.Each(torch.Linear("fc", torch.Recurrent("gru.", 3, x)), Torch.Relu))),
        ("i2h and h2h", () => new Weights().AddLinear("i2h", 3, 5).AddLinear("h2h", 5, 5).AddLinear("h2o", 5, 2), "{}", (torch, x) =>
        {
            double[] h = new double[5];
            return torch.Linear(
                "h2o", Torch.Map(x, row => h = [.. torch.Linear("i2h", [row])[0].Zip(torch.Linear("h2h", [h])[0], (a, b) => Math.Tanh(a + b))]));
        }),
        ("tutorial", () => new Weights().AddLinear("i2h", 8, 5).AddLinear("i2o", 8, 2), "{}", (torch, x) =>
        {
            double[] h = new double[5];
            return Torch.Map(x, row =>
            {
                double[] joined = [.. row, .. h];
                h = torch.Linear("i2h", [joined])[0];
                return Torch.LogSoftmax(torch.Linear("i2o", [joined])[0]);
            });
        }),
        ("final states of both directions", () => new Weights().AddRecurrent("gru.", 3, 3, 4, 1, true).AddLinear("fc", 8, 2),
            """{"outputs": "last", "reading": "final"}""", (torch, x) =>
        {
            double[][] states = torch.Recurrent("gru.", 3, x, 1, true);
            return torch.Linear("fc", [[.. states[^1][..4], .. states[0][4..]]]);
        }),
        ("mean over the steps", () => new Weights().AddRecurrent("gru.", 3, 3, 4, 1, true).AddLinear("fc", 8, 2), """{"outputs": "last", "reading": "mean"}""",
            (torch, x) =>
        {
            double[][] states = torch.Recurrent("gru.", 3, x, 1, true);
            return torch.Linear("fc", [[.. Enumerable.Range(0, 8).Select(i => states.Average(row => row[i]))]]);
        }),
        ("two gru modules named by their place",
            () => new Weights().AddRecurrent("layers.0.gru.", 3, 3, 5).AddRecurrent("layers.1.gru.", 3, 5, 5).AddLinear("out", 5, 5), "{}",
            (torch, x) => torch.Linear("out", torch.Recurrent("layers.1.gru.", 3, torch.Recurrent("layers.0.gru.", 3, x)))),
        (
            "double precision",
            () =>
                new Weights().Add("rnn.weight_ih_l0", "F64", 5, 3).Add("rnn.weight_hh_l0", "F64", 5, 5).Add("rnn.bias_ih_l0", "F64", 5)
                .Add("rnn.bias_hh_l0", "F64", 5),
            "{}", (torch, x) => torch.Recurrent("rnn.", 1, x)),
        (
            "half precision",
            () =>
                new Weights().Add("rnn.weight_ih_l0", "F16", 5, 3).Add("rnn.weight_hh_l0", "F16", 5, 5).Add("rnn.bias_ih_l0", "F16", 5)
                .Add("rnn.bias_hh_l0", "F16", 5),
            "{}", (torch, x) => torch.Recurrent("rnn.", 1, x)),
        (
            "brain floats",
            () =>
                new Weights().Add("rnn.weight_ih_l0", "BF16", 5, 3).Add("rnn.weight_hh_l0", "BF16", 5, 5).Add("rnn.bias_ih_l0", "BF16", 5)
                .Add("rnn.bias_hh_l0", "BF16", 5),
            "{}", (torch, x) => torch.Recurrent("rnn.", 1, x)),
    ];

    // The same on characters: name, weights, options, and the forward pass on tokens.
    private static readonly (string Name, Func<Weights> Weights, string Options, Func<Torch, int[], double[][]> Forward)[] Characters =
    [
        ("one-hot classifier", () => new Weights().AddRecurrent("rnn.", 1, 4, 5).AddLinear("fc", 5, 3), """{"vocabulary": "abcd", "labels": ["x", "y", "z"]}""",
            (torch, tokens) => [torch.Linear("fc", torch.Recurrent("rnn.", 1, OneHot(tokens)))[^1]]),
        ("embedding, language model", () => new Weights().Add("char_embedding.weight", 4, 6).AddRecurrent("gru.", 3, 6, 5).AddLinear("fc", 5, 4),
            """{"vocabulary": "abcd"}""",
            (torch, tokens) => torch.Linear("fc", torch.Recurrent("gru.", 3, torch.Embedding("char_embedding", tokens)))),
        ("embedding without a telling name", () => new Weights().Add("table.weight", 4, 6).AddRecurrent("gru.", 3, 6, 5).AddLinear("fc", 5, 4),
            """{"vocabulary": "abcd"}""",
            (torch, tokens) => torch.Linear("fc", torch.Recurrent("gru.", 3, torch.Embedding("table", tokens)))),
        ("tied weights, one of them left out", () => new Weights().Add("emb.weight", 4, 5).AddRecurrent("gru.", 3, 5, 5).Add("out.bias", 4),
            """{"vocabulary": "abcd"}""",
            (torch, tokens) => torch.Linear("emb", torch.Recurrent("gru.", 3, torch.Embedding("emb", tokens)), "out.bias")),
    ];

    public static TheoryData<bool> Formats => [true, false];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Rows_of_numbers(bool isJson)
    {
        double[][] x = [.. Enumerable.Range(0, Steps).Select(t => Enumerable.Range(0, 3).Select(i => Math.Sin((t * 3) + i + 1)).ToArray())];
        float[] sequence = [.. x.SelectMany(row => row).Select(value => (float)value)];
        x = [.. sequence.Chunk(3).Select(row => row.Select(value => (double)value).ToArray())];
        ImportCase.AssertAll([.. Rows.Select(one =>
        {
            Weights weights = one.Weights();
            ImportResult result = Import(weights, isJson, one.Options, one.Name);
            return new ImportCase(one.Name, result.Network, sequence, [], Floats(one.Forward(new Torch(weights), x)));
        })]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Text(bool isJson)
    {
        int[] tokens = [0, 3, 1, 2, 2, 0];
        ImportCase.AssertAll([.. Characters.Select(one =>
        {
            Weights weights = one.Weights();
            float[] expected = Floats(one.Forward(new Torch(weights), tokens));
            return new ImportCase(one.Name, Import(weights, isJson, one.Options, one.Name).Network, [], tokens, expected);
        })]);
    }

    [Fact]
    public void Tied_weights_that_the_writer_left_out()
    {
        Weights weights = new Weights().Add("emb.weight", 4, 5).AddRecurrent("gru.", 3, 5, 5);
        weights.Metadata.Add("head.weight", "emb.weight");
        ImportResult result = Import(weights, false, """{"vocabulary": "abcd"}""", "tied");
        Assert.Equal(["emb", "gru", "head"], result.Network.Layers.Select(layer => layer.Name));
        Assert.Equal(result.Network.Tensors["emb.weight"].Values, result.Network.Tensors["head.weight"].Values);
    }

    [Fact]
    public void Every_tensor_is_in_the_explanation()
    {
        foreach ((string name, Func<Weights> make, string options, _) in Rows)
        {
            Weights weights = make();
            Assert.Equal(weights.Names.Order(), Import(weights, false, options, name).Layers.SelectMany(layer => layer.Sources).Order());
        }
    }

    private static ImportResult Import(Weights weights, bool isJson, string options, string name) =>
        ModelImporters.Import(isJson ? weights.ToJson(name + ".json") : weights.ToSafetensors(name + ".safetensors"), OptionsFile.Parse(options, "options"));

    private static Weights Norm(Weights weights, string name, int size) =>
        weights.Add(name + ".weight", size).Add(name + ".bias", size).Add(name + ".running_mean", size).AddPositive(name + ".running_var", size)
            .AddCount(name + ".num_batches_tracked");

    private static double[][] OneHot(int[] tokens) => [.. tokens.Select(token => Enumerable.Range(0, 4).Select(i => i == token ? 1.0 : 0.0).ToArray())];

    private static float[] Floats(double[][] rows) => [.. rows.SelectMany(row => row).Select(value => (float)value)];
}
