using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>The activations of a recurrent node: f of an RNN; f, g of a GRU; f, g, h of an LSTM.</summary>
internal static class RecurrentActivations
{
    private static readonly Dictionary<string, ActivationFacts> Names =
        Activations.All.Where(facts => facts.OnnxInCells is not null).ToDictionary(facts => facts.OnnxInCells!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether ONNX's cells have an activation.</summary>
    public static bool Has(Activation activation) => Activations.Of(activation).OnnxInCells is not null;

    /// <summary>The activations of one direction; both directions must have the same.</summary>
    /// <exception cref="ImportException">An activation is not supported, or the reverse direction has other ones.</exception>
    public static ActivationFunction[] Read(NodeContext node, int passes)
    {
        string[] defaults = node.Node.Operator switch
        {
            "RNN" => ["Tanh"],
            "GRU" => ["Sigmoid", "Tanh"],
            _ => ["Sigmoid", "Tanh", "Tanh"],
        };
        List<string> names = node.Attribute("activations")?.Texts is { Count: > 0 } listed
            ? listed
            : [.. Enumerable.Repeat(defaults, passes).SelectMany(name => name)];
        if (names.Count != defaults.Length * passes)
        {
            throw node.Error($"has {names.Count} activations; {defaults.Length * passes} were expected");
        }

        Queue<float> alphas = new(node.Attribute("activation_alpha")?.Floats ?? []);
        Queue<float> betas = new(node.Attribute("activation_beta")?.Floats ?? []);
        ActivationFunction[] functions = [.. names.Select(name => Function(node, name, alphas, betas))];
        ActivationFunction[] first = functions[..defaults.Length];
        return functions.Chunk(defaults.Length).All(pass => pass.SequenceEqual(first))
            ? first
            : throw node.Error("has other activations in its reverse direction; the same in both directions were expected");
    }

    // Only activations that have parameters list them.
    private static ActivationFunction Function(NodeContext node, string name, Queue<float> alphas, Queue<float> betas)
    {
        if (!Names.TryGetValue(name, out ActivationFacts? facts))
        {
            throw node.Error($"has the activation {ImportSource.Quote(name)}; one of {string.Join(", ", Names.Keys)} was expected");
        }

        float? alpha = facts.Alpha is not null && alphas.TryDequeue(out float first) ? first : null;
        float? beta = facts.Beta is not null && betas.TryDequeue(out float second) ? second : null;
        if (alpha is not (null or (>= float.MinValue and <= float.MaxValue)) || beta is not (null or (>= float.MinValue and <= float.MaxValue)))
        {
            throw node.Error($"has a parameter of the activation {ImportSource.Quote(name)} that is not finite");
        }

        ActivationFunction function = new(facts.Kind, alpha, beta);

        // Names with special parameters are mapped to the activation that they amount to.
        return function switch
        {
            { Kind: Activation.Affine, Alpha: 1f, Beta: 0f } => Activation.Identity,
            { Kind: Activation.ScaledTanh, Alpha: 1f, Beta: 1f } => Activation.Tanh,
            { Kind: Activation.LeakyRelu or Activation.ThresholdedRelu, Alpha: 0f } => Activation.Relu,
            _ => function,
        };
    }
}
