namespace TinyRnn.Model.Tests;

/// <summary>Random networks of every kind, the same for the same seed on every system.</summary>
internal static class RandomNetworks
{
    private static readonly Activation[] All = [.. Words.Activations.Values];
    private static readonly Activation[] WithoutAlpha = [.. Words.ConcatActivations.Values];
    private static readonly Activation[] Elementwise = [.. Words.ElementwiseActivations.Values];
    private static readonly Function[] Functions = Enum.GetValues<Function>();
    private static readonly CombineOperation[] Operations = Enum.GetValues<CombineOperation>();
    private static readonly Activation[] Heads = [Activation.Identity, Activation.Softmax, Activation.LogSoftmax];

    private static readonly float[] Special =
    [
        0f, -0f, float.Epsilon, -float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, float.MaxValue, float.MinValue, 1f, 0.1f, 1f / 3, 16777216f, 0.8f,
    ];

    private static readonly int[] Odd = [0, 10, 13, 34, 92, 47, 0x7f, 0x85, 0xe9, 0x2028, 0xfeff, 0xffff, 0x1f600, 0x10ffff];

    /// <summary>Any network, with any finite bits as weights.</summary>
    public static Network OfAnyBits(int seed)
    {
        Random random = new(seed);
        NetworkTask task = (NetworkTask)random.Next(3);
        bool reads = task == NetworkTask.LanguageModel || random.Next(2) == 0;
        NetworkInput input = reads ? NewVocabulary(random) : NewVector(random);
        List<Layer> layers = [];
        int size = input.Size;
        int count = random.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            bool last = i == count - 1;
            int next = last && task == NetworkTask.LanguageModel ? input.Size : random.Next(1, 6);
            string name = $"l{i}_{(char)('a' + random.Next(26))}";
            Layer layer = last && task != NetworkTask.Raw ? NewHead(random, name, size, next)
                : i == 0 && reads && random.Next(3) == 0 ? new EmbeddingLayer(name, size, next)
                : NewLayer(
                    random, name, i == 0 ? Graph.InputName : layers[i - 1].Name, size, next, task != NetworkTask.LanguageModel, mayPool: i > 0 || !reads);
            layers.Add(layer);
            size = layer.OutputSize;
        }

        Tensor[] tensors = [.. layers.SelectMany(layer => layer.Tensors).Select(spec => Fill(spec, () => AnyFinite(random)))];
        OutputSteps steps = task == NetworkTask.Classify
            ? OutputSteps.Last
            : task == NetworkTask.LanguageModel
            ? OutputSteps.Every
            : (OutputSteps)random.Next(2);
        return new Network(new NetworkDefinition
        {
            Name = AnyText(random),
            Task = task,
            Input = input,
            Layers = layers,
            OutputSteps = steps,
            Tensors = tensors,
            Labels = task == NetworkTask.Classify ? [.. Enumerable.Range(0, size).Select(i => $"ł\"{i}\\ label 😀")] : [],
            OutputScaling = task == NetworkTask.Raw && random.Next(2) == 0 ? NewScaling(random, size) : null,
            TestVectors = [.. Enumerable.Range(0, random.Next(3)).Select(_ => NewTestVector(random, input, steps, size))],
            MetadataJson = random.Next(2) == 0 ? "{}" : "{\"a\": [1, {\"b\": \"\\u00e9\"}],\n \"c\": null}",
            Residual = task == NetworkTask.Raw && !reads && random.Next(2) == 0
                ? new Residual([.. Enumerable.Range(0, size).Select(_ => random.Next(input.Size))])
                : null,
        });
    }

    /// <summary>One layer or several with weights that keep values near 1.</summary>
    public static Network Of(Random random, NetworkInput input, OutputSteps steps, Scaling? scaling, params Layer[] layers) =>
        Of(random, input, steps, scaling, null, layers);

    /// <summary>One layer or several with weights that keep values near 1, and a residual connection.</summary>
    public static Network Of(
        Random random, NetworkInput input, OutputSteps steps, Scaling? scaling, int[]? skip, params Layer[] layers) => new(new NetworkDefinition
        {
            Name = "test",
            Task = NetworkTask.Raw,
            Input = input,
            Layers = layers,
            OutputSteps = steps,
            Tensors = layers.SelectMany(layer => layer.Tensors).Select(
            spec => Fill(spec, () => (float)((random.NextDouble() * 2 - 1) / Math.Sqrt(spec.Shape[^1])))),
            OutputScaling = scaling,
            Residual = skip is null ? null : new Residual(skip),
        });

    public static Tensor Fill(TensorSpec spec, Func<float> next) =>
        new(spec.Name, [.. spec.Shape], [.. Enumerable.Range(0, (int)spec.Length).Select(_ => next())]);

    public static float AnyFinite(Random random)
    {
        if (random.Next(4) == 0)
        {
            return Special[random.Next(Special.Length)];
        }

        while (true)
        {
            float value = BitConverter.Int32BitsToSingle((int)random.NextInt64(1L << 32));
            if (float.IsFinite(value))
            {
                return value;
            }
        }
    }

    private static string AnyText(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => char.ConvertFromUtf32(Odd[random.Next(Odd.Length)])));

    // Its output may be more than asked for where both directions stand in it.
    private static Layer NewLayer(Random random, string name, string before, int input, int output, bool mayReverse, bool mayPool)
    {
        RecurrentOptions options = new((BiasForm)random.Next(3), mayReverse ? (Direction)random.Next(3) : Direction.Forward, random.Next(2) == 0)
        {
            Clip = random.Next(3) == 0 && Math.Abs(AnyFinite(random)) is > 0 and float clip ? clip : null,
        };
        int groups = input % 2 == 0 ? random.Next(1, 3) : 1;
        return random.Next(mayPool ? 17 : 5) switch
        {
            0 => new DenseLayer(name, input, output, AnyFunction(random, All), random.Next(2) == 0),
            1 => new ConcatRnnLayer(name, input, random.Next(1, 5), output, WithoutAlpha[random.Next(WithoutAlpha.Length)]),
            2 => new RnnLayer(name, input, output, AnyFunction(random, Elementwise), options),
            3 => new GruLayer(name, input, output, (GruReset)random.Next(2), AnyFunction(random, Elementwise), options, Usually(random)),
            4 =>
                new LstmLayer(
                    name, input, output, random.Next(2) * random.Next(1, 5), random.Next(2) == 0, options, Usually(random), Usually(random), Usually(random),
                    random.Next(2) == 0),
            5 => new PoolingLayer(name, input, (PoolingMode)random.Next(input % 2 == 0 ? 3 : 2)),
            6 => new ActivationLayer(name, input, AnyFunction(random, All)),
            7 => NewFunction(random, name, input),
            8 => new CombineLayer(name, Operations[random.Next(Operations.Length)], input, input) { Inputs = [before, before] },
            9 => new ScaleLayer(name, input, random.Next(2) == 0),
            10 => new PreluLayer(name, input),
            11 => new SelectLayer(name, input, [.. Enumerable.Range(0, output).Select(_ => random.Next(input))]),
            12 => new ReduceLayer(name, input, (ReduceMode)random.Next(3), groups),
            13 => RandomWindows.Convolution(random, name, input, AnyFunction(random, Elementwise)),
            14 => new WindowPoolingLayer(name, RandomWindows.Of(random, input), (WindowPoolingMode)random.Next(3)),
            15 => new DelayLayer(name, input, [random.Next(1, 5), .. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5))]),
            _ => new LayerNormLayer(name, input, Math.Abs(AnyFinite(random)), groups, random.Next(2) == 0),
        };
    }

    private static FunctionLayer NewFunction(Random random, string name, int size)
    {
        Function function = Functions[random.Next(Functions.Length)];
        float low = AnyFinite(random);
        float high = AnyFinite(random);
        return function == Function.Power
            ? new FunctionLayer(name, size, function, exponent: low == 0f ? 0.5f : low)
            : function == Function.Clip
            ? new FunctionLayer(name, size, function, Math.Min(low, high), Math.Max(low, high))
            : new FunctionLayer(name, size, function);
    }

    private static ActivationFunction AnyFunction(Random random, Activation[] among)
    {
        Activation activation = among[random.Next(among.Length)];
        return new ActivationFunction(activation, activation.HasAlpha() ? AnyFinite(random) : null, activation.HasBeta() ? AnyFinite(random) : null);
    }

    // What the layer has by itself, half of the time.
    private static ActivationFunction? Usually(Random random) => random.Next(2) == 0 ? null : AnyFunction(random, Elementwise);

    // What a classifier or a language model may end in.
    private static Layer NewHead(Random random, string name, int input, int output)
    {
        Activation activation = Heads[random.Next(Heads.Length)];
        RecurrentOptions options = new((BiasForm)random.Next(3), HasInitialState: random.Next(2) == 0);
        return random.Next(4) switch
        {
            0 => new DenseLayer(name, input, output, activation, random.Next(2) == 0),
            1 => new ConcatRnnLayer(name, input, random.Next(1, 5), output, activation),
            2 => new RnnLayer(name, input, output, Activation.Identity, options),
            _ => new LstmLayer(name, input, random.Next(1, 5), output, random.Next(2) == 0, options),
        };
    }

    private static TokenInput NewVocabulary(Random random) => random.Next(7) switch
    {
        0 => new Vocabulary("a\n\"\\é😀 ", TextNormalization.None, UnknownCharacter.Skip),
        1 => new Vocabulary("abc", TextNormalization.Ascii, UnknownCharacter.Error),
        2 => new Vocabulary("ab😀", TextNormalization.Ascii, UnknownCharacter.Replace, "😀"),
        3 => new WordVocabulary(["", "a", "é\n\"\\😀"], WordSplit.Keras, UnknownCharacter.Skip),
        4 => new WordVocabulary(["a", "?", ""], new WordSplit(" \u3000", LetterCase.AsciiLower, "'😀"), UnknownCharacter.Replace, "?"),
        5 => new PlainTokens(3),
        _ => new Vocabulary("a"),
    };

    private static VectorInput NewVector(Random random)
    {
        int size = random.Next(1, 5);
        return new VectorInput(
            size,
            random.Next(2) == 0 ? [.. Enumerable.Range(0, size).Select(_ => AnyText(random))] : null,
            random.Next(2) == 0 ? NewScaling(random, size) : null);
    }

    private static Scaling NewScaling(Random random, int size)
    {
        float[] std = [.. Enumerable.Range(0, size).Select(_ => Math.Abs(AnyFinite(random)) is > 0 and float value ? value : 1)];
        return new Scaling([.. Enumerable.Range(0, size).Select(_ => AnyFinite(random))], std);
    }

    private static TestVector NewTestVector(Random random, NetworkInput input, OutputSteps steps, int outputSize)
    {
        int length = random.Next(1, 4);
        float[] output = [.. Enumerable.Range(0, outputSize * (steps == OutputSteps.Every ? length : 1)).Select(_ => AnyFinite(random))];
        return input is TokenInput tokens
            ? TestVector.OfText(string.Join(tokens.HasSpaces ? " " : "", Enumerable.Repeat(tokens is PlainTokens ? "2" : "a", length)), output)
            : TestVector.OfValues([.. Enumerable.Range(0, length * input.Size).Select(_ => AnyFinite(random))], output);
    }
}
