namespace TinyRnn.Interop
{
    public sealed class ExportException : System.Exception
    {
        public ExportException(string message) { }
    }
    public interface IModelExporter
    {
        string Extension { get; }
        string Kind { get; }
        byte[] Write(TinyRnn.Model.Network network, System.Collections.Generic.IList<string> notes);
    }
    public interface IModelImporter
    {
        string Format { get; }
        TinyRnn.Interop.ImportResult Import(TinyRnn.Interop.ImportSource source, TinyRnn.Interop.ImportOptions options);
        bool Recognizes(TinyRnn.Interop.ImportSource source);
    }
    public sealed class ImportException : System.Exception
    {
        public ImportException(string path, string place, string reason) { }
        public string Path { get; }
        public string Place { get; }
        public string Reason { get; }
    }
    public sealed class ImportOptions : System.IEquatable<TinyRnn.Interop.ImportOptions>
    {
        public ImportOptions() { }
        public System.Collections.Generic.IReadOnlyDictionary<string, string> Activations { get; init; }
        public string? Architecture { get; init; }
        public bool? CutsBefore { get; init; }
        public System.Collections.Generic.IReadOnlyList<string>? From { get; init; }
        public int? Horizon { get; init; }
        public System.Collections.Generic.IReadOnlyList<string>? InputNames { get; init; }
        public TinyRnn.Model.Scaling? InputScaling { get; init; }
        public System.Collections.Generic.IReadOnlyList<string>? Known { get; init; }
        public System.Collections.Generic.IReadOnlyList<string>? Labels { get; init; }
        public int? Length { get; init; }
        public string? Name { get; init; }
        public TinyRnn.Model.TextNormalization Normalization { get; init; }
        public System.Collections.Generic.IReadOnlyList<string>? Order { get; init; }
        public TinyRnn.Model.Scaling? OutputScaling { get; init; }
        public TinyRnn.Model.OutputSteps? OutputSteps { get; init; }
        public int? Padding { get; init; }
        public bool? PadsBefore { get; init; }
        public string? Part { get; init; }
        public TinyRnn.Interop.SequenceReading? Reading { get; init; }
        public string? Replacement { get; init; }
        public System.Collections.Generic.IReadOnlyList<int>? ResidualInputs { get; init; }
        public System.Collections.Generic.IReadOnlyDictionary<string, long> Set { get; init; }
        public System.Collections.Generic.IReadOnlyDictionary<string, string> Spelling { get; init; }
        public TinyRnn.Model.WordSplit? Split { get; init; }
        public string? Target { get; init; }
        public TinyRnn.Model.NetworkTask? Task { get; init; }
        public System.Collections.Generic.IReadOnlyList<string>? To { get; init; }
        public int? Tokens { get; init; }
        public TinyRnn.Model.UnknownCharacter? Unknown { get; init; }
        public string? Vocabulary { get; init; }
        public int? Window { get; init; }
        public TinyRnn.Interop.Options.WordList? Words { get; init; }
        public static TinyRnn.Interop.ImportOptions None { get; }
    }
    public sealed class ImportResult : System.IEquatable<TinyRnn.Interop.ImportResult>
    {
        public ImportResult(TinyRnn.Model.Network Network, string Format, System.Collections.Generic.IReadOnlyList<TinyRnn.Interop.LayerReading> Layers, System.Collections.Generic.IReadOnlyList<string> Notes) { }
        public string Format { get; init; }
        public System.Collections.Generic.IReadOnlyList<TinyRnn.Interop.LayerReading> Layers { get; init; }
        public TinyRnn.Model.Network Network { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Notes { get; init; }
        public int SourceCount { get; }
        public string SourceNoun { get; init; }
    }
    public sealed class ImportSource
    {
        public const int MaximumLength = 268435456;
        public ImportSource(string path, System.ReadOnlyMemory<byte> bytes) { }
        public System.Collections.Generic.IReadOnlyCollection<string> Beside { get; }
        public System.ReadOnlySpan<byte> Bytes { get; }
        public System.ReadOnlyMemory<byte> Memory { get; }
        public string Path { get; }
        public TinyRnn.Interop.ImportException Error(string reason) { }
        public TinyRnn.Interop.ImportException Error(string place, string reason) { }
        public static TinyRnn.Interop.ImportSource Load(string path) { }
        public static string Quote(string word) { }
    }
    public sealed class LayerReading : System.IEquatable<TinyRnn.Interop.LayerReading>
    {
        public LayerReading(string Name, string What, System.Collections.Generic.IReadOnlyList<string> Sources) { }
        public string Name { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Sources { get; init; }
        public string What { get; init; }
    }
    public static class ModelExporters
    {
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Interop.IModelExporter> All { get; }
    }
    public static class ModelImporters
    {
        public static System.Collections.Generic.IReadOnlyList<TinyRnn.Interop.IModelImporter> All { get; }
        public static TinyRnn.Interop.ImportResult Import(TinyRnn.Interop.ImportSource source, TinyRnn.Interop.ImportOptions? options = null) { }
        public static TinyRnn.Interop.ImportResult Import(string path, TinyRnn.Interop.ImportOptions? options = null) { }
    }
    public enum SequenceReading
    {
        Steps = 0,
        Final = 1,
        Mean = 2,
        Max = 3,
    }
}
namespace TinyRnn.Interop.Onnx
{
    public enum OnnxConsumer
    {
        Any = 0,
        OpenCv = 1,
    }
    public sealed class OnnxExporter : TinyRnn.Interop.IModelExporter
    {
        public OnnxExporter(bool isStep = false) { }
        public TinyRnn.Interop.Onnx.OnnxConsumer Consumer { get; init; }
        public string Extension { get; }
        public string Kind { get; }
        public int? Steps { get; init; }
        public byte[] Write(TinyRnn.Model.Network network, System.Collections.Generic.IList<string> notes) { }
    }
    public sealed class OnnxImporter : TinyRnn.Interop.IModelImporter
    {
        public OnnxImporter() { }
        public OnnxImporter(System.Collections.Generic.IReadOnlyDictionary<string, System.ReadOnlyMemory<byte>> tensors) { }
        public string Format { get; }
        public TinyRnn.Interop.ImportResult Import(TinyRnn.Interop.ImportSource source, TinyRnn.Interop.ImportOptions options) { }
        public bool Recognizes(TinyRnn.Interop.ImportSource source) { }
    }
}
namespace TinyRnn.Interop.Options
{
    public static class OptionsFile
    {
        public static System.Collections.Generic.IEnumerable<string> ReadingWords { get; }
        public static System.Collections.Generic.IEnumerable<string> SplitWords { get; }
        public static TinyRnn.Interop.ImportOptions FindBeside(string weights) { }
        public static TinyRnn.Interop.ImportOptions Parse(string text, string path) { }
        public static string PathBeside(string weights) { }
        public static TinyRnn.Interop.ImportOptions Read(string path) { }
    }
    public static class TextFiles
    {
        public static System.Collections.Generic.IReadOnlyList<string> ReadLabels(string path) { }
        public static string ReadText(string path) { }
        public static string ReadVocabulary(string path) { }
    }
    public static class WordFiles
    {
        public static TinyRnn.Interop.Options.WordList Read(string path) { }
    }
    public sealed class WordList : System.IEquatable<TinyRnn.Interop.Options.WordList>
    {
        public WordList(System.Collections.Generic.IReadOnlyList<string> Words) { }
        public string? Form { get; init; }
        public bool MayBeLonger { get; init; }
        public string? Replacement { get; init; }
        public TinyRnn.Model.WordSplit? Split { get; init; }
        public TinyRnn.Model.UnknownCharacter? Unknown { get; init; }
        public System.Collections.Generic.IReadOnlyList<string> Words { get; init; }
    }
}
