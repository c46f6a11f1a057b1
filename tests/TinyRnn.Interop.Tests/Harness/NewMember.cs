namespace TinyRnn.Interop.Tests.Harness;

/// <summary>Text that is put into a source file.</summary>
/// <param name="Path">The file, from the root of the clone.</param>
/// <param name="Before">What it is put before; stands in the file once.</param>
/// <param name="Text">The text.</param>
internal sealed record SourceEdit(string Path, string Before, string Text);

/// <summary>An activation, a function or an operation that TinyRnn does not have, as a developer would add it.</summary>
/// <param name="Edits">The changes.</param>
/// <param name="Layer">The expression of a layer with it that reads what lies in <c>a</c>, of four values from -2 to 2, and is called <c>toy</c>.</param>
/// <param name="Formula">The values of that layer, of a row <c>a</c>.</param>
internal sealed record NewMember(IReadOnlyList<SourceEdit> Edits, string Layer, string Formula)
{
    public const int Inputs = 3;
    public const int Steps = 4;

    private const string Activations = "src/TinyRnn.Model/Network/Activation.cs";
    private const string Functions = "src/TinyRnn.Model/Network/Function.cs";
    private const string Operations = "src/TinyRnn.Model/Network/CombineOperation.cs";
    private const string VectorActivations = "generator/TinyRnn.Generator/Emit/Kernels/VectorActivations.cs";
    private const string FunctionFormula = "generator/TinyRnn.Generator/Emit/Elementwise/FunctionFormula.cs";
    private const string CombineFormula = "generator/TinyRnn.Generator/Emit/Elementwise/CombineFormula.cs";
    private const string Trained = "src/TinyRnn.Training/Functions/ElementwiseFunctions.cs";
    private const string FunctionTraining = "src/TinyRnn.Training/Layers/FunctionTraining.cs";
    private const string CombineTraining = "src/TinyRnn.Training/Layers/CombineTraining.cs";
    private const string LayerExport = "src/TinyRnn.Interop/Onnx/Export/LayerExport.cs";

    public static NewMember Of(string kind) => kind switch
    {
        "activation" => Celu,
        "function" => Sine,
        _ => SquaredDifference,
    };

    // Barron 2017; ONNX has it.
    private static NewMember Celu { get; } = new(
        [
            new(Activations, "}\n\n/// <summary>\n/// The table of the activations", "    Celu,\n"),
            new(
                Activations, "    ];\n\n    private static readonly Dictionary<Activation, ActivationFacts>",
                "new(Activation.Celu, \"celu\", (a, alpha, _) => a > 0 ? a : alpha * Elu(a / alpha, 1)) { FormatVersion = NetworkReader.GraphVersion, "
                    + "Alpha = 1f, Onnx = \"Celu\", Keras = new(\"celu\"), RtNeural = \"celu\" },\n"),
            new(
                VectorActivations, "            _ => throw new NotSupportedException(",
                "Activation.Celu => $\"({Maths}Elu({limited} * {Literals.Of(1 / activation.Alpha)}, 1f) * {alpha})\",\n"),
            new(Trained, "            _ => throw new NotSupportedException(", "Activation.Celu => TPart.Of(new Celu<T>(alpha), lanes),\n"),
            new(Trained, "/// <summary>phi(a) = tanh(a).</summary>", """
                internal readonly struct Celu<T>(T alpha) : IElementwise<T>
                    where T : unmanaged, IBinaryFloatingPointIeee754<T>
                {
                    public Vector<T> Apply(Vector<T> a) =>
                        Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), a, VectorFunctions.ExpMinus1(a * (T.One / alpha)) * alpha);

                    public Vector<T> SlopeAt(Vector<T> y) =>
                        Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), Vector<T>.One, (y * (T.One / alpha)) + Vector<T>.One);
                }


                """),
        ],
        "new ActivationLayer(\"toy\", 4, new ActivationFunction(Words.Activations[\"celu\"], 0.5f)) { Inputs = [\"a\"] }",
        "a.Select(x => x > 0 ? x : 0.5 * (Math.Exp(x / 0.5) - 1))");

    private static NewMember Sine { get; } = new(
        [
            new(Functions, "}\n\n/// <summary>f(x) in double precision", "    Sin,\n"),
            new(
                Functions, "    ];\n\n    private static readonly Dictionary<Function, FunctionFacts>",
                "new(Function.Sin, \"sin\", \"Sin\", (x, _) => Math.Sin(x)),\n"),
            new(FunctionFormula, "            _ => throw new NotSupportedException(", "Function.Sin => $\"{vector}.Sin({x})\",\n"),
            new(
                FunctionTraining, "                _ => throw Unknown(),\n            };\n        }\n    }\n\n    private protected override void Backward",
                "Function.Sin => T.Sin(x[i]),\n"),
            new(FunctionTraining, "                _ => throw Unknown(),\n            };\n            inputGradient", "Function.Sin => T.Cos(x[i]),\n"),
        ],
        "new FunctionLayer(\"toy\", 4, Words.Functions[\"sin\"]) { Inputs = [\"a\"] }",
        "a.Select(Math.Sin)");

    // ONNX has no operator of this name.
    private static NewMember SquaredDifference { get; } = new(
        [
            new(Operations, "}\n\n/// <summary>A row of the table of operations", "    SquaredDifference,\n"),
            new(
                Operations, "    ];\n\n    private static readonly Dictionary<CombineOperation, CombineFacts>",
                "new(CombineOperation.SquaredDifference, \"squared-difference\", null, (a, b) => (a - b) * (a - b)) { IsOfTwo = true },\n"),
            new(CombineFormula, "        _ => throw new NotSupportedException(", "CombineOperation.SquaredDifference => $\"(({a} - {b}) * ({a} - {b}))\",\n"),
            new(
                CombineTraining, "                    _ => throw Unknown(),\n                };\n            }",
                "CombineOperation.SquaredDifference => (result - value) * (result - value),\n"),
            new(
                CombineTraining, "                    _ => throw Unknown(),\n                };\n\n",
                "CombineOperation.SquaredDifference => T.CreateChecked(2) * (At(x, term, i) - At(x, 1 - term, i)),\n"),
            new(
                LayerExport, "            CombineOperation.Magnitude =>",
                "CombineOperation.SquaredDifference when graph.Add(\"Sub\", _inputs) is string difference => graph.Add(\"Mul\", [difference, difference]),\n"),
        ],
        "new CombineLayer(\"toy\", Words.CombineOperations[\"squared-difference\"], 4, 4) { Inputs = [\"a\", \"b\"] }",
        "a.Select((x, i) => (x - b[i]) * (x - b[i]))");

    /// <summary>The file of a kind's program.</summary>
    public static string ProgramPath(string kind) => $"{kind}.cs";

    /// <summary>
    /// A program over the edited sources, in the namespace <c>Added.KIND</c>: a network with the member, and what each part of TinyRnn makes of it.
    /// </summary>
    public string Program(string kind) => FormattableString.Invariant($$"""
        using TinyRnn.Interop;
        using TinyRnn.Interop.Onnx;
        using TinyRnn.Model;
        using TinyRnn.Training;

        namespace Added.{{kind}};

        public static class Program
        {
            private static readonly float[] First = [1f, -0.5f, 0.25f, -1f, 0.75f, 0.5f, 0.3f, 0.2f, -0.9f, -0.6f, 1f, 0.1f];
            private static readonly float[] Second = [0.2f, 0.7f, -0.4f, 0.6f, 0.1f, 0.9f, -0.8f, 0.3f, 0.4f, 0.5f, -0.2f, 1f];

            private static Layer[] Layers =>
            [
                new DenseLayer("a", {{Inputs}}, 4, bias: false) { Inputs = [Graph.InputName] },
                new DenseLayer("b", {{Inputs}}, 4, bias: false) { Inputs = [Graph.InputName] },
                {{Layer}},
                new ActivationLayer("y", 8, Activation.Identity) { Inputs = ["toy", "b"] },
            ];

            private static Network Network => new(new NetworkDefinition
            {
                Name = "toy",
                Task = NetworkTask.Raw,
                Input = new VectorInput({{Inputs}}),
                Layers = Layers,
                OutputSteps = OutputSteps.Every,
                Tensors = [new Tensor("a.weight", [4, {{Inputs}}], First), new Tensor("b.weight", [4, {{Inputs}}], Second)],
            });

            public static string Text() => NetworkWriter.Write(Network);

            public static float[] Input() => [.. Enumerable.Range(0, {{Inputs * Steps}}).Select(i => ((i * 7) % 11 - 5) * 0.29f)];

            public static float[] Expected()
            {
                float[] x = Input();
                return [.. Enumerable.Range(0, {{Steps}}).SelectMany(step =>
                {
                    double[] a = Product(First, step);
                    double[] b = Product(Second, step);
                    return {{Formula}}.Concat(b);
                }).Select(value => (float)value)];

                double[] Product(float[] weight, int step) =>
                    [.. Enumerable.Range(0, 4).Select(row =>
                        Enumerable.Range(0, {{Inputs}}).Sum(i => (double)weight[(row * {{Inputs}}) + i] * x[(step * {{Inputs}}) + i]))];
            }

            public static float[] Interpreted(string text)
            {
                string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".tinyrnn");
                try
                {
                    File.WriteAllText(path, text);
                    return new Interpreter(NetworkFile.Load(path)).Run(Input());
                }
                finally
                {
                    File.Delete(path);
                }
            }

            public static byte[] Onnx() => new OnnxExporter().Write(Network, []);

            public static float[] Imported(byte[] model) => new Interpreter(ModelImporters.Import(new ImportSource("model.onnx", model)).Network).Run(Input());

            public static void CheckGradients()
            {
                TrainableNetwork<double> network = new(Layers);
                network.Initialize(WeightInitialization.Uniform, new Xoshiro256StarStar(3));
                PackedLayout layout = new();
                layout.Reset(1, {{Steps}});
                double[] input = Array.ConvertAll(Input(), value => (double)value);
                double[] factors = [.. Enumerable.Range(0, {{Steps * 8}}).Select(i => ((i * 5) % 7 - 3) * 0.4)];
                double[] gradient = new double[input.Length];
                Loss();
                network.ClearGradients();
                network.Backward(new StepInput<double>(input), factors, gradient);
                for (int i = 0; i < input.Length; i++)
                {
                    double value = input[i];
                    input[i] = value + 1e-6;
                    double above = Loss();
                    input[i] = value - 1e-6;
                    double below = Loss();
                    input[i] = value;
                    double expected = (above - below) / 2e-6;
                    if (Math.Abs(expected - gradient[i]) > 1e-6 * Math.Max(1, Math.Abs(expected)))
                    {
                        throw new InvalidOperationException($"the derivative by value {i} is {gradient[i]}, by differences {expected}");
                    }
                }

                double Loss()
                {
                    ReadOnlySpan<double> output = network.Forward(layout, new StepInput<double>(input), OutputSteps.Every);
                    double sum = 0;
                    for (int i = 0; i < output.Length; i++)
                    {
                        sum += output[i] * factors[i];
                    }

                    return sum;
                }
            }
        }
        """);
}
