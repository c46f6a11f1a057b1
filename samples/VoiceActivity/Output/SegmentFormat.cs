namespace VoiceActivity.Output;

/// <summary>How segments are written.</summary>
internal enum SegmentFormat
{
    /// <summary>A line for each: 0:00:01.062 - 0:00:02.494.</summary>
    Text,

    /// <summary>An array of objects with <c>start</c> and <c>end</c> in seconds, each on a line of its own.</summary>
    Json,

    /// <summary>Subtitles, to be filled in or laid over a video.</summary>
    Srt,
}
