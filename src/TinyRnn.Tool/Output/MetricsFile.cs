using System.Buffers;
using System.Text.Json;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>
/// What was measured during a training as JSON lines, one an evaluation, written as they come. When there are too many, every other
/// line goes and from then on only every second, fourth, ... evaluation is kept, so that the file stays small however long the run is.
/// </summary>
internal sealed class MetricsFile : IDisposable
{
    /// <summary>Most lines of a file, under a megabyte.</summary>
    public const int MaximumLines = 4096;

    private readonly FileStream _stream;
    private readonly List<byte[]> _lines = [];
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _evaluations;
    private long _stride = 1;

    /// <param name="path">The file; one that is there is replaced.</param>
    public MetricsFile(string path) => _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1);

    /// <summary>The name of the file beside a model.</summary>
    public static string PathBeside(string model) => ModelFiles.Stem(model) + "-metrics.jsonl";

    /// <summary>Adds a line where something was measured.</summary>
    public void Add(TrainingProgress progress)
    {
        if (progress.Metric is not double metric || _evaluations++ % _stride != 0)
        {
            return;
        }

        byte[] line = Format(progress, metric);
        _lines.Add(line);
        if (_lines.Count <= MaximumLines)
        {
            _stream.Write(line);
            return;
        }

        byte[][] kept = [.. _lines.Where((_, i) => i % 2 == 0)];
        _lines.Clear();
        _lines.AddRange(kept);
        _stride *= 2;
        _stream.SetLength(0);
        foreach (byte[] old in kept)
        {
            _stream.Write(old);
        }
    }

    public void Dispose() => _stream.Dispose();

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
