namespace TinyRnn.Model;

/// <summary>What the errors of changed weights are measured on: data, else the network's test vectors, else random input.</summary>
internal sealed class ErrorData
{
    private const int RandomSequences = 8;
    private const int RandomSteps = 64;

    // Layer by layer the network runs again and again.
    private const int MostSteps = 4096;

    /// <param name="network">The network.</param>
    /// <param name="data">Sequences like those that it will read, or none.</param>
    public ErrorData(Network network, IReadOnlyList<ModelSequence> data)
    {
        Known = data.Count > 0 ? data : TestVectorSource.IsData(network) ? ModelSequence.OfTestVectors(network) : [];
        Sequences = Limit(network, Known.Count > 0 ? Known : ModelSequence.Random(network, RandomSequences, RandomSteps));
        string what = data.Count > 0 ? "the data" : Known.Count > 0 ? "the model's test vectors" : "random input";
        Description = FormattableString.Invariant($"{what}, {Sequences.Sum(sequence => (long)sequence.Steps(network)):#,0} steps");
    }

    /// <summary>All that is known of what the network will read; empty where that is nothing.</summary>
    public IReadOnlyList<ModelSequence> Known { get; }

    /// <summary>What is measured on.</summary>
    public IReadOnlyList<ModelSequence> Sequences { get; }

    /// <summary>The same in words.</summary>
    public string Description { get; }

    private static List<ModelSequence> Limit(Network network, IReadOnlyList<ModelSequence> data)
    {
        List<ModelSequence> taken = [];
        int left = MostSteps;
        foreach (ModelSequence sequence in data)
        {
            if (left == 0)
            {
                break;
            }

            // What a network says of a whole sequence it does not say of a part.
            int steps = sequence.Steps(network);
            taken.Add(network.OutputSteps == OutputSteps.Every && network.IsStreaming ? sequence.Take(network, left) : sequence);
            left = Math.Max(0, left - steps);
        }

        return taken;
    }
}
