namespace TinyRnn.Model;

/// <summary>The data that errors of changed weights are measured on: the caller's data, else the network's test vectors, else random input.</summary>
internal sealed class ErrorData
{
    private const int RandomSequences = 8;
    private const int RandomSteps = 64;

    // The network runs again for each layer, so the number of steps is limited.
    private const int MostSteps = 4096;

    /// <param name="network">The network.</param>
    /// <param name="data">Sequences like those that the network will read, or none.</param>
    public ErrorData(Network network, IReadOnlyList<ModelSequence> data)
    {
        Known = data.Count > 0 ? data : TestVectorSource.IsData(network) ? ModelSequence.OfTestVectors(network) : [];
        Sequences = Limit(network, Known.Count > 0 ? Known : ModelSequence.Random(network, RandomSequences, RandomSteps));
        string what = data.Count > 0 ? "the data" : Known.Count > 0 ? "the model's test vectors" : "random input";
        Description = FormattableString.Invariant($"{what}, {Sequences.Sum(sequence => (long)sequence.Steps(network)):#,0} steps");
    }

    /// <summary>All known examples of what the network will read; empty if there are none.</summary>
    public IReadOnlyList<ModelSequence> Known { get; }

    /// <summary>The sequences that errors are measured on.</summary>
    public IReadOnlyList<ModelSequence> Sequences { get; }

    /// <summary>The data, described in words.</summary>
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

            // An output for a whole sequence says nothing about a part of it.
            int steps = sequence.Steps(network);
            taken.Add(network.OutputSteps == OutputSteps.Every && network.IsStreaming ? sequence.Take(network, left) : sequence);
            left = Math.Max(0, left - steps);
        }

        return taken;
    }
}
