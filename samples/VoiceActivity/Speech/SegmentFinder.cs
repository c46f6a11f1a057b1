namespace VoiceActivity.Speech;

/// <summary>A segment of speech.</summary>
/// <param name="Start">Its first sample, at <see cref="VoiceChunk.Rate"/> per second.</param>
/// <param name="End">The sample after its last one.</param>
internal readonly record struct Segment(long Start, long End);

/// <summary>
/// Finds segments of speech from a stream of probabilities. The result is that of Silero's <c>get_speech_timestamps</c>, but each segment is
/// reported as soon as it is certain.
/// </summary>
/// <param name="options">The rules for speech.</param>
/// <param name="found">Receives the segments, in order.</param>
internal sealed class SegmentFinder(SegmentOptions options, Action<Segment> found)
{
    private const long None = -1;

    private readonly double _threshold = options.Threshold;
    private readonly double _exit = options.Exit;
    private readonly long _minimumSpeech = options.SpeechSamples;
    private readonly long _minimumSilence = options.SilenceSamples;
    private readonly long _padding = options.PaddingSamples;
    private long _position;

    // The current speech, and the first chunk of a silence that may end it.
    private long _start = None;
    private long _silence = None;

    // Speech that has ended and was long enough. Its padding depends on the start of the next speech.
    private Segment? _ended;
    private long _lastEnd = None;

    /// <summary>Reads the probability of the next chunk.</summary>
    public void Add(float probability)
    {
        long at = _position;
        _position += VoiceChunk.Size;
        if (probability >= _threshold)
        {
            _start = _start == None ? at : _start;
            _silence = None;
        }
        else if (probability < _exit && _start != None)
        {
            _silence = _silence == None ? at : _silence;
            if (at - _silence >= _minimumSilence)
            {
                End(_silence);
            }
        }

        if (_ended is Segment ended)
        {
            // Speech that is already long enough will be a segment, whatever follows.
            bool isNext = _start != None && (_silence == None ? at : _silence) - _start > _minimumSpeech;
            if (isNext || (_start == None ? at : _start) - ended.End >= 2 * _padding)
            {
                Give(ended, _start == None ? at : _start);
            }
        }
    }

    /// <summary>Ends the sound, and with it the current speech.</summary>
    /// <param name="length">The number of samples, which may end within the last chunk.</param>
    public void Finish(long length)
    {
        if (_start != None)
        {
            End(length);
        }

        if (_ended is Segment ended)
        {
            found(ended with { End = Math.Min(length, ended.End + _padding) });
            _ended = null;
        }
    }

    private void End(long end)
    {
        if (end - _start > _minimumSpeech)
        {
            if (_ended is Segment ended)
            {
                Give(ended, _start);
            }

            long padding = _lastEnd == None ? _padding : Padding(_start - _lastEnd);
            _ended = new Segment(Math.Max(_start - padding, 0), end);
            _lastEnd = end;
        }

        _start = None;
        _silence = None;
    }

    private void Give(Segment ended, long next)
    {
        found(ended with { End = ended.End + Padding(next - ended.End) });
        _ended = null;
    }

    private long Padding(long silence) => Math.Min(_padding, silence / 2);
}
