namespace VoiceActivity.Output;

/// <summary>The format of segments.</summary>
internal enum SegmentFormat
{
    /// <summary>One line for each: 0:00:01.062 - 0:00:02.494.</summary>
    Text,

    /// <summary>An array of objects with <c>start</c> and <c>end</c> in seconds, one on each line.</summary>
    Json,

    /// <summary>Subtitles (SRT) with times, whose text can be filled in.</summary>
    Srt,
}
