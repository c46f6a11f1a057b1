namespace TinyRnn.Model;

/// <summary>What all recurrent layers can be told beside their sizes.</summary>
/// <param name="Bias">Which biases there are.</param>
/// <param name="Direction">The order in which a sequence is read.</param>
/// <param name="HasInitialState">Whether the model holds the state before the first step; without, it is zero.</param>
public sealed record RecurrentOptions(
    BiasForm Bias = BiasForm.Separate, Direction Direction = Direction.Forward, bool HasInitialState = false)
{
    /// <summary>PyTorch's: two biases, forward, from zero.</summary>
    public static RecurrentOptions Default { get; } = new();

    internal static RecurrentOptions Read(FieldReader fields) => new(
        fields.ReadWord("bias", Words.BiasForms),
        fields.FindWord("direction", Words.Directions, Direction.Forward),
        fields.FindBoolean("initialState"));

    internal void Write(JsonWriter writer)
    {
        writer.WriteString("bias", Words.Of(Bias));
        if (Direction != Direction.Forward)
        {
            writer.WriteString("direction", Words.Of(Direction));
        }

        if (HasInitialState)
        {
            writer.WriteBoolean("initialState", true);
        }
    }

    /// <summary>What differs from <see cref="Default"/>, in words that follow a comma.</summary>
    public override string ToString() => string.Concat(
        Bias == BiasForm.None ? ", no bias" : "",
        Direction == Direction.Forward ? "" : ", " + Words.Of(Direction),
        HasInitialState ? ", initial state" : "");
}
