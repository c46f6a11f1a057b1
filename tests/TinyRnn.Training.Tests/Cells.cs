namespace TinyRnn.Training.Tests;

/// <summary>One recurrent layer of each kind of cell.</summary>
internal static class Cells
{
    private static readonly Dictionary<string, Func<int, int, RecurrentOptions, RecurrentLayer>> Makers = new()
    {
        ["rnn-tanh"] = (inputs, units, options) => new RnnLayer("cell", inputs, units, Activation.Tanh, options),
        ["rnn-relu"] = (inputs, units, options) => new RnnLayer("cell", inputs, units, Activation.Relu, options),
        ["rnn-identity"] = (inputs, units, options) => new RnnLayer("cell", inputs, units, Activation.Identity, options),
        ["gru-after-tanh"] = (inputs, units, options) => new GruLayer("cell", inputs, units, GruReset.After, Activation.Tanh, options),
        ["gru-after-relu"] = (inputs, units, options) => new GruLayer("cell", inputs, units, GruReset.After, Activation.Relu, options),
        ["gru-before-tanh"] = (inputs, units, options) => new GruLayer("cell", inputs, units, GruReset.Before, Activation.Tanh, options),
        ["gru-before-relu"] = (inputs, units, options) => new GruLayer("cell", inputs, units, GruReset.Before, Activation.Relu, options),
        ["lstm"] = (inputs, units, options) => new LstmLayer("cell", inputs, units, options: options),
        ["lstm-peepholes"] = (inputs, units, options) => new LstmLayer("cell", inputs, units, hasPeepholes: true, options: options),
        ["lstm-projection"] = (inputs, units, options) => new LstmLayer("cell", inputs, units, units - 1, options: options),
        ["lstm-peepholes-projection"] = (inputs, units, options) => new LstmLayer("cell", inputs, units, units + 1, true, options),
        ["rnn-clip"] = (inputs, units, options) =>
            new RnnLayer("cell", inputs, units, new ActivationFunction(Activation.ScaledTanh, 1.5f, 0.75f), options with { Clip = 0.8f }),
        ["gru-after-functions"] = (inputs, units, options) => new GruLayer("cell", inputs, units, GruReset.After, Activation.Softsign, options, HardSigmoid),
        ["gru-before-functions"] = (inputs, units, options) =>
            new GruLayer("cell", inputs, units, GruReset.Before, Activation.Elu, options with { Clip = 1.2f }, Activation.Softsign),
        ["lstm-functions"] = (inputs, units, options) =>
            new LstmLayer("cell", inputs, units, 0, true, options, HardSigmoid, Activation.Softplus, Activation.Softsign),
        ["lstm-clip"] = (inputs, units, options) => new LstmLayer("cell", inputs, units, 0, false, options with { Clip = 0.9f }),
        ["lstm-coupled"] = (inputs, units, options) => new LstmLayer("cell", inputs, units, units + 1, true, options, hasCoupledGates: true),
    };

    private static ActivationFunction HardSigmoid { get; } = new(Activation.HardSigmoid, 0.2f, 0.5f);

    public static IEnumerable<string> Names => Makers.Keys;

    public static RecurrentLayer Make(string name, int inputs, int units, RecurrentOptions options) => Makers[name](inputs, units, options);
}
