using System.Buffers;
using System.Text;
using System.Text.Json;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// The measurements of a training as JSON lines, one per evaluation, written at once. When there are too many, every second line is removed, and from
/// then on only every second, fourth, ... evaluation is kept. So the file stays small however long the run is.
/// </summary>
internal sealed class MetricsFile : IDisposable
{
    /// <summary>The largest number of lines of a file, under a megabyte.</summary>
    public const int MaximumLines = 4096;

    private readonly FileStream _stream;
    private readonly List<byte[]> _lines = [];
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _evaluations;
    private long _stride = 1;
    private bool _isFirst;

    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="isContinued">Whether an existing file's lines are kept, up to the first step that is measured now.</param>
    public MetricsFile(string path, bool isContinued = false)
    {
        byte[][] old = isContinued ? [.. ReadLines(path)] : [];
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1);
        _isFirst = isContinued;
        Rewrite(old);
    }

    /// <summary>The name of the file next to a model.</summary>
    public static string PathBeside(string model) => ModelFiles.Stem(model) + "-metrics.jsonl";

    /// <summary>Adds a line if the progress has a measurement.</summary>
    public void Add(TrainingProgress progress)
    {
        if (progress.Metric is not double metric || _evaluations++ % _stride != 0)
        {
            return;
        }

        if (_isFirst)
        {
            // Steps after the checkpoint are measured again.
            _isFirst = false;
            Rewrite([.. _lines.Where(old => StepOf(old) < progress.Iteration)]);
        }

        byte[] line = Format(progress, metric);
        _lines.Add(line);
        if (_lines.Count <= MaximumLines)
        {
            _stream.Write(line);
            return;
        }

        _stride *= 2;
        Rewrite([.. _lines.Where((_, i) => i % 2 == 0)]);
    }

    public void Dispose() => _stream.Dispose();

    private static IEnumerable<byte[]> ReadLines(string path) => File.Exists(path)
        ? File.ReadLines(path).Take(MaximumLines).Select(line => Encoding.UTF8.GetBytes(line + "\n")).Where(line => StepOf(line) is not null)
        : [];

    // Null for a line that is incomplete because its writer was killed.
    private static int? StepOf(byte[] line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("step", out JsonElement step) && step.TryGetInt32(out int value) ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Rewrite(byte[][] lines)
    {
        _lines.Clear();
        _lines.AddRange(lines);
        _stream.SetLength(0);
        foreach (byte[] line in lines)
        {
            _stream.Write(line);
        }
    }

    private byte[] Format(TrainingProgress progress, double metric)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("step", progress.Iteration);
            json.WriteNumber("epoch", progress.Epoch);
            json.WriteNumber("loss", progress.Loss);
            foreach ((string name, double value) in Measures.Of(progress.MetricName, metric))
            {
                json.WriteNumber(name, value);
            }

            json.WriteNumber("learningRate", progress.LearningRate);
            if (progress.GradientNorm is double norm)
            {
                json.WriteNumber("gradientNorm", norm);
            }

            json.WriteNumber(progress.ItemName + "PerSecond", Math.Round(progress.ItemsPerSecond, 1));
            json.WriteNumber("elapsedSeconds", Math.Round(progress.Elapsed.TotalSeconds, 3));
            json.WriteEndObject();
        }

        _buffer.Write("\n"u8);
        return _buffer.WrittenSpan.ToArray();
    }
}
