namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>The interpreter against the formulas in double precision: every kind, variant, bias, direction and size.</summary>
public class FormulaTests
{
    private const int LargestSize = 40;
    private const int Steps = 6;
    private const double Tolerance = 1e-5;

    public static TheoryData<string, BiasForm, Direction> Recurrent =>
    [
        .. from kind in (string[])["rnn", "gru", "lstm"]
           from bias in Enum.GetValues<BiasForm>()
           from direction in Enum.GetValues<Direction>()
           select new TheoryDataRow<string, BiasForm, Direction>(kind, bias, direction),
    ];

    public static TheoryData<string, Activation> WithoutMemoryOrConcat =>
    [
        .. from activation in Enum.GetValues<Activation>()
           from kind in activation.HasAlpha() ? (string[])["dense"] : ["dense", "concat-rnn"]
           select new TheoryDataRow<string, Activation>(kind, activation),
    ];

    public static TheoryData<PoolingMode> PoolingModes => [.. Enum.GetValues<PoolingMode>()];

    [Theory]
    [MemberData(nameof(Recurrent))]
    public void A_recurrent_layer_is_its_formula_in_every_variant(string kind, BiasForm bias, Direction direction)
    {
        for (int size = 1; size <= LargestSize; size++)
        {
            Random random = new(size);
            int input = 1 + size * 7 % LargestSize;
            foreach (bool hasInitialState in (bool[])[false, true])
            {
                foreach (Layer layer in Variants(kind, input, size, new RecurrentOptions(bias, direction, hasInitialState)))
                {
                    Check(random, new VectorInput(input), layer);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithoutMemoryOrConcat))]
    public void A_dense_or_concat_layer_is_its_formula_with_every_activation(string kind, Activation activation)
    {
        for (int size = 1; size <= LargestSize; size++)
        {
            Random random = new(size);
            int input = 1 + size * 7 % LargestSize;
            ActivationFunction function = Function(activation, size);
            Layer[] layers = kind == "dense"
                ? [new DenseLayer("l", input, size, function), new DenseLayer("l", input, size, function, bias: false)]
                : [new ConcatRnnLayer("l", input, 1 + size * 3 % 17, size, activation)];
            foreach (Layer layer in layers)
            {
                Check(random, new VectorInput(input), layer);
            }
        }
    }

    [Theory]
    [MemberData(nameof(PoolingModes))]
    public void Pooling_is_its_formula(PoolingMode mode)
    {
        for (int size = 2; size <= LargestSize; size += 2)
        {
            Random random = new(size);
            Check(random, new VectorInput(size), new PoolingLayer("l", size, mode));
            Check(random, new VectorInput(3), new RnnLayer("r", 3, size), new PoolingLayer("l", size, mode));
            Check(
                random, new VectorInput(3), new GruLayer("r", 3, size, options: new(Direction: Direction.Bidirectional)),
                new PoolingLayer("l", 2 * size, mode));
        }
    }

    [Fact]
    public void A_delay_is_its_formula()
    {
        for (int size = 1; size <= LargestSize; size++)
        {
            Random random = new(size);
            Check(random, new VectorInput(size), new DelayLayer("l", size, [1]));
            Check(random, new VectorInput(3), new RnnLayer("r", 3, size), new DelayLayer("l", size, [size, 2, 1, 0, 2]), new DenseLayer("d", 5 * size, 2));
        }
    }

    [Fact]
    public void Layers_of_every_kind_read_characters()
    {
        for (int size = 1; size <= LargestSize; size++)
        {
            Random random = new(200 + size);
            Vocabulary vocabulary = NewVocabulary(1 + size * 3 % 11);
            int input = vocabulary.Size;
            foreach (Direction direction in Enum.GetValues<Direction>())
            {
                RecurrentOptions options = new(Direction: direction);
                Layer[] first =
                [
                    new EmbeddingLayer("e", input, size), new DenseLayer("e", input, size, Activation.Tanh), new ConcatRnnLayer("e", input, 5, size),
                    new RnnLayer("e", input, size, options: options), new GruLayer("e", input, size, options: options),
                    new GruLayer("e", input, size, GruReset.Before, options: options), new LstmLayer("e", input, size, 2, true, options),
                ];
                foreach (Layer layer in first)
                {
                    Check(random, vocabulary, layer, new LstmLayer("l", layer.OutputSize, 3, options: options));
                }
            }
        }
    }

    [Fact]
    public void Stacks_with_scaling_and_skip_connection_are_their_formulas()
    {
        VectorInput input = new(3, scaling: new Scaling([10, -2, 0.5f], [4, 0.25f, 100]));
        for (int size = 1; size <= LargestSize; size++)
        {
            foreach (Direction direction in Enum.GetValues<Direction>())
            {
                int twice = direction == Direction.Bidirectional ? 2 * size : size;
                Layer[] layers =
                [
                    new RnnLayer("a", 3, 2 * size, Activation.Relu, new RecurrentOptions(BiasForm.None)),
                    new DenseLayer("b", 2 * size, size, new ActivationFunction(Activation.Elu, 0.3f)),
                    new GruLayer("c", size, size, GruReset.Before, options: new(Direction: direction, HasInitialState: true)),
                    new ConcatRnnLayer("d", twice, 5, size, Activation.Tanh),
                    new LstmLayer("e", size, 2 * size, size, true, new RecurrentOptions(BiasForm.Combined, direction)),
                    new PoolingLayer("f", twice, PoolingMode.Mean),
                    new DenseLayer("g", twice, 2, bias: false),
                ];
                Check(RandomNetworks.Of(new Random(100 + size), input, OutputSteps.Every, new Scaling([5, -5], [2, 0.5f]), [2, 0], layers));
            }
        }
    }

    // Every function in every place of a cell, with and without a limit of the sums.
    private static Layer[] Variants(string kind, int input, int size, RecurrentOptions options)
    {
        RecurrentOptions limited = size % 3 == 1 ? options with { Clip = 0.25f * (1 + size % 4) } : options;
        Activation[] all = [.. Words.ElementwiseActivations.Values];
        ActivationFunction Other(int i) => Function(all[i % all.Length], size + 5);

        // Gates that nothing limits would make rounding grow from step to step.
        RecurrentOptions For(ActivationFunction gate) => gate.IsGate ? limited : options with { Clip = 0.25f * (1 + size % 4) };
        return kind switch
        {
            "rnn" => [.. all.Select(activation => new RnnLayer("l", input, size, Function(activation, size), limited))],
            "gru" =>
            [
                .. from reset in Enum.GetValues<GruReset>()
                   from activation in (Activation[])[Activation.Tanh, Activation.Relu]
                   select new GruLayer("l", input, size, reset, activation, options),
                .. all.Select(
                    (activation, i) => new GruLayer("l", input, size, (GruReset)(size % 2), Function(activation, size), For(Other(i + size)), Other(i + size))),
            ],
            _ =>
            [
                .. from projection in (int[])[0, 1 + size * 3 % 13]
                   from hasPeepholes in (bool[])[false, true]
                   from isCoupled in (bool[])[false, true]
                   select new LstmLayer("l", input, size, projection, hasPeepholes, options, hasCoupledGates: isCoupled),
                .. all.Select((activation, i) => new LstmLayer(
                    "l", input, size, size % 5, size % 2 == 0, For(Function(activation, size)), Function(activation, size), Other(i + size),
                        Other(i + (3 * size)), size % 4 == 3)),
            ],
        };
    }

    private static ActivationFunction Function(Activation activation, int size) => new(
        activation,
        activation.HasAlpha() ? 0.05f * (size % 30) - 0.5f : null,
        activation.HasBeta() ? 0.75f - 0.05f * (size % 17) : null);

    private static Vocabulary NewVocabulary(int size) => new(string.Concat(Enumerable.Range(0, size).Select(i => (char)('a' + i))));

    private static void Check(Random random, NetworkInput input, params Layer[] layers) =>
        Check(RandomNetworks.Of(random, input, OutputSteps.Every, null, layers));

    private static void Check(Network network)
    {
        Random random = new(network.InputSize);
        Interpreter interpreter = new(network);
        string what = string.Join(", ", network.Layers);
        if (network.Vocabulary is not null)
        {
            int[] tokens = [.. Enumerable.Range(0, Steps).Select(_ => random.Next(network.InputSize))];
            Near.Check([.. new ReferenceNetwork(network).Run(tokens).SelectMany(row => row)], interpreter.RunTokens(tokens), Tolerance, what);
            return;
        }

        Scaling? scaling = ((VectorInput)network.Input).Scaling;
        float[] sequence = [.. Enumerable.Range(0, Steps * network.InputSize).Select(i => i % network.InputSize).Select(column =>
            (float)(random.NextDouble() * 4 - 2) * (scaling?.Std[column] ?? 1) + (scaling?.Mean[column] ?? 0))];
        double[][] rows = [.. sequence.Chunk(network.InputSize).Select(row => row.Select(value => (double)value).ToArray())];
        Near.Check([.. new ReferenceNetwork(network).Run(rows).SelectMany(row => row)], interpreter.Run(sequence), Tolerance, what);
    }
}
