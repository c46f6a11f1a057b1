namespace TinyRnn.Model;

/// <summary>One of several inputs or outputs of a network: consecutive values of the network's row, with their own name.</summary>
/// <param name="Name">Its name; no other input or output has it.</param>
/// <param name="Size">Number of its values.</param>
public sealed partial record NamedPart(string Name, int Size)
{
    /// <exception cref="InvalidNetworkException">There is only one part, the parts do not cover the row, or two inputs or outputs have the same
    /// name.</exception>
    internal static void Check(Network network)
    {
        HashSet<string> names = [];
        Check(network.InputParts, names, network.Tokens is null ? network.InputSize : 0, Network.InputPartsField);
        Check(network.OutputParts, names, network.OutputSize, Network.OutputPartsField);
    }

    private static void Check(IReadOnlyList<NamedPart> parts, HashSet<string> names, int size, string field)
    {
        if (parts.Count == 0)
        {
            return;
        }

        long sum = parts.Sum(part => (long)part.Size);
        if (parts.Count == 1 || parts.Any(part => part.Size < 1) || sum != size)
        {
            throw new InvalidNetworkException(
                ModelErrorCode.SizeMismatch,
                FormattableString.Invariant($"'{field}' has {parts.Count} parts with {sum} values in all; two or more parts with {size} values in all were ")
                    + "expected",
                field);
        }

        for (int i = 0; i < parts.Count; i++)
        {
            NetworkChecks.CheckText(parts[i].Name, ModelErrorCode.InvalidValue, field, i, "name");
            if (parts[i].Name.Length == 0 || !names.Add(parts[i].Name))
            {
                string reason = parts[i].Name.Length == 0
                    ? "an empty name"
                    : $"the name '{ModelText.Shorten(parts[i].Name)}', which another input or output has";
                throw new InvalidNetworkException(ModelErrorCode.InvalidValue, $"a part has {reason}; distinct names were expected", field, i, "name");
            }
        }
    }
}
