namespace TinyRnn.Model
{
    public enum Activation
    {
        Identity = 0,
        Tanh = 1,
        Relu = 2,
        Sigmoid = 3,
        LeakyRelu = 4,
        Elu = 5,
        Softmax = 6,
        LogSoftmax = 7,
        HardSigmoid = 8,
        ThresholdedRelu = 9,
        ScaledTanh = 10,
        Affine = 11,
        Softsign = 12,
        Softplus = 13,
        Selu = 14,
    }
    public sealed class ActivationFunction : System.IEquatable<TinyRnn.Model.ActivationFunction>
    {
        public ActivationFunction(TinyRnn.Model.Activation kind, float? alpha = default, float? beta = default) { }
        public float Alpha { get; }
        public float Beta { get; }
        public TinyRnn.Model.Activation Kind { get; }
        public override string ToString() { }
        public static TinyRnn.Model.ActivationFunction op_Implicit(TinyRnn.Model.Activation kind) { }
    }
    public sealed class ActivationLayer : TinyRnn.Model.Layer
    {
        public ActivationLayer(string name, int size, TinyRnn.Model.ActivationFunction activation) { }
        public TinyRnn.Model.ActivationFunction Activation { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public override string ToString() { }
    }
    public enum BiasForm
    {
        None = 0,
        Combined = 1,
        Separate = 2,
    }
    public sealed class CombineLayer : TinyRnn.Model.Layer
    {
        public CombineLayer(string name, TinyRnn.Model.CombineOperation operation, params int[] inputSizes) { }
        public override string Kind { get; }
        public TinyRnn.Model.CombineOperation Operation { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public System.Collections.Generic.IReadOnlyList<int> Terms { get; }
        public override string ToString() { }
    }
    public enum CombineOperation
    {
        Add = 0,
        Subtract = 1,
        Multiply = 2,
        Divide = 3,
        Minimum = 4,
        Maximum = 5,
        Magnitude = 6,
    }
    public sealed class ConcatRnnLayer : TinyRnn.Model.Layer
    {
        public ConcatRnnLayer(string name, int inputSize, int hiddenSize, int outputSize, TinyRnn.Model.Activation activation = 7) { }
        public TinyRnn.Model.Activation Activation { get; }
        public string HiddenBias { get; }
        public int HiddenSize { get; }
        public string HiddenWeight { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public string OutputBias { get; }
        public string OutputWeight { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public override string ToString() { }
    }
    public sealed class ConvolutionLayer : TinyRnn.Model.Layer
    {
        public ConvolutionLayer(string name, TinyRnn.Model.Window window, int outputChannels, int groups = 1, TinyRnn.Model.ActivationFunction? activation = null, bool bias = true) { }
        public TinyRnn.Model.ActivationFunction Activation { get; }
        public bool Bias { get; }
        public string BiasName { get; }
        public int Columns { get; }
        public int Groups { get; }
        public override string Kind { get; }
        public override long MultiplyAdds { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public int OutputChannels { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public string Weight { get; }
        public TinyRnn.Model.Window Window { get; }
        public override string ToString() { }
    }
    public sealed class DelayLayer : TinyRnn.Model.Layer
    {
        public DelayLayer(string name, int inputSize, System.Collections.Generic.IReadOnlyList<int> lags) { }
        public override string Kind { get; }
        public System.Collections.Generic.IReadOnlyList<int> Lags { get; }
        public int Memory { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public override string ToString() { }
    }
    public sealed class DenseLayer : TinyRnn.Model.Layer
    {
        public DenseLayer(string name, int inputSize, int outputSize, TinyRnn.Model.ActivationFunction? activation = null, bool bias = true) { }
        public TinyRnn.Model.ActivationFunction Activation { get; }
        public bool Bias { get; }
        public string BiasName { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public string Weight { get; }
        public override string ToString() { }
    }
    public enum Direction
    {
        Forward = 0,
        Reverse = 1,
        Bidirectional = 2,
    }
    public sealed class EmbeddingLayer : TinyRnn.Model.Layer
    {
        public EmbeddingLayer(string name, int inputSize, int outputSize) { }
        public override string Kind { get; }
        public override long MultiplyAdds { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public string Weight { get; }
        public override string ToString() { }
    }
    public sealed class ForecastShape
    {
        public ForecastShape(int window, int horizon = 1, int columns = 1, int? target = 0, System.Collections.Generic.IReadOnlyList<double>? origin = null, double outputOrigin = 0, System.Collections.Generic.IReadOnlyList<int>? known = null) { }
        public bool CanContinue { get; }
        public bool CanFeedBack { get; }
        public int Columns { get; }
        public int Horizon { get; }
        public System.Collections.Generic.IReadOnlyList<int> Known { get; }
        public System.Collections.Generic.IReadOnlyList<double>? Origin { get; }
        public double OutputOrigin { get; }
        public int? Target { get; }
        public string WhyNoFeedBack { get; }
        public int Window { get; }
    }
    public enum Function
    {
        Abs = 0,
        Sqrt = 1,
        Square = 2,
        Reciprocal = 3,
        Exp = 4,
        Log = 5,
        Clip = 6,
        Power = 7,
    }
    public sealed class FunctionLayer : TinyRnn.Model.Layer
    {
        public FunctionLayer(string name, int size, TinyRnn.Model.Function function, float low = 0, float high = 0, float exponent = 1) { }
        public float Exponent { get; }
        public TinyRnn.Model.Function Function { get; }
        public float High { get; }
        public override string Kind { get; }
        public float Low { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public override string ToString() { }
    }
    public sealed class Graph
    {
        public const int Input = -1;
        public const string InputName = "input";
        public bool IsChain { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Node> Nodes { get; }
        public static TinyRnn.Model.Graph Of(System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> layers) { }
    }
    public sealed class GruLayer : TinyRnn.Model.RecurrentLayer
    {
        public GruLayer(string name, int inputSize, int hiddenSize, TinyRnn.Model.GruReset reset = 0, TinyRnn.Model.ActivationFunction? activation = null, TinyRnn.Model.RecurrentOptions? options = null, TinyRnn.Model.ActivationFunction? gateActivation = null) { }
        public TinyRnn.Model.ActivationFunction Activation { get; }
        public TinyRnn.Model.ActivationFunction GateActivation { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public TinyRnn.Model.GruReset Reset { get; }
        public override string ToString() { }
    }
    public enum GruReset
    {
        After = 0,
        Before = 1,
    }
    public sealed class Interpreter
    {
        public Interpreter(TinyRnn.Model.Network network) { }
        public TinyRnn.Model.Network Network { get; }
        public TinyRnn.OutputForm OutputForm { get; }
        public float[] Classify(System.ReadOnlySpan<float> sequence) { }
        public float[] Classify(string text) { }
        public float[] ClassifyTokens(System.ReadOnlySpan<int> tokens) { }
        public TinyRnn.Model.InterpreterState CreateState() { }
        public double Forecast(System.ReadOnlySpan<double> history) { }
        public float Forecast(System.ReadOnlySpan<float> history) { }
        public double[] Forecast(System.ReadOnlySpan<double> history, int count) { }
        public float[] Forecast(System.ReadOnlySpan<float> history, int count) { }
        public string Generate(string prompt, int length, TinyRnn.SamplingOptions options = default) { }
        public float[] Run(System.ReadOnlySpan<float> sequence) { }
        public float[] RunText(string text) { }
        public float[] RunTokens(System.ReadOnlySpan<int> tokens) { }
        public TinyRnn.TextScore Score(string text) { }
        public void Step(TinyRnn.Model.InterpreterState state, System.ReadOnlySpan<float> input, System.Span<float> output) { }
        public void Step(TinyRnn.Model.InterpreterState state, int token, System.Span<float> output) { }
    }
    public sealed class InterpreterState
    {
        public System.Span<float> GetHidden(int layer) { }
        public void Reset() { }
    }
    public abstract class Layer
    {
        protected Layer(string name, int inputSize, int outputSize) { }
        public int InputSize { get; }
        public System.Collections.Generic.IReadOnlyList<string>? Inputs { get; init; }
        public abstract string Kind { get; }
        public virtual long MultiplyAdds { get; }
        public string Name { get; }
        public virtual bool NeedsWholeSequence { get; }
        public abstract TinyRnn.Model.Activation OutputActivation { get; }
        public int OutputSize { get; }
        public abstract int StateSize { get; }
        public abstract System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public abstract override string ToString() { }
        public TinyRnn.Model.Layer WithInputs(System.Collections.Generic.IReadOnlyList<string>? inputs) { }
    }
    public sealed class LayerNormLayer : TinyRnn.Model.Layer
    {
        public LayerNormLayer(string name, int size, float epsilon = 1E-05, int groups = 1, bool isAffine = true) { }
        public string BiasName { get; }
        public float Epsilon { get; }
        public int Groups { get; }
        public bool IsAffine { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public string Weight { get; }
        public override string ToString() { }
    }
    public sealed class LayerQuantization : System.IEquatable<TinyRnn.Model.LayerQuantization>
    {
        public LayerQuantization(string Layer, System.Collections.Generic.IReadOnlyList<string> Tensors, double RelativeError, System.Collections.Generic.IReadOnlyList<string> Notes) { }
        public string Layer { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Notes { get; init; }
        public double RelativeError { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Tensors { get; init; }
    }
    public sealed class LstmLayer : TinyRnn.Model.RecurrentLayer
    {
        public LstmLayer(string name, int inputSize, int hiddenSize, int projectionSize = 0, bool hasPeepholes = false, TinyRnn.Model.RecurrentOptions? options = null, TinyRnn.Model.ActivationFunction? gateActivation = null, TinyRnn.Model.ActivationFunction? activation = null, TinyRnn.Model.ActivationFunction? cellActivation = null, bool hasCoupledGates = false) { }
        public TinyRnn.Model.ActivationFunction Activation { get; }
        public TinyRnn.Model.ActivationFunction CellActivation { get; }
        public override int DirectionStateSize { get; }
        public TinyRnn.Model.ActivationFunction GateActivation { get; }
        public bool HasCoupledGates { get; }
        public bool HasPeepholes { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public int ProjectionSize { get; }
        public override string ToString() { }
    }
    public enum MatrixInput
    {
        None = 0,
        Layer = 1,
        Window = 2,
        PaddedWindow = 3,
        Hidden = 4,
        Cell = 5,
        LayerAndHidden = 6,
        Lookup = 7,
    }
    public sealed class MatrixPruning : System.IEquatable<TinyRnn.Model.MatrixPruning>
    {
        public MatrixPruning(string Tensor, long Blocks, long ZerosBefore, long ZerosAfter, double RelativeError) { }
        public long Blocks { get; init; }
        public double RelativeError { get; init; }
        public string Tensor { get; init; }
        public long ZerosAfter { get; init; }
        public long ZerosBefore { get; init; }
    }
    public enum ModelErrorCode
    {
        Syntax = 10,
        Version = 11,
        MissingField = 12,
        UnknownField = 13,
        InvalidValue = 14,
        SizeMismatch = 15,
        MissingTensor = 16,
        UnusedTensor = 17,
        TensorShape = 18,
        TensorData = 19,
        NotFinite = 20,
        Labels = 21,
        Vocabulary = 22,
        TestVector = 23,
        Checksum = 24,
        TooLarge = 25,
    }
    public sealed class ModelFormatException : System.Exception
    {
        public TinyRnn.Model.ModelErrorCode Code { get; }
        public int Column { get; }
        public int Length { get; }
        public int Line { get; }
        public string Path { get; }
        public string Reason { get; }
        public int Start { get; }
        public static string Id(TinyRnn.Model.ModelErrorCode code) { }
    }
    public sealed class ModelSequence
    {
        public int[] Tokens { get; }
        public float[] Values { get; }
        public int Steps(TinyRnn.Model.Network network) { }
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Model.ModelSequence> OfTestVectors(TinyRnn.Model.Network network) { }
        public static TinyRnn.Model.ModelSequence OfTokens(int[] tokens) { }
        public static TinyRnn.Model.ModelSequence OfValues(float[] values) { }
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Model.ModelSequence> Random(TinyRnn.Model.Network network, int count, int steps) { }
    }
    public sealed class NamedPart : System.IEquatable<TinyRnn.Model.NamedPart>
    {
        public NamedPart(string Name, int Size) { }
        public string Name { get; init; }
        public int Size { get; init; }
    }
    public sealed class Network
    {
        public Network(TinyRnn.Model.NetworkDefinition definition) { }
        public TinyRnn.Model.NetworkDefinition Definition { get; }
        public TinyRnn.Model.ForecastShape? Forecast { get; }
        public TinyRnn.Model.Graph Graph { get; }
        public bool HasInitialState { get; }
        public TinyRnn.Model.NetworkInput Input { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.NamedPart> InputParts { get; }
        public int InputSize { get; }
        public bool IsStreaming { get; }
        public System.Collections.Generic.IReadOnlyList<string> Labels { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> Layers { get; }
        public string MetadataJson { get; }
        public string Name { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.NamedPart> OutputParts { get; }
        public TinyRnn.Model.Scaling? OutputScaling { get; }
        public int OutputSize { get; }
        public TinyRnn.Model.OutputSteps OutputSteps { get; }
        public long ParameterCount { get; }
        public TinyRnn.Model.Residual? Residual { get; }
        public int StateSize { get; }
        public TinyRnn.Model.NetworkTask Task { get; }
        public System.Collections.Generic.IReadOnlyDictionary<string, TinyRnn.Model.Tensor> Tensors { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TestVector> TestVectors { get; }
        public TinyRnn.Model.TokenInput? Tokens { get; }
        public TinyRnn.Model.Vocabulary? Vocabulary { get; }
        public bool IsLookedUp(int layer, TinyRnn.Model.TensorSpec matrix) { }
        public TinyRnn.Model.Network With(System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TestVector>? testVectors = null, string? metadataJson = null) { }
        public TinyRnn.Model.Network WithTensors(System.Collections.Generic.IEnumerable<TinyRnn.Model.Tensor> tensors) { }
        public static TinyRnn.Model.Network Parse(string text, string path) { }
    }
    public sealed class NetworkDefinition : System.IEquatable<TinyRnn.Model.NetworkDefinition>
    {
        public NetworkDefinition() { }
        public TinyRnn.Model.ForecastShape? Forecast { get; init; }
        public required TinyRnn.Model.NetworkInput Input { get; init; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.NamedPart> InputParts { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Labels { get; init; }
        public required System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> Layers { get; init; }
        public string MetadataJson { get; init; }
        public required string Name { get; init; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.NamedPart> OutputParts { get; init; }
        public TinyRnn.Model.Scaling? OutputScaling { get; init; }
        public required TinyRnn.Model.OutputSteps OutputSteps { get; init; }
        public TinyRnn.Model.Residual? Residual { get; init; }
        public required TinyRnn.Model.NetworkTask Task { get; init; }
        public required System.Collections.Generic.IEnumerable<TinyRnn.Model.Tensor> Tensors { get; init; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TestVector> TestVectors { get; init; }
    }
    public static class NetworkFile
    {
        public static TinyRnn.Model.Network Load(string path) { }
        public static void Save(TinyRnn.Model.Network network, string path) { }
    }
    public abstract class NetworkInput
    {
        public int Size { get; }
    }
    public static class NetworkReader
    {
        public const int FormatVersion = 5;
        public const int MaximumLength = 268435456;
        public static TinyRnn.Model.Network Read(string text, string path) { }
    }
    public enum NetworkTask
    {
        Raw = 0,
        Classify = 1,
        LanguageModel = 2,
        Forecast = 3,
    }
    public static class NetworkWriter
    {
        public static string Write(TinyRnn.Model.Network network) { }
    }
    public sealed class Node
    {
        public Node(TinyRnn.Model.Layer layer, System.Collections.Generic.IReadOnlyList<int> inputs) { }
        public System.Collections.Generic.IReadOnlyList<int> Inputs { get; }
        public TinyRnn.Model.Layer Layer { get; }
    }
    public enum OutputSteps
    {
        Last = 0,
        Every = 1,
    }
    public sealed class PlainTokens : TinyRnn.Model.TokenInput
    {
        public PlainTokens(int size) { }
        public override bool HasSpaces { get; }
        public override string Noun { get; }
        public override int ReadToken(System.ReadOnlySpan<char> text, ref int position) { }
        public override string TextOf(int token) { }
    }
    public sealed class PoolingLayer : TinyRnn.Model.Layer
    {
        public PoolingLayer(string name, int size, TinyRnn.Model.PoolingMode mode) { }
        public override string Kind { get; }
        public TinyRnn.Model.PoolingMode Mode { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public override string ToString() { }
    }
    public enum PoolingMode
    {
        Mean = 0,
        Max = 1,
        Final = 2,
    }
    public sealed class PreluLayer : TinyRnn.Model.Layer
    {
        public PreluLayer(string name, int size) { }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public string Weight { get; }
        public override string ToString() { }
    }
    public sealed class PrunedModel : System.IEquatable<TinyRnn.Model.PrunedModel>
    {
        public PrunedModel(TinyRnn.Model.Network Network, TinyRnn.Model.PruningReport Report) { }
        public TinyRnn.Model.Network Network { get; init; }
        public TinyRnn.Model.PruningReport Report { get; init; }
    }
    public static class Pruner
    {
        public static TinyRnn.Model.PrunedModel Prune(TinyRnn.Model.Network network, double sparsity, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.ModelSequence>? data = null) { }
    }
    public sealed class PruningReport : System.IEquatable<TinyRnn.Model.PruningReport>
    {
        public PruningReport(double Sparsity, string Data, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.MatrixPruning> Matrices, long BytesBefore, long BytesAfter, double LargestError, double MeanError, double RelativeError) { }
        public long BytesAfter { get; init; }
        public long BytesBefore { get; init; }
        public string Data { get; init; }
        public double LargestError { get; init; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.MatrixPruning> Matrices { get; init; }
        public double MeanError { get; init; }
        public double RelativeError { get; init; }
        public double Sparsity { get; init; }
    }
    public sealed class QuantizationOptions
    {
        public QuantizationOptions() { }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.ModelSequence> Data { get; init; }
        public double LayerBound { get; init; }
        public required TinyRnn.Model.TensorType Type { get; init; }
    }
    public sealed class QuantizationRange : System.IEquatable<TinyRnn.Model.QuantizationRange>
    {
        public const int MaximumQuantized = 127;
        public QuantizationRange(float Low, float High) { }
        public float High { get; init; }
        public float InverseStep { get; }
        public float Low { get; init; }
        public double Step { get; }
        public static TinyRnn.Model.QuantizationRange Tanh { get; }
        public int Quantize(float x) { }
    }
    public sealed class QuantizationReport : System.IEquatable<TinyRnn.Model.QuantizationReport>
    {
        public QuantizationReport(TinyRnn.Model.TensorType Type, string Data, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.LayerQuantization> Layers, long BytesBefore, long BytesAfter, double LargestError, double MeanError, double RelativeError) { }
        public long BytesAfter { get; init; }
        public long BytesBefore { get; init; }
        public string Data { get; init; }
        public double LargestError { get; init; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.LayerQuantization> Layers { get; init; }
        public double MeanError { get; init; }
        public double RelativeError { get; init; }
        public TinyRnn.Model.TensorType Type { get; init; }
    }
    public sealed class QuantizedModel : System.IEquatable<TinyRnn.Model.QuantizedModel>
    {
        public QuantizedModel(TinyRnn.Model.Network Network, TinyRnn.Model.QuantizationReport Report) { }
        public TinyRnn.Model.Network Network { get; init; }
        public TinyRnn.Model.QuantizationReport Report { get; init; }
    }
    public static class Quantizer
    {
        public static TinyRnn.Model.QuantizedModel Quantize(TinyRnn.Model.Network network, TinyRnn.Model.QuantizationOptions options) { }
    }
    public sealed class RecurrentDirection
    {
        public System.Collections.Generic.IReadOnlyList<string> BiasNames { get; }
        public string InitialCell { get; }
        public string InitialHidden { get; }
        public bool IsReverse { get; }
        public string Peephole { get; }
        public string Projection { get; }
        public string WeightHidden { get; }
        public string WeightInput { get; }
    }
    public abstract class RecurrentLayer : TinyRnn.Model.Layer
    {
        public TinyRnn.Model.BiasForm Bias { get; }
        public int DirectionOutputSize { get; }
        public virtual int DirectionStateSize { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.RecurrentDirection> Directions { get; }
        public int Gates { get; }
        public int HiddenSize { get; }
        public override bool NeedsWholeSequence { get; }
        public TinyRnn.Model.RecurrentOptions Options { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
    }
    public sealed class RecurrentOptions : System.IEquatable<TinyRnn.Model.RecurrentOptions>
    {
        public RecurrentOptions(TinyRnn.Model.BiasForm Bias = 2, TinyRnn.Model.Direction Direction = 0, bool HasInitialState = false) { }
        public TinyRnn.Model.BiasForm Bias { get; init; }
        public float? Clip { get; init; }
        public TinyRnn.Model.Direction Direction { get; init; }
        public bool HasInitialState { get; init; }
        public static TinyRnn.Model.RecurrentOptions Default { get; }
        public override string ToString() { }
    }
    public sealed class ReduceLayer : TinyRnn.Model.Layer
    {
        public ReduceLayer(string name, int inputSize, TinyRnn.Model.ReduceMode mode, int groups = 1) { }
        public int Groups { get; }
        public override string Kind { get; }
        public TinyRnn.Model.ReduceMode Mode { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public override string ToString() { }
    }
    public enum ReduceMode
    {
        Mean = 0,
        Sum = 1,
        Max = 2,
    }
    public sealed class Residual : System.IEquatable<TinyRnn.Model.Residual>
    {
        public Residual(System.Collections.Generic.IReadOnlyList<int> Inputs, float Factor = 1) { }
        public float Factor { get; init; }
        public System.Collections.Generic.IReadOnlyList<int> Inputs { get; init; }
    }
    public sealed class RnnLayer : TinyRnn.Model.RecurrentLayer
    {
        public RnnLayer(string name, int inputSize, int hiddenSize, TinyRnn.Model.ActivationFunction? activation = null, TinyRnn.Model.RecurrentOptions? options = null) { }
        public TinyRnn.Model.ActivationFunction Activation { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override string ToString() { }
    }
    public sealed class ScaleLayer : TinyRnn.Model.Layer
    {
        public ScaleLayer(string name, int size, bool bias = true) { }
        public bool Bias { get; }
        public string BiasName { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public string Weight { get; }
        public override string ToString() { }
    }
    public sealed class Scaling
    {
        public Scaling(System.Collections.Generic.IReadOnlyList<float> mean, System.Collections.Generic.IReadOnlyList<float> std) { }
        public System.Collections.Generic.IReadOnlyList<float> Mean { get; }
        public System.Collections.Generic.IReadOnlyList<float> Std { get; }
    }
    public sealed class SelectLayer : TinyRnn.Model.Layer
    {
        public SelectLayer(string name, int inputSize, System.Collections.Generic.IReadOnlyList<int> indices) { }
        public System.Collections.Generic.IReadOnlyList<int> Indices { get; }
        public override string Kind { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public override string ToString() { }
    }
    public sealed class Tensor
    {
        public Tensor(string name, int[] shape, float[] values, TinyRnn.Model.TensorType type = 0) { }
        public long Bytes { get; }
        public TinyRnn.Model.QuantizationRange? InputRange { get; }
        public string Name { get; }
        public sbyte[] QuantizedValues { get; }
        public float[] Scales { get; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; }
        public TinyRnn.Model.TensorType Type { get; }
        public float[] Values { get; }
        public static TinyRnn.Model.Tensor OfQuantized(string name, int[] shape, sbyte[] quantized, float[] scales, TinyRnn.Model.QuantizationRange? inputRange) { }
    }
    public sealed class TensorSpec
    {
        public TensorSpec(string name, params int[] shape) { }
        public long Length { get; }
        public string Name { get; }
        public TinyRnn.Model.MatrixInput Reads { get; init; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; }
    }
    public enum TensorType
    {
        F32 = 0,
        BF16 = 1,
        I8 = 2,
    }
    public sealed class TestVector
    {
        public float[] Output { get; }
        public string? Text { get; }
        public float[]? Values { get; }
        public static TinyRnn.Model.TestVector OfText(string text, float[] output) { }
        public static TinyRnn.Model.TestVector OfValues(float[] values, float[] output) { }
    }
    public sealed class TextFit : System.IEquatable<TinyRnn.Model.TextFit>
    {
        public const int MaximumLength = 32768;
        public TextFit(int Length, bool CutsBefore = true, int? Padding = default, bool PadsBefore = true) { }
        public bool CutsBefore { get; init; }
        public int Length { get; init; }
        public int? Padding { get; init; }
        public bool PadsBefore { get; init; }
        public int[] Apply(System.Collections.Generic.IReadOnlyList<int> tokens) { }
    }
    public enum TextNormalization
    {
        None = 0,
        Ascii = 1,
    }
    public abstract class TokenInput : TinyRnn.Model.NetworkInput
    {
        public abstract bool HasSpaces { get; }
        public abstract string Noun { get; }
        public string Decode(System.Collections.Generic.IEnumerable<int> tokens) { }
        public virtual int[] Encode(string text) { }
        public abstract int ReadToken(System.ReadOnlySpan<char> text, ref int position);
        public abstract string TextOf(int token);
    }
    public enum UnknownCharacter
    {
        Error = 0,
        Skip = 1,
        Replace = 2,
    }
    public sealed class VectorInput : TinyRnn.Model.NetworkInput
    {
        public VectorInput(int size, System.Collections.Generic.IReadOnlyList<string>? names = null, TinyRnn.Model.Scaling? scaling = null) { }
        public System.Collections.Generic.IReadOnlyList<string>? Names { get; }
        public TinyRnn.Model.Scaling? Scaling { get; }
    }
    public sealed class Vocabulary : TinyRnn.Model.TokenInput
    {
        public Vocabulary(string characters, TinyRnn.Model.TextNormalization normalization = 0, TinyRnn.Model.UnknownCharacter unknown = 0, string? replacement = null) { }
        public string Characters { get; }
        public System.Collections.Generic.IReadOnlyList<int> CodePoints { get; }
        public override bool HasSpaces { get; }
        public TinyRnn.Model.TextNormalization Normalization { get; }
        public override string Noun { get; }
        public string? Replacement { get; }
        public int ReplacementToken { get; }
        public TinyRnn.Model.UnknownCharacter Unknown { get; }
        public int IndexOf(int codePoint) { }
        public override int ReadToken(System.ReadOnlySpan<char> text, ref int position) { }
        public override string TextOf(int token) { }
    }
    public sealed class Window : System.IEquatable<TinyRnn.Model.Window>
    {
        public Window(int Channels, int Height, int Width) { }
        public int Bottom { get; init; }
        public int Channels { get; init; }
        public int DilationHeight { get; init; }
        public int DilationWidth { get; init; }
        public int Height { get; init; }
        public int InputSize { get; }
        public bool IsPadded { get; }
        public int KernelHeight { get; init; }
        public int KernelWidth { get; init; }
        public int Left { get; init; }
        public int OutputHeight { get; }
        public int OutputWidth { get; }
        public int Positions { get; }
        public int Right { get; init; }
        public int StrideHeight { get; init; }
        public int StrideWidth { get; init; }
        public int Taps { get; }
        public int Top { get; init; }
        public int Width { get; init; }
        public int PositionOf(int position, int tap) { }
        public override string ToString() { }
    }
    public sealed class WindowPoolingLayer : TinyRnn.Model.Layer
    {
        public WindowPoolingLayer(string name, TinyRnn.Model.Window window, TinyRnn.Model.WindowPoolingMode mode) { }
        public override string Kind { get; }
        public TinyRnn.Model.WindowPoolingMode Mode { get; }
        public override TinyRnn.Model.Activation OutputActivation { get; }
        public override int StateSize { get; }
        public override System.Collections.Generic.IReadOnlyList<TinyRnn.Model.TensorSpec> Tensors { get; }
        public TinyRnn.Model.Window Window { get; }
        public override string ToString() { }
    }
    public enum WindowPoolingMode
    {
        Mean = 0,
        MeanWithPadding = 1,
        Max = 2,
    }
    public sealed class WordSplit
    {
        public const string KerasFilters = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";
        public const string WhiteSpaceCharacters = "\t\n\v\f\r \u0085             \u2028\u2029  　";
        public WordSplit(string separators, TinyRnn.LetterCase letters = 0, string removed = "") { }
        public TinyRnn.LetterCase Letters { get; }
        public string Removed { get; }
        public string Separators { get; }
        public static TinyRnn.Model.WordSplit Keras { get; }
        public static TinyRnn.Model.WordSplit TextVectorization { get; }
        public static TinyRnn.Model.WordSplit WhiteSpace { get; }
        public bool CanGive(string word) { }
        public string? ReadWord(System.ReadOnlySpan<char> text, ref int position) { }
    }
    public sealed class WordVocabulary : TinyRnn.Model.TokenInput
    {
        public const int MaximumSize = 262143;
        public WordVocabulary(System.Collections.Generic.IReadOnlyList<string> words, TinyRnn.Model.WordSplit split, TinyRnn.Model.UnknownCharacter unknown = 0, string? replacement = null, TinyRnn.Model.TextFit? fit = null) { }
        public TinyRnn.Model.TextFit? Fit { get; }
        public override bool HasSpaces { get; }
        public override string Noun { get; }
        public string? Replacement { get; }
        public int ReplacementToken { get; }
        public TinyRnn.Model.WordSplit Split { get; }
        public TinyRnn.Model.UnknownCharacter Unknown { get; }
        public System.Collections.Generic.IReadOnlyList<string> Words { get; }
        public override int[] Encode(string text) { }
        public int IndexOf(string word) { }
        public override int ReadToken(System.ReadOnlySpan<char> text, ref int position) { }
        public override string TextOf(int token) { }
    }
}
