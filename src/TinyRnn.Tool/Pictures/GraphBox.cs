using TinyRnn.Model;

namespace TinyRnn.Tool.Pictures;

/// <summary>What stands in a box of a network's picture.</summary>
/// <param name="Name">In bold.</param>
/// <param name="Right">At the right of the name.</param>
/// <param name="What">What it is.</param>
/// <param name="Size">How many values it gives, beside the arrow to what reads them.</param>
/// <param name="Color">Of the kind.</param>
internal sealed record GraphBox(string Name, string Right, string What, string Size, string Color)
{
    /// <summary>All of it in one line, where the box has no room.</summary>
    public string Title => $"{Name}: {What}{(Right.Length > 0 ? $", {Right}" : "")}";

    /// <param name="network">The network.</param>
    /// <param name="layer">The index of a layer; -1 for the input, the number of layers for the output.</param>
    public static GraphBox Of(Network network, int layer)
    {
        if (layer < 0)
        {
            string size = network.Tokens is TokenInput tokens
                ? FormattableString.Invariant($"one of {tokens.Size:#,0} {tokens.Noun}s")
                : Values(network.InputSize);
            return new GraphBox("input", "", Parts(network.InputParts) ?? size + InputScaling(network), size, SvgColors.Border);
        }

        if (layer == network.Layers.Count)
        {
            string size = Values(network.OutputSize);
            string scaling = network.OutputScaling is null ? "" : ", in the units of the data";
            string residual = network.Residual is null ? "" : ", input added";
            string every = network.OutputSteps == OutputSteps.Every ? " of every step" : " of the last step";
            return new GraphBox("output", "", Parts(network.OutputParts) ?? size + every + scaling + residual, "", SvgColors.Border);
        }

        Layer own = network.Layers[layer];
        long parameters = own.Tensors.Sum(tensor => tensor.Length);
        string right = parameters == 0 ? "" : FormattableString.Invariant($"{parameters:#,0} parameter{(parameters == 1 ? "" : "s")}");
        return new GraphBox(own.Name, right, own.ToString(), FormattableString.Invariant($"{own.OutputSize:#,0}"), ColorOf(network, layer));
    }

    private static string ColorOf(Network network, int layer) =>
        network.Layers[layer] is RecurrentLayer ? SvgColors.Blue
        : network.Graph.Nodes[layer].Inputs.Count > 1 ? SvgColors.Orange
        : network.Layers[layer].Tensors.Count > 0 ? SvgColors.Green
        : SvgColors.Border;

    private static string Values(int count) => FormattableString.Invariant($"{count:#,0} value{(count == 1 ? "" : "s")}");

    private static string InputScaling(Network network) => network.Input is VectorInput { Scaling: not null } ? " a step, standardised" : " a step";

    private static string? Parts(IReadOnlyList<NamedPart> parts) =>
        parts.Count == 0 ? null : string.Join(", ", parts.Select(part => FormattableString.Invariant($"{part.Name} {part.Size:#,0}")));
}
