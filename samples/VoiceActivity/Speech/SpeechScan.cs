using TinyRnn;
using VoiceActivity.Audio;
using VoiceActivity.Output;

namespace VoiceActivity.Speech;

/// <summary>Reads sound to its end and writes its segments of speech, without allocations.</summary>
/// <typeparam name="TModel">The compiled model.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
internal sealed class SpeechScan<TModel, TState>
    where TModel : struct, IVectorModel<TState>
    where TState : struct
{
    private readonly ISamples _samples;
    private readonly VoiceDetector<TModel, TState> _detector = new();
    private readonly SegmentFinder _finder;
    private readonly SegmentWriter _writer;
    private readonly bool _writesProbabilities;
    private readonly float[] _chunk = new float[VoiceChunk.Size];

    /// <summary>Makes a new instance.</summary>
    /// <param name="sound">Sound at any rate.</param>
    /// <param name="options">The rules for speech.</param>
    /// <param name="writer">The writer of segments.</param>
    /// <param name="writesProbabilities">Whether the probability of each chunk is written, in place of segments.</param>
    public SpeechScan(ISamples sound, SegmentOptions options, SegmentWriter writer, bool writesProbabilities)
    {
        _samples = sound.Rate == VoiceChunk.Rate ? sound : new Resampler(sound, VoiceChunk.Rate);
        _writer = writer;
        _finder = new SegmentFinder(options, writer.Write);
        _writesProbabilities = writesProbabilities;
    }

    /// <summary>Samples read so far, at <see cref="VoiceChunk.Rate"/> per second.</summary>
    public long Length { get; private set; }

    /// <summary>Reads the sound to its end.</summary>
    /// <exception cref="InvalidDataException">The sound has an invalid sample.</exception>
    public void Run()
    {
        for (int count = ReadChunk(); count > 0; count = ReadChunk())
        {
            // The last chunk is filled up with silence.
            _chunk.AsSpan(count).Clear();
            Length += count;
            float probability = _detector.Next(_chunk);
            if (_writesProbabilities)
            {
                _writer.WriteProbability(Length, probability);
            }
            else
            {
                _finder.Add(probability);
            }
        }

        _finder.Finish(Length);
        _writer.Finish();
    }

    private int ReadChunk()
    {
        int count = 0;
        while (count < _chunk.Length && _samples.Read(_chunk.AsSpan(count)) is int read and > 0)
        {
            count += read;
        }

        return count;
    }
}
