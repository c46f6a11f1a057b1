using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>The activations of a recurrent node: those that TinyRnn's cells have, under all names and parameters that give the same.</summary>
internal static class RecurrentActivations
{
    /// <summary>phi of an RNN, the candidate's activation of a GRU; tanh of an LSTM.</summary>
    /// <exception cref="ImportException">There is another activation.</exception>
    public static Activation Read(NodeContext node, int passes)
    {
        string[] defaults = node.Node.Operator switch
        {
            "RNN" => ["Tanh"],
            "GRU" => ["Sigmoid", "Tanh"],
            _ => ["Sigmoid", "Tanh", "Tanh"],
        };
        List<string> names = node.Attribute("activations")?.Texts is { Count: > 0 } listed ? listed : [.. Enumerable.Repeat(defaults, passes).SelectMany(name => name)];
        if (names.Count != defaults.Length * passes)
        {
            throw node.Error($"has {names.Count} activations; {defaults.Length * passes} were expected");
        }

        Queue<float> alphas = new(node.Attribute("activation_alpha")?.Floats ?? []);
        Queue<float> betas = new(node.Attribute("activation_beta")?.Floats ?? []);
        string[] canonical = [.. names.Select(name => Canonical(name, alphas, betas))];
        Activation? first = null;
        for (int i = 0; i < canonical.Length; i++)
        {
            Activation? allowed = (node.Node.Operator, i % defaults.Length, canonical[i]) switch
            {
                ("RNN", _, "Tanh") or ("GRU" or "LSTM", > 0, "Tanh") => Activation.Tanh,
                ("RNN", _, "Relu") or ("GRU", 1, "Relu") => Activation.Relu,
                ("RNN", _, "Identity") => Activation.Identity,
                ("GRU" or "LSTM", 0, "Sigmoid") => Activation.Sigmoid,
                _ => throw node.Error($"has the activations [{string.Join(", ", canonical.Take(6).Select(ImportSource.Quote))}]; {Expected(node.Node.Operator)} needed"),
            };
            if (i % defaults.Length == Math.Min(1, defaults.Length - 1))
            {
                first ??= allowed;
                if (first != allowed)
                {
                    throw node.Error("has other activations in its reverse direction; one layer with the same in both would be needed");
                }
            }
        }

        return first!.Value;
    }

    private static string Expected(string kind) => kind switch
    {
        "RNN" => "Tanh, Relu or Affine with alpha 1 and beta 0 would be",
        "GRU" => "Sigmoid, then Tanh or Relu would be",
        _ => "Sigmoid, Tanh, Tanh would be",
    };

    // Parameters are listed for those activations alone that have some.
    private static string Canonical(string name, Queue<float> alphas, Queue<float> betas)
    {
        float Alpha(float other) => alphas.TryDequeue(out float alpha) ? alpha : other;
        float Beta(float other) => betas.TryDequeue(out float beta) ? beta : other;
        return name.ToUpperInvariant() switch
        {
            "TANH" => "Tanh",
            "RELU" => "Relu",
            "SIGMOID" => "Sigmoid",
            "AFFINE" => (Alpha(1f), Beta(0f)) is (1f, 0f) ? "Identity" : name,
            "SCALEDTANH" => (Alpha(1f), Beta(1f)) is (1f, 1f) ? "Tanh" : name,
            "LEAKYRELU" => Alpha(0.01f) == 0f ? "Relu" : name,
            "THRESHOLDEDRELU" => Alpha(1f) == 0f ? "Relu" : name,
            _ => name,
        };
    }
}
