namespace TinyRnn.Model;

/// <summary>One of several inputs or outputs of a network: consecutive values of its row, under a name of their own.</summary>
/// <param name="Name">Its name, distinct from those of the other inputs and outputs.</param>
/// <param name="Size">Number of its values.</param>
public sealed partial record NamedPart(string Name, int Size)
{
    /// <exception cref="InvalidNetworkException">There is one alone, they are not all of a row, or two inputs or outputs have one name.</exception>
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
                ModelErrorCode.SizeMismatch, FormattableString.Invariant($"'{field}' has {parts.Count} parts of {sum} values; two or more parts of {size} ")
                    + FormattableString.Invariant($"values were expected"), field);
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
