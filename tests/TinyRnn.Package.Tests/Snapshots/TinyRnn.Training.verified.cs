namespace TinyRnn.Training
{
    public sealed class ActivationTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public ActivationTraining(TinyRnn.Model.ActivationLayer layer) { }
    }
    public sealed class Adam<T> : TinyRnn.Training.Optimizer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public Adam(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> parameters, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1E-08, double weightDecay = 0, bool isDecoupled = false) { }
    }
    public static class Architecture
    {
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> Perceptron(int inputSize, System.Collections.Generic.IReadOnlyList<int> hiddenSizes, int outputSize, TinyRnn.Model.Activation output, TinyRnn.Model.Activation activation = 2) { }
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> Recurrent(int inputSize, int outputSize, TinyRnn.Model.Activation output, TinyRnn.Training.RecurrentArchitecture? options = null) { }
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> Rnn(int inputSize, int hiddenSize, int outputSize, TinyRnn.Model.Activation output, int layers = 1, TinyRnn.Model.Activation activation = 1, TinyRnn.Model.BiasForm bias = 2) { }
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> TextPerceptron(int vocabularySize, System.Collections.Generic.IReadOnlyList<int> hiddenSizes, int outputSize, TinyRnn.Model.Activation output, TinyRnn.Model.Activation activation = 1, int embeddingSize = 0, TinyRnn.Model.PoolingMode? pooling = default) { }
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> TutorialCell(int inputSize, int hiddenSize, int outputSize) { }
    }
    public sealed class Autoregression : System.IEquatable<TinyRnn.Training.Autoregression>
    {
        public const int MaximumOrder = 512;
        public Autoregression(double Intercept, System.Collections.Generic.IReadOnlyList<double> Coefficients) { }
        public System.Collections.Generic.IReadOnlyList<double> Coefficients { get; init; }
        public double Intercept { get; init; }
        public int Order { get; }
        public double Forecast(TinyRnn.Training.ForecastWindows windows, int target) { }
        public static TinyRnn.Training.Autoregression Fit(TinyRnn.Training.ForecastWindows windows, int end) { }
    }
    public static class ByteText
    {
        public static string FromText(string text) { }
        public static string Read(string path) { }
        public static byte[] ToBytes(string bytes) { }
    }
    public sealed class CharacterCorpus
    {
        public System.Collections.Generic.IReadOnlyList<int> Tokens { get; }
        public int? ValidationStart { get; }
        public TinyRnn.Model.Vocabulary Vocabulary { get; }
        public string Decode(int start, int count) { }
        public static TinyRnn.Training.CharacterCorpus FromText(string text, TinyRnn.Training.CorpusNormalization normalization = 0, string? validation = null) { }
        public static TinyRnn.Training.CharacterCorpus Read(string path, TinyRnn.Training.CorpusNormalization normalization = 0, string? validationPath = null) { }
        public static TinyRnn.Training.CharacterCorpus ReadBytes(string path, string? validationPath = null) { }
    }
    public sealed class CheckpointContent : System.IEquatable<TinyRnn.Training.CheckpointContent>
    {
        public CheckpointContent(int Step, string? Difference) { }
        public string? Difference { get; init; }
        public int Step { get; init; }
    }
    public sealed class CheckpointException : System.Exception
    {
        public CheckpointException(string path, string reason) { }
        public string Path { get; }
    }
    public sealed class CheckpointOptions : System.IEquatable<TinyRnn.Training.CheckpointOptions>
    {
        public CheckpointOptions(string path) { }
        public int? EverySteps { get; init; }
        public string Path { get; }
        public bool Resume { get; init; }
    }
    public enum ClassWeighting
    {
        None = 0,
        Balanced = 1,
    }
    public sealed class ClassifierOptions : TinyRnn.Training.TrainingOptions, System.IEquatable<TinyRnn.Training.ClassifierOptions>
    {
        public ClassifierOptions() { }
        public int BatchSize { get; init; }
        public TinyRnn.Training.ClassWeighting ClassWeights { get; init; }
        public int Epochs { get; init; }
        public TinyRnn.Training.ExampleSampling Sampling { get; init; }
    }
    public sealed class ClassifierTrainer : TinyRnn.Training.TextClassifierTrainer
    {
        public ClassifierTrainer(TinyRnn.Training.LabelledDataSet data, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> layers, TinyRnn.Training.ClassifierOptions? options = null) { }
    }
    public sealed class ColumnPrecision : System.IEquatable<TinyRnn.Training.ColumnPrecision>
    {
        public ColumnPrecision(string Column, double Largest, double Step, double Change) { }
        public double Change { get; init; }
        public string Column { get; init; }
        public bool IsTooCoarse { get; }
        public double Largest { get; init; }
        public double Step { get; init; }
        public static TinyRnn.Training.ColumnPrecision Of(string name, System.ReadOnlySpan<double> values, System.Func<int, bool>? follows = null, double origin = 0) { }
    }
    public sealed class CombineTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public CombineTraining(TinyRnn.Model.CombineLayer layer) { }
    }
    public sealed class ConcatRnnTraining<T> : TinyRnn.Training.TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public ConcatRnnTraining(TinyRnn.Model.ConcatRnnLayer layer) { }
        public override System.ReadOnlySpan<T> FinalState { get; }
        public override System.ReadOnlySpan<T> InitialStateGradient { get; }
        public override System.ReadOnlySpan<T> Output { get; }
        public override void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient) { }
        public override void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps) { }
    }
    public sealed class ConfusionMatrix
    {
        public ConfusionMatrix(System.Collections.Generic.IReadOnlyList<string> labels) { }
        public double Accuracy { get; }
        public int this[int actual, int predicted] { get; }
        public System.Collections.Generic.IReadOnlyList<string> Labels { get; }
        public double MacroF1 { get; }
        public int Total { get; }
        public void Add(int actual, int predicted) { }
        public int Examples(int label) { }
        public double F1(int label) { }
        public double? Precision(int label) { }
        public double? Recall(int label) { }
    }
    public sealed class ConvolutionTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public ConvolutionTraining(TinyRnn.Model.ConvolutionLayer layer) { }
    }
    public enum CorpusNormalization
    {
        None = 0,
        LowerCaseLetters = 1,
    }
    public static class CrossEntropy
    {
        public const int Masked = -1;
        public static double Compute<T>(int classes, System.ReadOnlySpan<T> logits, System.ReadOnlySpan<int> targets, System.Span<T> gradient, System.ReadOnlySpan<T> weights = default)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
    }
    public sealed class DataParallelNetwork<T> : System.IDisposable
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public const int MaxThreads = 256;
        public DataParallelNetwork(TinyRnn.Training.TrainableNetwork<T> network, int threads, T[]? classWeights = null) { }
        public void Dispose() { }
        public double GradientNorm() { }
        public double Learn(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, TinyRnn.Training.StepInput<T> targets, TinyRnn.Model.OutputSteps steps, TinyRnn.Training.NetworkState<T>? initial = null, TinyRnn.Training.NetworkState<T>? final = null, TinyRnn.Training.Xoshiro256StarStar? random = null) { }
        public void Update(TinyRnn.Training.Optimizer<T> optimizer, double gradientScale = 1) { }
    }
    public static class DataText
    {
        public static string Decode(System.ReadOnlySpan<byte> bytes, string path, System.Text.Encoding? encoding = null) { }
        public static string? FindKind(System.ReadOnlySpan<byte> start) { }
        public static string Read(string path, System.Text.Encoding? encoding = null) { }
    }
    public sealed class DelayTraining<T> : TinyRnn.Training.TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public DelayTraining(TinyRnn.Model.DelayLayer layer) { }
        public override System.ReadOnlySpan<T> FinalState { get; }
        public override System.ReadOnlySpan<T> InitialStateGradient { get; }
        public override System.ReadOnlySpan<T> Output { get; }
        public override void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient) { }
        public override void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps) { }
    }
    public sealed class DenseTraining<T> : TinyRnn.Training.TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public DenseTraining(TinyRnn.Model.DenseLayer layer) { }
        public override System.ReadOnlySpan<T> Output { get; }
        public override void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient) { }
        public override void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps) { }
    }
    public sealed class EmbeddingTraining<T> : TinyRnn.Training.TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public EmbeddingTraining(TinyRnn.Model.EmbeddingLayer layer) { }
        public override System.ReadOnlySpan<T> Output { get; }
        public override void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient) { }
        public override void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps) { }
    }
    public sealed class ExampleGuess : System.IEquatable<TinyRnn.Training.ExampleGuess>
    {
        public ExampleGuess(string Text, string Guess, string Label) { }
        public bool Correct { get; }
        public string Guess { get; init; }
        public string Label { get; init; }
        public string Text { get; init; }
    }
    public enum ExampleSampling
    {
        Shuffled = 0,
        Balanced = 1,
    }
    public sealed class ForecastBaselines : System.IEquatable<TinyRnn.Training.ForecastBaselines>
    {
        public ForecastBaselines(int? Season = default, TinyRnn.Training.Autoregression? Autoregression = null) { }
        public TinyRnn.Training.Autoregression? Autoregression { get; init; }
        public int? Season { get; init; }
        [return: System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "Name",
                "Forecasts"})]
        public System.Collections.Generic.IReadOnlyList<System.ValueTuple<string, double[]>> Forecast(TinyRnn.Training.ForecastWindows windows, System.Collections.Generic.IReadOnlyList<int> targets) { }
        public System.Text.Json.Nodes.JsonObject ToJson() { }
        public static TinyRnn.Training.ForecastBaselines Fit(TinyRnn.Training.ForecastWindows windows, int? season = default) { }
        public static TinyRnn.Training.ForecastBaselines Read(System.Text.Json.JsonElement json, int window) { }
    }
    public sealed class ForecastErrors : System.IEquatable<TinyRnn.Training.ForecastErrors>
    {
        public ForecastErrors(double Rmse, double Mae) { }
        public double Mae { get; init; }
        public double Rmse { get; init; }
        public static TinyRnn.Training.ForecastErrors Of(System.ReadOnlySpan<double> forecasts, System.ReadOnlySpan<double> measured) { }
    }
    public sealed class ForecastIntervals : System.IEquatable<TinyRnn.Training.ForecastIntervals>
    {
        public const int MaximumSteps = 24;
        public ForecastIntervals(double Level, System.Collections.Generic.IReadOnlyList<double> HalfWidths) { }
        public System.Collections.Generic.IReadOnlyList<double> HalfWidths { get; init; }
        public double Level { get; init; }
        public double? HalfWidth(TinyRnn.Model.ForecastShape shape, int step) { }
        public System.Text.Json.Nodes.JsonObject ToJson() { }
        public static TinyRnn.Training.ForecastIntervals? Fit(TinyRnn.Model.Network network, TinyRnn.Training.ForecastWindows windows, double level) { }
        public static TinyRnn.Training.ForecastIntervals? Read(System.Text.Json.JsonElement json) { }
    }
    public sealed class ForecastSeries
    {
        public const int Missing = -1;
        public ForecastSeries(double[] rows, double[] target, int[] segments, System.Collections.Generic.IReadOnlyList<string> columns, string targetName) { }
        public System.Collections.Generic.IReadOnlyList<string> Columns { get; }
        public int Count { get; }
        public System.Collections.Generic.IReadOnlyList<double[]> Future { get; init; }
        public int Gaps { get; }
        public string Hash { get; }
        public System.Collections.Generic.IReadOnlyList<int> Known { get; init; }
        public System.ReadOnlySpan<double> Target { get; }
        public int? TargetColumn { get; }
        public string TargetName { get; }
        public string? TimeName { get; init; }
        public TinyRnn.Training.ForecastSeries Ahead(int horizon) { }
        public bool IsThere(int row) { }
        public bool IsWhole(int first, int last) { }
        public System.ReadOnlySpan<double> Rows(int first, int count) { }
        public static TinyRnn.Training.ForecastSeries Of(System.ReadOnlySpan<double> values, string name = "value") { }
        public static TinyRnn.Training.ForecastSeries Of(System.ReadOnlySpan<float> values, string name = "value") { }
    }
    public static class ForecastSteps
    {
        public static double[] After(TinyRnn.Model.Interpreter interpreter, System.ReadOnlySpan<double> window, int count, System.Func<int, double[]> known) { }
    }
    public static class ForecastTraining
    {
        public static TinyRnn.Training.SequenceRegressionOptions DefaultOptions { get; }
        public static TinyRnn.Training.SequenceRegressionTrainer CreateTrainer(TinyRnn.Training.ForecastWindows windows, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> layers, bool predictsChange, TinyRnn.Training.SequenceRegressionOptions? options = null, TinyRnn.Training.ForecastBaselines? baselines = null) { }
    }
    public sealed class ForecastWindows
    {
        public ForecastWindows(TinyRnn.Training.ForecastSeries series, int window, int horizon) { }
        public System.Collections.Generic.IReadOnlyList<int> All { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.ColumnPrecision> Coarse { get; }
        public TinyRnn.Training.ForecastSeries Series { get; }
        public TinyRnn.Model.ForecastShape Shape { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.ColumnPrecision> StillCoarse { get; }
        public System.Collections.Generic.IReadOnlyList<int> Test { get; }
        public int TestStart { get; }
        public System.Collections.Generic.IReadOnlyList<int> Train { get; }
        public System.Collections.Generic.IReadOnlyList<int> Validation { get; }
        public int ValidationStart { get; }
        public System.ReadOnlySpan<double> Before(int target) { }
        public TinyRnn.Training.SequenceExample Example(int target) { }
        public double[] Forecast(TinyRnn.Model.Network network, System.Collections.Generic.IReadOnlyList<int> targets) { }
    }
    public sealed class FunctionTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public FunctionTraining(TinyRnn.Model.FunctionLayer layer) { }
    }
    public static class GradientClipping
    {
        public static double ByGlobalNorm<T>(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> parameters, double maxNorm)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
        public static double ByValue<T>(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> parameters, double limit)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
        public static double Coefficient(double norm, double maxNorm) { }
        public static double GlobalNorm<T>(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> parameters)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
    }
    public sealed class InitialWeights : System.IEquatable<TinyRnn.Training.InitialWeights>
    {
        public InitialWeights(TinyRnn.Model.Network Network, string Source) { }
        public TinyRnn.Model.Network Network { get; init; }
        public string Source { get; init; }
    }
    public sealed class LabelledDataSet
    {
        public LabelledDataSet(TinyRnn.Model.TokenInput vocabulary, System.Collections.Generic.IReadOnlyList<string> labels, System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledText> train, System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledText> test, int empty = 0, int repeated = 0, System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledText>? validation = null) { }
        public int Empty { get; }
        public System.Collections.Generic.IReadOnlyList<string> Labels { get; }
        public int Repeated { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledText> Test { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledText> Train { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledText> Validation { get; }
        public TinyRnn.Model.TokenInput Vocabulary { get; }
    }
    public static class LabelledFolder
    {
        public static TinyRnn.Training.LabelledTexts Read(string folder, System.Text.Encoding? encoding = null) { }
    }
    public readonly struct LabelledLine : System.IEquatable<TinyRnn.Training.LabelledLine>
    {
        public LabelledLine(string Text, string File, int Number) { }
        public string File { get; init; }
        public int Number { get; init; }
        public string Text { get; init; }
    }
    public sealed class LabelledText : System.IEquatable<TinyRnn.Training.LabelledText>
    {
        public LabelledText(string Text, int[] Tokens, int Label) { }
        public int Label { get; init; }
        public string Text { get; init; }
        public int[] Tokens { get; init; }
    }
    public sealed class LabelledTexts
    {
        public const int DefaultVocabularySize = 2048;
        public const int MaximumLength = 10000;
        public const int UnknownSymbol = 65533;
        public LabelledTexts(System.Collections.Generic.IReadOnlyList<string> labels, System.Collections.Generic.IReadOnlyList<System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledLine>> lines, System.Collections.Generic.IReadOnlyList<string> sources) { }
        public System.Collections.Generic.IReadOnlyList<string> Labels { get; }
        public System.Collections.Generic.IReadOnlyList<System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LabelledLine>> Lines { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.VocabularyCoverage> Cover(TinyRnn.Model.Vocabulary vocabulary) { }
        public TinyRnn.Model.Vocabulary MakeVocabulary(int maximumSize = 2048) { }
        public TinyRnn.Training.LabelledDataSet Split(TinyRnn.Model.TokenInput input, int testEvery = 10, bool hasValidation = false) { }
        public TinyRnn.Training.LabelledTexts WithoutSmallClasses(TinyRnn.Model.TokenInput input, out System.Collections.Generic.IReadOnlyList<string> left) { }
    }
    public sealed class LanguageModelOptions : TinyRnn.Training.TrainingOptions, System.IEquatable<TinyRnn.Training.LanguageModelOptions>
    {
        public const string TextRule = "Adam at 0.005 falling to 0.0001, 64 steps, 5,000,000 characters in 1 to 10 epochs" +
            ", 2 to 32 streams of at least 16,384 characters each, and dropout of 0.3 for tex" +
            "ts of fewer than 500,000 characters";
        public LanguageModelOptions() { }
        public int BatchSize { get; init; }
        public int Epochs { get; init; }
        public int Steps { get; init; }
        public double ValidationFraction { get; init; }
        public TinyRnn.Training.WindowSampling? Windows { get; init; }
        public static TinyRnn.Training.LanguageModelOptions DefaultForText { get; }
        public static TinyRnn.Training.LanguageModelOptions ForText(TinyRnn.Training.CharacterCorpus corpus) { }
    }
    public sealed class LanguageModelTrainer : TinyRnn.Training.Trainer
    {
        public LanguageModelTrainer(TinyRnn.Training.CharacterCorpus corpus, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> layers, TinyRnn.Training.LanguageModelOptions? options = null) { }
    }
    public sealed class LayerNormTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public LayerNormTraining(TinyRnn.Model.LayerNormLayer layer) { }
    }
    public enum LearningRateSchedule
    {
        Constant = 0,
        Cosine = 1,
        Step = 2,
    }
    public sealed class LossPoint : System.IEquatable<TinyRnn.Training.LossPoint>
    {
        public LossPoint(int Iteration, double Loss, double? Metric) { }
        public int Iteration { get; init; }
        public double Loss { get; init; }
        public double? Metric { get; init; }
    }
    public static class MatrixProduct
    {
        public static void Add<T>(int m, int n, int k, System.ReadOnlySpan<T> a, int strideA, System.ReadOnlySpan<T> b, int strideB, System.Span<T> c, int strideC)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
        public static void AddTransposedLeft<T>(int m, int n, int k, System.ReadOnlySpan<T> a, int strideA, System.ReadOnlySpan<T> b, int strideB, System.Span<T> c, int strideC)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
        public static void AddTransposedRight<T>(int m, int n, int k, System.ReadOnlySpan<T> a, int strideA, System.ReadOnlySpan<T> b, int strideB, System.Span<T> c, int strideC)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
        public static void Transpose<T>(int rows, int columns, System.ReadOnlySpan<T> source, int stride, System.Span<T> destination)
            where T :  unmanaged { }
    }
    public static class MeanSquaredError
    {
        public static double Compute<T>(System.ReadOnlySpan<T> outputs, System.ReadOnlySpan<T> targets, System.Span<T> gradient)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
    }
    public static class NegativeLogLikelihood
    {
        public static double Compute<T>(int classes, System.ReadOnlySpan<T> logProbabilities, System.ReadOnlySpan<int> targets, System.Span<T> gradient, System.ReadOnlySpan<T> weights = default)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
    }
    public sealed class NetworkState<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public NetworkState(TinyRnn.Training.TrainableNetwork<T> network, int sequences) { }
        public System.Span<T> this[int layer] { get; }
        public int Sequences { get; }
    }
    public enum OptimizerKind
    {
        Sgd = 0,
        Adam = 1,
        AdamW = 2,
        RmsProp = 3,
    }
    public sealed class OptimizerOptions : System.IEquatable<TinyRnn.Training.OptimizerOptions>
    {
        public OptimizerOptions() { }
        public double Beta1 { get; init; }
        public double Beta2 { get; init; }
        public double? ClipNorm { get; init; }
        public double? ClipValue { get; init; }
        public double Epsilon { get; init; }
        public double FinalRateFraction { get; init; }
        public TinyRnn.Training.OptimizerKind Kind { get; init; }
        public double LearningRate { get; init; }
        public double Momentum { get; init; }
        public TinyRnn.Training.LearningRateSchedule Schedule { get; init; }
        public double SquareDecay { get; init; }
        public int? StepEvery { get; init; }
        public double? StepEveryEpochs { get; init; }
        public double StepFactor { get; init; }
        public double? WarmUpEpochs { get; init; }
        public int WarmUpSteps { get; init; }
        public double? WeightDecay { get; init; }
        public TinyRnn.Training.Optimizer<T> Create<T>(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> parameters)
            where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
        public TinyRnn.Training.OptimizerOptions InSteps(int stepsPerEpoch) { }
        public double RateAt(int step, int steps) { }
    }
    public abstract class Optimizer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public double LearningRate { get; set; }
        public void Update() { }
        public void Update(double gradientScale) { }
    }
    public sealed class PackedLayout
    {
        public PackedLayout() { }
        public int Rows { get; }
        public int Sequences { get; }
        public int Steps { get; }
        public int Active(int step) { }
        public int LastRow(int sequence) { }
        public int Length(int sequence) { }
        public int Offset(int step) { }
        public void Reset(System.ReadOnlySpan<int> lengths) { }
        public void Reset(int sequences, int steps) { }
    }
    public sealed class Parameter<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public Parameter(string name, System.Collections.Generic.IReadOnlyList<int> shape) { }
        public T[] Gradient { get; }
        public string Name { get; }
        public System.Collections.Generic.IReadOnlyList<int> Shape { get; }
        public T[] Value { get; }
    }
    public sealed class PoolingTraining<T> : TinyRnn.Training.TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public PoolingTraining(TinyRnn.Model.PoolingLayer layer) { }
        public override System.ReadOnlySpan<T> FinalState { get; }
        public override System.ReadOnlySpan<T> InitialStateGradient { get; }
        public override System.ReadOnlySpan<T> Output { get; }
        public override void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient) { }
        public override void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps) { }
    }
    public sealed class PreluTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public PreluTraining(TinyRnn.Model.PreluLayer layer) { }
    }
    public sealed class RecurrentArchitecture : System.IEquatable<TinyRnn.Training.RecurrentArchitecture>
    {
        public RecurrentArchitecture() { }
        public TinyRnn.Model.Activation Activation { get; init; }
        public TinyRnn.Model.BiasForm Bias { get; init; }
        public TinyRnn.Training.RecurrentCell Cell { get; init; }
        public int ConvolutionDilation { get; init; }
        public int ConvolutionKernel { get; init; }
        public System.Collections.Generic.IReadOnlyList<int> Convolutions { get; init; }
        public int EmbeddingSize { get; init; }
        public bool HasLayerNorm { get; init; }
        public int HiddenSize { get; init; }
        public bool IsBidirectional { get; init; }
        public bool IsResidual { get; init; }
        public int Layers { get; init; }
        public TinyRnn.Model.PoolingMode? Pooling { get; init; }
    }
    public enum RecurrentCell
    {
        Rnn = 0,
        Gru = 1,
        Lstm = 2,
    }
    public sealed class RecurrentTraining<T> : TinyRnn.Training.TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public RecurrentTraining(TinyRnn.Model.RecurrentLayer layer) { }
        public override System.ReadOnlySpan<T> FinalState { get; }
        public override System.ReadOnlySpan<T> InitialStateGradient { get; }
        public override System.ReadOnlySpan<T> Output { get; }
        public override void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient) { }
        public override void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps) { }
    }
    public sealed class ReduceTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public ReduceTraining(TinyRnn.Model.ReduceLayer layer) { }
    }
    public sealed class RmsProp<T> : TinyRnn.Training.Optimizer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public RmsProp(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> parameters, double learningRate = 0.01, double squareDecay = 0.99, double momentum = 0, double epsilon = 1E-08, double weightDecay = 0) { }
    }
    public abstract class RowTraining<T> : TinyRnn.Training.TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public override System.ReadOnlySpan<T> Output { get; }
        public override sealed void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient) { }
        public override sealed void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps) { }
    }
    public sealed class ScaleTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public ScaleTraining(TinyRnn.Model.ScaleLayer layer) { }
    }
    public static class Seasonality
    {
        public const int MaximumLength = 3000;
        public static int? Find(System.ReadOnlySpan<double> values) { }
    }
    public sealed class SelectTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public SelectTraining(TinyRnn.Model.SelectLayer layer) { }
    }
    public sealed class SequenceExample : System.IEquatable<TinyRnn.Training.SequenceExample>
    {
        public SequenceExample(float[] Input, float[] Target) { }
        public float[] Input { get; init; }
        public float[] Target { get; init; }
    }
    public sealed class SequenceRegressionOptions : TinyRnn.Training.TrainingOptions, System.IEquatable<TinyRnn.Training.SequenceRegressionOptions>
    {
        public SequenceRegressionOptions() { }
        public int BatchSize { get; init; }
        public System.Text.Json.Nodes.JsonObject? Data { get; init; }
        public int Epochs { get; init; }
        public TinyRnn.Model.ForecastShape? Forecast { get; init; }
        public System.Collections.Generic.IReadOnlyList<string>? InputNames { get; init; }
        public TinyRnn.Model.Scaling? InputScaling { get; init; }
        public TinyRnn.Model.Scaling? OutputScaling { get; init; }
        public TinyRnn.Model.OutputSteps OutputSteps { get; init; }
        public System.Collections.Generic.IReadOnlyList<int>? ResidualInputs { get; init; }
    }
    public sealed class SequenceRegressionTrainer : TinyRnn.Training.Trainer
    {
        public SequenceRegressionTrainer(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.SequenceExample> train, System.Collections.Generic.IReadOnlyList<TinyRnn.Training.SequenceExample> validation, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> layers, TinyRnn.Training.SequenceRegressionOptions? options = null) { }
    }
    public sealed class Sgd<T> : TinyRnn.Training.Optimizer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public Sgd(System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> parameters, double learningRate, double momentum = 0, double weightDecay = 0) { }
    }
    public readonly ref struct StepInput<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public StepInput(System.ReadOnlySpan<T> values) { }
        public StepInput(System.ReadOnlySpan<int> tokens) { }
        public bool IsTokens { get; }
        public System.ReadOnlySpan<int> Tokens { get; }
        public System.ReadOnlySpan<T> Values { get; }
    }
    public abstract class TextClassifierTrainer : TinyRnn.Training.Trainer { }
    public static class TimeSeries
    {
        public static TinyRnn.Model.Scaling Standardize(System.ReadOnlySpan<float> rows, int columns) { }
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Training.SequenceExample> Windows(System.ReadOnlySpan<float> series, int length) { }
    }
    public abstract class TrainableLayer<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public TinyRnn.Model.Layer Description { get; }
        public virtual System.ReadOnlySpan<T> FinalState { get; }
        public virtual System.ReadOnlySpan<T> InitialStateGradient { get; }
        public abstract System.ReadOnlySpan<T> Output { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> Parameters { get; }
        public abstract void Backward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient);
        public abstract void Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> initialState, TinyRnn.Model.OutputSteps steps);
    }
    public sealed class TrainableNetwork<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public TrainableNetwork(System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> layers, double dropout = 0) { }
        public int InputSize { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.TrainableLayer<T>> Layers { get; }
        public int OutputSize { get; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Training.Parameter<T>> Parameters { get; }
        public void Backward(TinyRnn.Training.StepInput<T> input, System.ReadOnlySpan<T> outputGradient, System.Span<T> inputGradient = default) { }
        public void ClearGradients() { }
        public void CopyFinalState(TinyRnn.Training.NetworkState<T> state) { }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Tensor> ExportTensors() { }
        public System.ReadOnlySpan<T> Forward(TinyRnn.Training.PackedLayout layout, TinyRnn.Training.StepInput<T> input, TinyRnn.Model.OutputSteps steps, TinyRnn.Training.NetworkState<T>? initial = null, TinyRnn.Training.Xoshiro256StarStar? random = null) { }
        public void Initialize(TinyRnn.Training.WeightInitialization initialization, TinyRnn.Training.Xoshiro256StarStar random) { }
        public void Load(TinyRnn.Model.Network network) { }
    }
    public abstract class Trainer
    {
        public bool Made(TinyRnn.Model.Network network) { }
        public TinyRnn.Training.CheckpointContent ReadCheckpoint(string path) { }
        public TinyRnn.Training.TrainingResult Train(System.Action<TinyRnn.Training.TrainingProgress>? progress = null, System.Threading.CancellationToken cancellation = default) { }
        public TinyRnn.Training.TrainingResult Train(TinyRnn.Training.CheckpointOptions checkpoints, System.Action<TinyRnn.Training.TrainingProgress>? progress = null, System.Threading.CancellationToken cancellation = default) { }
    }
    public sealed class TrainingDataException : System.Exception
    {
        public TrainingDataException(string path, int line, string reason) { }
        public int Line { get; }
        public string Path { get; }
    }
    public sealed class TrainingDivergedException : System.Exception
    {
        public TrainingDivergedException(int iteration, double learningRate, string what, bool isClipped) { }
        public int Iteration { get; }
        public double LearningRate { get; }
    }
    public abstract class TrainingOptions : System.IEquatable<TinyRnn.Training.TrainingOptions>
    {
        public double Dropout { get; init; }
        public TinyRnn.Training.InitialWeights? InitialWeights { get; init; }
        public TinyRnn.Training.WeightInitialization Initialization { get; init; }
        public string Name { get; init; }
        public TinyRnn.Training.OptimizerOptions Optimizer { get; init; }
        public int? Patience { get; init; }
        public int ProgressEvery { get; init; }
        public ulong Seed { get; init; }
        public double Sparsity { get; init; }
        public int? Threads { get; init; }
        public int ThreadsFor(int sequences) { }
    }
    public sealed class TrainingProgress : System.IEquatable<TinyRnn.Training.TrainingProgress>
    {
        public TrainingProgress() { }
        public int BestIteration { get; init; }
        public double? BestMetric { get; init; }
        public required System.TimeSpan Elapsed { get; init; }
        public required int Epoch { get; init; }
        public TinyRnn.Training.ExampleGuess? Example { get; init; }
        public double? GradientNorm { get; init; }
        public bool IsOfTest { get; init; }
        public required string ItemName { get; init; }
        public required double ItemsPerSecond { get; init; }
        public required int Iteration { get; init; }
        public required double LearningRate { get; init; }
        public required double Loss { get; init; }
        public double? Metric { get; init; }
        public required string MetricName { get; init; }
        public required System.TimeSpan Remaining { get; init; }
        public required System.Func<TinyRnn.Model.Network> Snapshot { get; init; }
        public required int TotalEpochs { get; init; }
        public required int TotalIterations { get; init; }
    }
    public sealed class TrainingResult : System.IEquatable<TinyRnn.Training.TrainingResult>
    {
        public const string MeasuredOnField = "measuredOn";
        public TrainingResult() { }
        public required int BestIteration { get; init; }
        public required bool Cancelled { get; init; }
        public TinyRnn.Training.ConfusionMatrix? Confusion { get; init; }
        public required System.TimeSpan Elapsed { get; init; }
        public required bool HigherIsBetter { get; init; }
        public bool IsOfTest { get; init; }
        public required int Iterations { get; init; }
        public int IterationsPerEpoch { get; init; }
        public required System.Collections.Generic.IReadOnlyList<TinyRnn.Training.LossPoint> LossCurve { get; init; }
        public required double Metric { get; init; }
        public required string MetricName { get; init; }
        public required TinyRnn.Model.Network Network { get; init; }
        public required bool StoppedEarly { get; init; }
    }
    public sealed class TutorialOptions : TinyRnn.Training.TrainingOptions, System.IEquatable<TinyRnn.Training.TutorialOptions>
    {
        public TutorialOptions() { }
        public int EvaluateEvery { get; init; }
        public int LossEvery { get; init; }
        public int Steps { get; init; }
    }
    public sealed class TutorialTrainer : TinyRnn.Training.TextClassifierTrainer
    {
        public TutorialTrainer(TinyRnn.Training.LabelledDataSet data, System.Collections.Generic.IReadOnlyList<TinyRnn.Model.Layer> layers, TinyRnn.Training.TutorialOptions? options = null) { }
    }
    public sealed class VocabularyCoverage
    {
        public VocabularyCoverage(TinyRnn.Model.Vocabulary vocabulary) { }
        public long Characters { get; }
        public double KnownShare { get; }
        public int Texts { get; }
        public int TextsWithUnknown { get; }
        [System.Runtime.CompilerServices.TupleElementNames(new string[] {
                "CodePoint",
                "Count"})]
        public System.Collections.Generic.IReadOnlyList<System.ValueTuple<int, long>> Unknown { get; }
        public long UnknownCharacters { get; }
        public void Add(TinyRnn.Training.VocabularyCoverage other) { }
        public void Add(string text) { }
    }
    public enum WeightInitialization
    {
        Uniform = 0,
        SmallNormal = 1,
    }
    public sealed class WindowPoolingTraining<T> : TinyRnn.Training.RowTraining<T>
        where T :  unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        public WindowPoolingTraining(TinyRnn.Model.WindowPoolingLayer layer) { }
    }
    public sealed class WindowSampling : System.IEquatable<TinyRnn.Training.WindowSampling>
    {
        public WindowSampling(int Train, int Validation) { }
        public int Train { get; }
        public int Validation { get; }
    }
    public sealed class Xoshiro256StarStar
    {
        public Xoshiro256StarStar(ulong seed) { }
        public ulong NextBits() { }
        public double NextDouble() { }
        public int NextInt32(int bound) { }
        public double NextNormal() { }
        public void Shuffle<TItem>(System.Span<TItem> items) { }
    }
}
