using TinyRnn.Model;

// Writes the models of the step benchmark into a folder: the weights of the C peers, from the same generator, so that
// outputs can be compared.
string folder = args[0];
Directory.CreateDirectory(folder);
foreach ((int hidden, int input, int output) in PeerWeights.Sizes)
{
    Network network = PeerWeights.Rnn(hidden, input, output);
    NetworkFile.Save(network, Path.Combine(folder, FormattableString.Invariant($"rnn-{hidden}-{input}-{output}.tinyrnn")));
}
