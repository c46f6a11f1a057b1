namespace TinyRnn
{
    public static class AlignedWeights
    {
        public static System.Single& At(nint address) { }
        public static nint Copy(System.ReadOnlySpan<ulong> weights, ref System.IntPtr address) { }
    }
    public static class AsciiFolding
    {
        public const int Dropped = -1;
        public static int Fold(int codePoint) { }
        public static int ReadCodePoint(System.ReadOnlySpan<char> text, ref int position) { }
    }
    public readonly ref struct CharacterSet
    {
        public CharacterSet(ulong low, ulong high, System.ReadOnlySpan<int> others) { }
        public bool Contains(int codePoint) { }
    }
    public readonly ref struct CompiledStepper<TModel, TState> : TinyRnn.ITokenStepper
        where TModel : TinyRnn.ITextModel<TState>
        where TState :  struct
    {
        public CompiledStepper(ref TState state) { }
        public bool HasSpaces { get; }
        public TinyRnn.OutputForm OutputForm { get; }
        public void Advance(int token) { }
        public int ReadToken(System.ReadOnlySpan<char> text, ref int position) { }
        public void Step(int token, System.Span<float> output) { }
        public bool TryWriteToken(int token, System.Span<char> destination, out int written) { }
    }
    public static class DelayLine
    {
        public static void Read(ref float rows, float oldest, int memory, int size, int lag, int count, ref float result) { }
        public static void Write(ref float rows, ref float oldest, int memory, int size, ref float row) { }
    }
    public interface IRecurrentModel<TState>
        where TState :  struct
    {
        ulong Fingerprint { get; }
        TState InitialState { get; }
        int OutputSize { get; }
        System.ReadOnlySpan<int> StateParts { get; }
        bool SelfTest(out float largestError);
    }
    public interface ITextModel<TState> : TinyRnn.IRecurrentModel<TState>, TinyRnn.ITextReader, TinyRnn.ITokenModel<TState>
        where TState :  struct
    {
        int Run(ref TState state, System.ReadOnlySpan<char> text, System.Span<float> output);
        bool TryRun(ref TState state, System.ReadOnlySpan<char> text, System.Span<float> output, out int steps, out int unknown);
    }
    public interface ITextReader
    {
        bool HasSpaces { get; }
        int ReadToken(System.ReadOnlySpan<char> text, ref int position);
        bool TryReadToken(System.ReadOnlySpan<char> text, ref int position, out int token);
        bool TryWriteToken(int token, System.Span<char> destination, out int written);
    }
    public interface ITextSequenceModel : TinyRnn.ITextReader, TinyRnn.ITokenSequenceModel
    {
        int Run(System.ReadOnlySpan<char> text, System.Span<float> output);
        bool TryRun(System.ReadOnlySpan<char> text, System.Span<float> output, out int steps, out int unknown);
    }
    public interface ITokenModel<TState> : TinyRnn.IRecurrentModel<TState>
        where TState :  struct
    {
        TinyRnn.OutputForm OutputForm { get; }
        int VocabularySize { get; }
        void Advance(ref TState state, int token);
        void Run(ref TState state, System.ReadOnlySpan<int> tokens, System.Span<float> output);
        void Step(System.Span<TState> states, System.ReadOnlySpan<int> tokens, System.Span<float> outputs);
        void Step(ref TState state, int token, System.Span<float> output);
    }
    public interface ITokenSequenceModel
    {
        TinyRnn.OutputForm OutputForm { get; }
        int OutputSize { get; }
        int VocabularySize { get; }
        void Run(System.ReadOnlySpan<int> tokens, System.Span<float> output);
        bool SelfTest(out float largestError);
    }
    public interface ITokenStepper
    {
        bool HasSpaces { get; }
        TinyRnn.OutputForm OutputForm { get; }
        void Advance(int token);
        int ReadToken(System.ReadOnlySpan<char> text, ref int position);
        void Step(int token, System.Span<float> output);
        bool TryWriteToken(int token, System.Span<char> destination, out int written);
    }
    public interface IVectorModel<TState> : TinyRnn.IRecurrentModel<TState>
        where TState :  struct
    {
        int InputSize { get; }
        void Advance(ref TState state, System.ReadOnlySpan<float> input);
        void Run(ref TState state, System.ReadOnlySpan<float> sequence, System.Span<float> output);
        void Step(System.Span<TState> states, System.ReadOnlySpan<float> inputs, System.Span<float> outputs);
        void Step(ref TState state, System.ReadOnlySpan<float> input, System.Span<float> output);
    }
    public interface IVectorSequenceModel
    {
        int InputSize { get; }
        int OutputSize { get; }
        void Run(System.ReadOnlySpan<float> sequence, System.Span<float> output);
        bool SelfTest(out float largestError);
    }
    public static class IntegerSums
    {
        public static System.Runtime.Intrinsics.Vector128<int> Add(System.Runtime.Intrinsics.Vector128<int> sum, System.Runtime.Intrinsics.Vector128<byte> quantized, System.Runtime.Intrinsics.Vector128<sbyte> weights) { }
        public static System.Runtime.Intrinsics.Vector256<int> Add(System.Runtime.Intrinsics.Vector256<int> sum, System.Runtime.Intrinsics.Vector256<byte> quantized, System.Runtime.Intrinsics.Vector256<sbyte> weights) { }
        public static System.Runtime.Intrinsics.Vector512<int> Add(System.Runtime.Intrinsics.Vector512<int> sum, System.Runtime.Intrinsics.Vector512<byte> quantized, System.Runtime.Intrinsics.Vector512<sbyte> weights) { }
        public static int Gather(ref byte quantized, ref ushort indices) { }
        public static int Gather(ref byte quantized, nuint first, nuint second, nuint third, nuint fourth) { }
    }
    public static class LanguageModel
    {
        public static int Generate<TStepper>([System.Runtime.CompilerServices.ScopedRef] ref TStepper model, System.ReadOnlySpan<char> prompt, System.Span<char> destination, [System.Runtime.CompilerServices.ScopedRef] in TinyRnn.SamplingOptions options, System.Span<float> scratch)
            where TStepper : TinyRnn.ITokenStepper { }
        public static void Generate<TModel, TState>(ref TState state, System.ReadOnlySpan<int> prompt, System.Span<int> destination, in TinyRnn.SamplingOptions options, System.Span<float> scratch)
            where TModel : TinyRnn.ITokenModel<TState>
            where TState :  struct { }
        public static TinyRnn.TextScore Score<TStepper>([System.Runtime.CompilerServices.ScopedRef] ref TStepper model, System.ReadOnlySpan<char> text, System.Span<float> scratch)
            where TStepper : TinyRnn.ITokenStepper { }
        public static TinyRnn.TextScore Score<TModel, TState>(ref TState state, System.ReadOnlySpan<int> tokens, System.Span<float> scratch)
            where TModel : TinyRnn.ITokenModel<TState>
            where TState :  struct { }
    }
    public static class LayerNormalization
    {
        public static void Apply(ref float values, ref float result, int groups, int size, float epsilon) { }
        public static void Apply(ref float values, ref float weight, ref float bias, ref float result, int groups, int size, float epsilon) { }
    }
    public enum LetterCase
    {
        AsWritten = 0,
        AsciiLower = 1,
        Lower = 2,
    }
    public static class LetterCases
    {
        public static int Change(int codePoint, TinyRnn.LetterCase letters) { }
    }
    public static class ModelArguments
    {
        public static void CheckHistory(int length, int window, int columns) { }
        public static void CheckLength(int length, int expected, string name) { }
        public static void CheckNotEmpty(int length, string name) { }
        public static void CheckRoom(int length, int steps, int size) { }
        public static void CheckToken(int token, int vocabularySize) { }
        public static void CheckTokens(System.ReadOnlySpan<int> tokens, int vocabularySize) { }
        public static int CountSteps(int length, int inputSize) { }
        public static System.Span<float> NextRow(System.Span<float> output, int step, int size) { }
        [System.Diagnostics.CodeAnalysis.DoesNotReturn]
        public static void ThrowNoCharacter() { }
        [System.Diagnostics.CodeAnalysis.DoesNotReturn]
        public static void ThrowNoWord() { }
        [System.Diagnostics.CodeAnalysis.DoesNotReturn]
        public static int ThrowUnknown(int codePoint) { }
    }
    public static class ModelTestVectors
    {
        public const float Int8Tolerance = 0.02F;
        public const float Tolerance = 0.0001F;
        public static void Check<TModel, TState>(System.ReadOnlySpan<char> text, System.ReadOnlySpan<float> recorded, System.Span<float> output, ref float largestError)
            where TModel : TinyRnn.ITextModel<TState>
            where TState :  struct { }
        public static void Check<TModel, TState>(System.ReadOnlySpan<float> sequence, System.ReadOnlySpan<float> recorded, System.Span<float> output, ref float largestError)
            where TModel : TinyRnn.IVectorModel<TState>
            where TState :  struct { }
        public static void Check<TModel, TState>(System.ReadOnlySpan<int> tokens, System.ReadOnlySpan<float> recorded, System.Span<float> output, ref float largestError)
            where TModel : TinyRnn.ITokenModel<TState>
            where TState :  struct { }
        public static void CheckSequence<TModel>(System.ReadOnlySpan<char> text, System.ReadOnlySpan<float> recorded, ref float largestError)
            where TModel : TinyRnn.ITextSequenceModel { }
        public static void CheckSequence<TModel>(System.ReadOnlySpan<float> sequence, System.ReadOnlySpan<float> recorded, ref float largestError)
            where TModel : TinyRnn.IVectorSequenceModel { }
        public static void CheckSequence<TModel>(System.ReadOnlySpan<int> tokens, System.ReadOnlySpan<float> recorded, ref float largestError)
            where TModel : TinyRnn.ITokenSequenceModel { }
    }
    public static class NanSpread
    {
        public static float OfNaN(ref float x, nuint count) { }
        public static float OfNonFinite(ref float x, nuint count) { }
    }
    public enum OutputForm
    {
        Logits = 0,
        Probabilities = 1,
        LogProbabilities = 2,
    }
    public static class PackedRows
    {
        public static void AddBrain(ref ushort row, ref float bias, ref float result, nuint count) { }
        public static void AddQuantized(ref sbyte row, ref float bias, ref float scale, ref float result, nuint count) { }
    }
    public static class Pooling
    {
        public static void First(ref float first, ref float count, ref float row, int size) { }
        public static void Max(ref float pooled, ref float count, ref float row, int size) { }
        public static void Mean(ref float pooled, ref float count, ref float row, int size) { }
    }
    public readonly struct Prediction<TLabel> : System.IEquatable<TinyRnn.Prediction<TLabel>>
        where TLabel :  struct, System.Enum
    {
        public Prediction(TLabel Label, float Probability) { }
        public TLabel Label { get; init; }
        public float Probability { get; init; }
    }
    public static class Predictions
    {
        public static TinyRnn.Prediction<TLabel> Best<TLabel>(System.ReadOnlySpan<float> probabilities)
            where TLabel :  struct, System.Enum { }
        public static int Top<TLabel>(System.ReadOnlySpan<float> probabilities, System.Span<TinyRnn.Prediction<TLabel>> best)
            where TLabel :  struct, System.Enum { }
    }
    public static class QuantizedInputs
    {
        public static void Write(ref float x, ref byte quantized, nuint count, float low, float inverseStep) { }
        public static void WriteApart(ref float x, ref int quantized, nuint count, float low, float inverseStep) { }
    }
    public static class Reductions
    {
        public static void Max(ref float values, ref float result, int groups, int size) { }
        public static void Mean(ref float values, ref float result, int groups, int size) { }
        public static void Sum(ref float values, ref float result, int groups, int size) { }
    }
    public readonly struct SamplingOptions : System.IEquatable<TinyRnn.SamplingOptions>
    {
        public ulong? Seed { get; init; }
        public int? StopAt { get; init; }
        public float Temperature { get; init; }
        public int TopK { get; init; }
        public float TopP { get; init; }
    }
    public struct SamplingRandom
    {
        public SamplingRandom(ulong? seed) { }
        public double NextDouble() { }
    }
    public static class SlidingWindows
    {
        public static void AddMirrored(ref float values, ref float result, int windows, int stride, int size, int centre) { }
        public static void CopyRows(ref float values, int stride, ref float result, int resultStride, int rows, int size) { }
        public static void Depthwise(ref float values, ref float weights, ref float start, ref float result, int channels, int multiplier, int width, int outputHeight, int outputWidth, int strideHeight, int strideWidth, int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth) { }
        public static void Max(ref float values, ref float result, int channels, int height, int width, int top, int left, int outputHeight, int outputWidth, int strideHeight, int strideWidth, int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth) { }
        public static void Mean(
                    ref float values,
                    ref float result,
                    int channels,
                    int height,
                    int width,
                    int top,
                    int left,
                    int outputHeight,
                    int outputWidth,
                    int strideHeight,
                    int strideWidth,
                    int kernelHeight,
                    int kernelWidth,
                    int dilationHeight,
                    int dilationWidth,
                    bool countsPadding) { }
        public static void Pad(ref float values, ref float result, int rows, int size, int top, int bottom, int before, int after) { }
        public static void SubtractMirrored(ref float values, ref float result, int windows, int stride, int size, int centre) { }
    }
    public static class Softmax
    {
        public static float LogProbability(System.ReadOnlySpan<float> values, int index, TinyRnn.OutputForm form) { }
        public static float LogSumExp(System.ReadOnlySpan<float> logits) { }
        public static void ToLogProbabilities(System.Span<float> logits) { }
        public static void ToProbabilities(System.Span<float> logits) { }
        public static void ToProbabilities(System.Span<float> values, TinyRnn.OutputForm form) { }
    }
    public enum StateError
    {
        None = 0,
        NoState = 1,
        OtherVersion = 2,
        OtherLength = 3,
        Damaged = 4,
        OtherModel = 5,
    }
    public static class StateForm
    {
        public static int GetSize<TModel, TState>()
            where TModel : TinyRnn.IRecurrentModel<TState>
            where TState :  struct { }
        public static void Read<TModel, TState>(System.ReadOnlySpan<byte> source, out TState state)
            where TModel : TinyRnn.IRecurrentModel<TState>
            where TState :  struct { }
        public static bool TryRead<TModel, TState>(System.ReadOnlySpan<byte> source, out TState state, out TinyRnn.StateError error)
            where TModel : TinyRnn.IRecurrentModel<TState>
            where TState :  struct { }
        public static void Write<TModel, TState>(in TState state, System.Span<byte> destination)
            where TModel : TinyRnn.IRecurrentModel<TState>
            where TState :  struct { }
    }
    public readonly struct TextScore : System.IEquatable<TinyRnn.TextScore>
    {
        public TextScore(double LogLikelihood, int Predictions) { }
        public double LogLikelihood { get; init; }
        public double NatsPerCharacter { get; }
        public double Perplexity { get; }
        public int Predictions { get; init; }
    }
    [System.AttributeUsage(System.AttributeTargets.Class | System.AttributeTargets.Struct)]
    public sealed class TinyRnnModelAttribute : System.Attribute
    {
        public TinyRnnModelAttribute(string path) { }
        public bool AlignWeights { get; set; }
        public string Path { get; }
    }
    public static class TokenSampler
    {
        public static int Sample(System.Span<float> values, TinyRnn.OutputForm form, in TinyRnn.SamplingOptions options, ref TinyRnn.SamplingRandom random) { }
    }
    public static class TokenTexts
    {
        public static bool CanRead<TModel>(System.ReadOnlySpan<char> text, int most, out int unknown)
            where TModel : TinyRnn.ITextReader { }
        public static int Read<TModel>(System.ReadOnlySpan<char> text, System.Span<int> tokens, bool cutsBefore, int padding, bool padsBefore)
            where TModel : TinyRnn.ITextReader { }
        public static bool TryWrite(int codePoint, System.Span<char> destination, out int written) { }
    }
    public static class VectorMath
    {
        public static bool IsFused { get; }
        public static System.Runtime.Intrinsics.Vector128<float> Affine(System.Runtime.Intrinsics.Vector128<float> a, float alpha, float beta) { }
        public static System.Runtime.Intrinsics.Vector256<float> Affine(System.Runtime.Intrinsics.Vector256<float> a, float alpha, float beta) { }
        public static System.Runtime.Intrinsics.Vector512<float> Affine(System.Runtime.Intrinsics.Vector512<float> a, float alpha, float beta) { }
        public static System.Runtime.Intrinsics.Vector128<float> Clip(System.Runtime.Intrinsics.Vector128<float> a, float limit) { }
        public static System.Runtime.Intrinsics.Vector256<float> Clip(System.Runtime.Intrinsics.Vector256<float> a, float limit) { }
        public static System.Runtime.Intrinsics.Vector512<float> Clip(System.Runtime.Intrinsics.Vector512<float> a, float limit) { }
        public static System.Runtime.Intrinsics.Vector128<float> Clip(System.Runtime.Intrinsics.Vector128<float> a, float low, float high) { }
        public static System.Runtime.Intrinsics.Vector256<float> Clip(System.Runtime.Intrinsics.Vector256<float> a, float low, float high) { }
        public static System.Runtime.Intrinsics.Vector512<float> Clip(System.Runtime.Intrinsics.Vector512<float> a, float low, float high) { }
        public static System.Runtime.Intrinsics.Vector128<float> Elu(System.Runtime.Intrinsics.Vector128<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector256<float> Elu(System.Runtime.Intrinsics.Vector256<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector512<float> Elu(System.Runtime.Intrinsics.Vector512<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector128<float> Exp(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> Exp(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> Exp(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> ExpMinus1(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> ExpMinus1(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> ExpMinus1(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> ExpOfMinus(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> ExpOfMinus(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> ExpOfMinus(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> HardSigmoid(System.Runtime.Intrinsics.Vector128<float> a, float alpha, float beta) { }
        public static System.Runtime.Intrinsics.Vector256<float> HardSigmoid(System.Runtime.Intrinsics.Vector256<float> a, float alpha, float beta) { }
        public static System.Runtime.Intrinsics.Vector512<float> HardSigmoid(System.Runtime.Intrinsics.Vector512<float> a, float alpha, float beta) { }
        public static System.Runtime.Intrinsics.Vector128<float> LeakyRelu(System.Runtime.Intrinsics.Vector128<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector256<float> LeakyRelu(System.Runtime.Intrinsics.Vector256<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector512<float> LeakyRelu(System.Runtime.Intrinsics.Vector512<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector128<float> Log(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> Log(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> Log(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> Magnitude(System.Runtime.Intrinsics.Vector128<float> a, System.Runtime.Intrinsics.Vector128<float> b) { }
        public static System.Runtime.Intrinsics.Vector256<float> Magnitude(System.Runtime.Intrinsics.Vector256<float> a, System.Runtime.Intrinsics.Vector256<float> b) { }
        public static System.Runtime.Intrinsics.Vector512<float> Magnitude(System.Runtime.Intrinsics.Vector512<float> a, System.Runtime.Intrinsics.Vector512<float> b) { }
        public static System.Runtime.Intrinsics.Vector128<float> Power(System.Runtime.Intrinsics.Vector128<float> a, float exponent) { }
        public static System.Runtime.Intrinsics.Vector256<float> Power(System.Runtime.Intrinsics.Vector256<float> a, float exponent) { }
        public static System.Runtime.Intrinsics.Vector512<float> Power(System.Runtime.Intrinsics.Vector512<float> a, float exponent) { }
        public static System.Runtime.Intrinsics.Vector128<float> Relu(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> Relu(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> Relu(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> Sigmoid(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> Sigmoid(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> Sigmoid(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> Softplus(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> Softplus(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> Softplus(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> Softsign(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> Softsign(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> Softsign(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> Tanh(System.Runtime.Intrinsics.Vector128<float> a) { }
        public static System.Runtime.Intrinsics.Vector256<float> Tanh(System.Runtime.Intrinsics.Vector256<float> a) { }
        public static System.Runtime.Intrinsics.Vector512<float> Tanh(System.Runtime.Intrinsics.Vector512<float> a) { }
        public static System.Runtime.Intrinsics.Vector128<float> ThresholdedRelu(System.Runtime.Intrinsics.Vector128<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector256<float> ThresholdedRelu(System.Runtime.Intrinsics.Vector256<float> a, float alpha) { }
        public static System.Runtime.Intrinsics.Vector512<float> ThresholdedRelu(System.Runtime.Intrinsics.Vector512<float> a, float alpha) { }
    }
    public readonly ref struct WordCharacters
    {
        public WordCharacters(TinyRnn.LetterCase letters, TinyRnn.CharacterSet separators, TinyRnn.CharacterSet removed) { }
        public int Change(int codePoint) { }
        public bool IsRemoved(int codePoint) { }
        public bool IsSeparator(int codePoint) { }
    }
    public readonly ref struct WordTable
    {
        public const int EndDigits = 4;
        public const uint HashStart = 2166136261u;
        public const int SlotDigits = 3;
        public const int Zero = 48;
        public WordTable(System.ReadOnlySpan<byte> utf8, System.ReadOnlySpan<byte> ends, System.ReadOnlySpan<byte> slots, TinyRnn.WordCharacters characters) { }
        public int Find(System.ReadOnlySpan<char> word) { }
        public int Read(System.ReadOnlySpan<char> text, ref int position, int unknown) { }
        public int Require(System.ReadOnlySpan<char> text, ref int position) { }
        public bool TryRead(System.ReadOnlySpan<char> text, ref int position, out int token) { }
        public bool TryWrite(int token, System.Span<char> destination, out int written) { }
        public static uint Hash(uint hash, int codePoint) { }
        public static int Slot(uint hash, int slotCount) { }
    }
    public readonly ref struct Workspace
    {
        public Workspace(int rows, int floatsOfRow) { }
        public System.Single& First { get; }
        public System.Int32& FirstToken { get; }
        public void Dispose() { }
    }
}
