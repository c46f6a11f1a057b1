namespace TinyRnn.Model;

/// <summary>Names of the biases of a recurrent layer.</summary>
internal static class RecurrentBias
{
    public static IReadOnlyList<string> Names(string layer, BiasForm form) => form switch
    {
        BiasForm.None => [],
        BiasForm.Combined => [layer + ".bias"],
        _ => [layer + ".bias_ih", layer + ".bias_hh"],
    };
}
