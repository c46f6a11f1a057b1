using System.Globalization;
using System.Text.RegularExpressions;
using TinyRnn.Interop.StateDicts;

namespace TinyRnn.Interop.PyTorch;

/// <summary>PyTorch's own classes of modules, as far as their attributes say what their tensors do not.</summary>
internal static partial class TorchClasses
{
    private const string Modules = "torch.nn.modules.";

    // Classes that have no effect in a trained network.
    private static readonly HashSet<string> Passing = ["Dropout", "Dropout1d", "Dropout2d", "AlphaDropout", "FeatureAlphaDropout", "Identity"];

    // TorchScript numbers classes that would otherwise have the same name.
    [GeneratedRegex(@"^__torch__\.|___torch_mangle_\d+\.?", RegexOptions.CultureInvariant)]
    private static partial Regex ScriptParts { get; }

    /// <summary>The name of a PyTorch class, such as Linear; null for any other class.</summary>
    public static string? Name(PickleObject module)
    {
        string home = module.Maker is PickleGlobal maker ? ScriptParts.Replace(maker.Module + ".", "") : "";
        return home.StartsWith(Modules, StringComparison.Ordinal) ? module.Maker!.Name : null;
    }

    /// <summary>The facts in a module's attributes.</summary>
    public static ModuleFacts Facts(PickleObject module, PickleDict attributes) => Name(module) switch
    {
        "Embedding" => new ModuleFacts { IsEmbedding = true },
        "Linear" => new ModuleFacts { IsEmbedding = false },
        "BatchNorm1d" => new ModuleFacts { Epsilon = Number(attributes, "eps") },
        "RNN" or "RNNCell" => new ModuleFacts { Activation = Recurrence(attributes) },
        _ => new ModuleFacts(),
    };

    /// <summary>
    /// The activation between a module and the next one with tensors in an nn.Sequential, which calls them one after another.
    /// </summary>
    /// <param name="between">The modules without tensors.</param>
    /// <param name="isClosed">Whether it is certain that nothing but the next module follows them.</param>
    /// <param name="facts">The known facts about the module.</param>
    public static ModuleFacts Behind(IReadOnlyList<PickleObject> between, bool isClosed, ModuleFacts facts)
    {
        PickleObject[] computing = [.. between.Where(module => Name(module) is not string name || !Passing.Contains(name))];
        return computing.Length == 0 ? isClosed ? facts with { Activation = "identity" } : facts
            : computing.Length > 1 || Name(computing[0]) is not string known ? facts
            : Activation(known, computing[0].Attributes ?? new PickleDict()) is string word ? facts with { Activation = word }
            : facts with { UnknownActivation = known };
    }

    private static string? Activation(string name, PickleDict attributes) => name switch
    {
        "ReLU" => "relu",
        "Tanh" => "tanh",
        "Sigmoid" => "sigmoid",
        "Softsign" => "softsign",
        "SELU" => "selu",
        "Softmax" => "softmax",
        "LogSoftmax" => "log-softmax",
        "Softplus" => Number(attributes, "beta") == 1 ? "softplus" : null,
        "Hardsigmoid" => "hard-sigmoid:0.16666667:0.5",
        "LeakyReLU" => Number(attributes, "negative_slope") is double slope ? Word("leaky-relu", slope) : null,
        "ELU" => Number(attributes, "alpha") is double alpha ? Word("elu", alpha) : null,
        _ => null,
    };

    private static string Word(string name, double value) => $"{name}:{((float)value).ToString("R", CultureInfo.InvariantCulture)}";

    private static string? Recurrence(PickleDict attributes) =>
        attributes.TryFind("nonlinearity", out object? word) && word is "tanh" or "relu" ? (string)word
        : attributes.TryFind("mode", out object? mode) && mode is "RNN_TANH" or "RNN_RELU" ? mode is "RNN_TANH" ? "tanh" : "relu"
        : null;

    private static double? Number(PickleDict attributes, string name) =>
        attributes.TryFind(name, out object? value) ? value switch { double number => number, long whole => whole, _ => null } : null;
}
