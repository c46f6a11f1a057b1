namespace TinyRnn.Model.Tests.Format;

public class RoundTripTests
{
    [Fact]
    public void What_is_written_reads_back_bit_for_bit() => Assert.All(Enumerable.Range(0, 2000), seed => AssertReadsBack(RandomNetworks.OfAnyBits(seed)));

    [Fact]
    public void A_graph_reads_back_bit_for_bit() => Assert.All(Enumerable.Range(0, 500), seed => AssertReadsBack(RandomGraphs.Of(seed)));

    [Fact]
    public void Every_special_float_survives_as_weight_and_as_number()
    {
        float[] values = [0f, -0f, float.Epsilon, -float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, float.MaxValue, float.MinValue, 0.1f, 1f / 3];
        DenseLayer layer = new("d", 1, values.Length, bias: false);
        Network network = new(new NetworkDefinition
        {
            Name = "",
            Task = NetworkTask.Raw,
            Input = new VectorInput(1),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors = [new Tensor("d.weight", [values.Length, 1], values)],
            TestVectors = [TestVector.OfValues(values, values)],
        });
        AssertSame(network, NetworkReader.Read(NetworkWriter.Write(network), "x"));
    }

    [Fact]
    public void The_random_networks_hold_every_layer_in_every_variant()
    {
        // Else the round trip says nothing about it.
        Network[] networks = [.. Enumerable.Range(0, 3000).Select(RandomNetworks.OfAnyBits)];
        Layer[] layers = [.. networks.SelectMany(network => network.Layers)];
        Assert.Equal(LayerKinds.Readers.Keys.Order(), layers.Select(layer => layer.Kind).Distinct().Order());
        RecurrentLayer[] recurrent = [.. layers.OfType<RecurrentLayer>()];
        Assert.Equal(
            3 * 3 * 3 * 2, recurrent.Select(layer => (layer.Kind, layer.Bias, layer.Options.Direction, layer.Options.HasInitialState)).Distinct().Count());
        Assert.Equal(
            2 * Words.ElementwiseActivations.Count, recurrent.OfType<GruLayer>().Select(layer => (layer.Reset, layer.Activation.Kind)).Distinct().Count());
        Assert.Equal(
            16,
            recurrent.OfType<LstmLayer>().Select(
                layer => (layer.ProjectionSize > 0, layer.HasPeepholes, layer.HasCoupledGates, layer.Options.Clip is null)).Distinct().Count());
        Assert.Equal(3, layers.OfType<PoolingLayer>().Select(layer => layer.Mode).Distinct().Count());
        Assert.Equal(Words.Activations.Count, layers.OfType<ActivationLayer>().Select(layer => layer.Activation.Kind).Distinct().Count());
        Assert.Equal(Words.Functions.Count, layers.OfType<FunctionLayer>().Select(layer => layer.Function).Distinct().Count());
        Assert.Equal(Words.CombineOperations.Count, layers.OfType<CombineLayer>().Select(layer => layer.Operation).Distinct().Count());
        Assert.Equal(2 * Words.ReduceModes.Count, layers.OfType<ReduceLayer>().Select(layer => (layer.Mode, layer.Groups)).Distinct().Count());
        Assert.Equal(Words.WindowPoolingModes.Count, layers.OfType<WindowPoolingLayer>().Select(layer => layer.Mode).Distinct().Count());
        ConvolutionLayer[] convolutions = [.. layers.OfType<ConvolutionLayer>()];
        Assert.Equal(4, convolutions.Select(layer => (layer.Groups > 1, layer.Bias)).Distinct().Count());
        Assert.Equal(4, convolutions.Select(layer => (layer.Window.IsPadded, layer.Window.Height > 1)).Distinct().Count());
        Assert.Equal(4, layers.OfType<LayerNormLayer>().Select(layer => (layer.Groups, layer.IsAffine)).Distinct().Count());
        Assert.Equal(2, layers.OfType<ScaleLayer>().Select(layer => layer.Bias).Distinct().Count());
        Assert.Equal(Words.Activations.Count, layers.OfType<DenseLayer>().Select(layer => layer.Activation.Kind).Distinct().Count());
        Assert.Contains(networks, network => network.Residual is not null && network.OutputScaling is not null);
        Assert.Contains(networks, network => network.Task == NetworkTask.Classify && !network.IsStreaming);
    }

    [Fact]
    public void Kinds_that_only_graphs_have_need_the_version_that_brought_them()
    {
        // A reader of the version before would call them unknown kinds, and not name the version.
        string[] older = ["dense", "rnn", "gru", "lstm", "concat-rnn", "embedding", "pooling"];
        Layer[] layers =
        [
            .. Enumerable.Range(0, 2000).Select(RandomNetworks.OfAnyBits).SelectMany(network => network.Layers).Where(layer => !older.Contains(layer.Kind))
        ];
        Assert.Equal(LayerKinds.Readers.Keys.Except(older).Order(), layers.Select(layer => layer.Kind).Distinct().Order());
        Assert.All(layers, layer => Assert.InRange(layer.FormatVersion, NetworkReader.GraphVersion, NetworkReader.FormatVersion));
    }

    [Fact]
    public void The_random_graphs_hold_every_kind_and_every_operation()
    {
        // Trainer, generator, export and import are tested by them.
        Layer[] layers = [.. Enumerable.Range(0, 500).Select(RandomGraphs.Of).SelectMany(network => network.Layers)];
        AssertAll(LayerKinds.Readers.Keys, layers.Select(layer => layer.Kind));
        AssertAll(Words.Functions.Values, layers.OfType<FunctionLayer>().Select(layer => layer.Function));
        AssertAll(Words.CombineOperations.Values, layers.OfType<CombineLayer>().Select(layer => layer.Operation));
        AssertAll(Words.ReduceModes.Values, layers.OfType<ReduceLayer>().Select(layer => layer.Mode));
        AssertAll(Enum.GetValues<PoolingMode>(), layers.OfType<PoolingLayer>().Select(layer => layer.Mode));
        AssertAll(Words.WindowPoolingModes.Values, layers.OfType<WindowPoolingLayer>().Select(layer => layer.Mode));
        AssertAll([0, 1, 2], layers.OfType<ConvolutionLayer>().Select(layer => layer.Groups == 1 ? 0 : layer.IsDepthwise ? 1 : 2));
        AssertAll(Words.Activations.Values, layers.OfType<ActivationLayer>().Select(layer => layer.Activation.Kind));
        AssertAll(Words.Activations.Values, layers.OfType<DenseLayer>().Select(layer => layer.Activation.Kind));
    }

    [Fact]
    public void The_random_graphs_hold_cells_of_every_form_and_branches_that_join()
    {
        Network[] networks = [.. Enumerable.Range(0, 500).Select(RandomGraphs.Of)];
        RecurrentLayer[] cells = [.. networks.SelectMany(network => network.Layers).OfType<RecurrentLayer>()];
        bool[] both = [false, true];
        foreach (IGrouping<Type, RecurrentLayer> kind in cells.GroupBy(cell => cell.GetType()))
        {
            AssertAll(Enum.GetValues<BiasForm>(), kind.Select(cell => cell.Bias));
            AssertAll(Enum.GetValues<Direction>(), kind.Select(cell => cell.Options.Direction));
            AssertAll(both, kind.Select(cell => cell.Options.HasInitialState));
            AssertAll(both, kind.Select(cell => cell.Options.Clip is not null));
            Assert.True(kind.Select(cell => cell.Functions[^1].Kind).Distinct().Count() > 1);
        }

        AssertAll(Enum.GetValues<GruReset>(), cells.OfType<GruLayer>().Select(cell => cell.Reset));
        AssertAll(both, cells.OfType<LstmLayer>().Select(cell => cell.ProjectionSize > 0));
        AssertAll(both, cells.OfType<LstmLayer>().Select(cell => cell.HasPeepholes));
        AssertAll(both, cells.OfType<LstmLayer>().Select(cell => cell.HasCoupledGates));
        AssertAll(both, networks.Select(network => network.Tokens is not null));
        AssertAll(both, networks.Select(network => network.IsStreaming));
        AssertAll(both, networks.Select(network => network.Input is VectorInput { Scaling: not null }));
        AssertAll(Enum.GetValues<OutputSteps>(), networks.Select(network => network.OutputSteps));

        // Values that several layers read, and layers that read several values.
        Assert.All(networks, network => Assert.InRange(network.Layers.Count, 3, 16));
        Assert.InRange(networks.Count(network => Enumerable.Range(0, network.Layers.Count).Any(i => network.Graph.ReadersOf(i).Count > 1)), 300, 500);
        Assert.InRange(networks.Count(network => network.Graph.Nodes.Any(node => node.Inputs.Distinct().Count() > 1)), 300, 500);
    }

    private static void AssertAll<T>(IEnumerable<T> expected, IEnumerable<T> drawn) => Assert.Equal(expected.Order(), drawn.Distinct().Order());

    [Fact]
    public void Written_files_end_with_a_line_end_and_hold_no_carriage_return()
    {
        string text = NetworkWriter.Write(RandomNetworks.OfAnyBits(1));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    private static void AssertReadsBack(Network network)
    {
        string text = NetworkWriter.Write(network);
        Network read = NetworkReader.Read(text, "x");
        AssertSame(network, read);
        Assert.Equal(text, NetworkWriter.Write(read));
        Assert.Equal(Fingerprint.Of(network), Fingerprint.Of(read));
    }

    private static void AssertSame(Network a, Network b)
    {
        Assert.Equal((a.Name, a.Task, a.OutputSteps, a.MetadataJson), (b.Name, b.Task, b.OutputSteps, b.MetadataJson));
        Assert.Equal(a.Labels, b.Labels);
        Assert.Equal(a.Layers.Select(Describe), b.Layers.Select(Describe));
        Assert.Equal(a.Tensors.Keys.Order(), b.Tensors.Keys.Order());
        foreach (Tensor tensor in a.Tensors.Values)
        {
            Assert.Equal(tensor.Shape, b.Tensors[tensor.Name].Shape);
            AssertBits(tensor.Values, b.Tensors[tensor.Name].Values);
        }

        AssertScaling(a.OutputScaling, b.OutputScaling);
        Assert.Equal(a.Residual?.Inputs, b.Residual?.Inputs);
        Assert.Equal(a.Residual?.Factor, b.Residual?.Factor);
        if (a.Input is VectorInput vector)
        {
            VectorInput other = Assert.IsType<VectorInput>(b.Input);
            Assert.Equal(vector.Names, other.Names);
            Assert.Equal(vector.Size, other.Size);
            AssertScaling(vector.Scaling, other.Scaling);
        }
        else if (a.Input is WordVocabulary words)
        {
            WordVocabulary other = Assert.IsType<WordVocabulary>(b.Input);
            Assert.Equal(words.Words, other.Words);
            Assert.Equal((words.Unknown, words.Replacement, words.Fit), (other.Unknown, other.Replacement, other.Fit));
            Assert.Equal(
                (words.Split.Separators, words.Split.Letters, words.Split.Removed), (other.Split.Separators, other.Split.Letters, other.Split.Removed));
        }
        else if (a.Input is PlainTokens tokens)
        {
            Assert.Equal(tokens.Size, Assert.IsType<PlainTokens>(b.Input).Size);
        }
        else
        {
            Vocabulary vocabulary = a.Vocabulary!;
            Assert.Equal(
                (vocabulary.Characters, vocabulary.Normalization, vocabulary.Unknown, vocabulary.Replacement),
                (b.Vocabulary!.Characters, b.Vocabulary.Normalization, b.Vocabulary.Unknown, b.Vocabulary.Replacement));
        }

        Assert.Equal(a.TestVectors.Count, b.TestVectors.Count);
        foreach ((TestVector first, TestVector second) in a.TestVectors.Zip(b.TestVectors))
        {
            Assert.Equal(first.Text, second.Text);
            AssertBits(first.Values ?? [], second.Values ?? []);
            AssertBits(first.Output, second.Output);
        }
    }

    // Every public property but those that hold objects; the tensors by their names.
    private static string Describe(Layer layer) => layer.GetType().Name + " " + string.Join(
        ' ',
        layer.GetType().GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => property.GetValue(layer))
            .Select(value => value switch
        {
            RecurrentOptions options => $"{options.Bias} {options.Direction} {options.HasInitialState} {options.Clip}",
            IReadOnlyList<TensorSpec> tensors => string.Join(' ', tensors.Select(tensor => tensor.Name)),
            IReadOnlyList<int> indices => string.Join(' ', indices),
            IReadOnlyList<string> names => string.Join(' ', names),
            IReadOnlyList<RecurrentDirection> directions => $"{directions.Count}",
            float number => $"{BitConverter.SingleToInt32Bits(number)}",
            _ => $"{value}",
        }));

    private static void AssertScaling(Scaling? a, Scaling? b)
    {
        AssertBits(a?.Mean ?? [], b?.Mean ?? []);
        AssertBits(a?.Std ?? [], b?.Std ?? []);
    }

    private static void AssertBits(IReadOnlyList<float> a, IReadOnlyList<float> b) =>
        Assert.Equal(a.Select(BitConverter.SingleToInt32Bits), b.Select(BitConverter.SingleToInt32Bits));
}
