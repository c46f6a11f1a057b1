using NoiseSuppression.Suppression;

namespace NoiseSuppression.Output;

/// <summary>The figures of a run.</summary>
/// <param name="Length">Samples of sound, at <see cref="SoundBlock.Rate"/> per second.</param>
/// <param name="Processor">Processor time of the whole program.</param>
/// <param name="Parts">Parts of DTLN that ran.</param>
/// <param name="Allocated">Bytes allocated between the first sample and the last.</param>
internal readonly record struct Figures(long Length, TimeSpan Processor, int Parts, long Allocated)
{
    private double Seconds => (double)Length / SoundBlock.Rate;

    private double? Factor => Length > 0 ? Processor.TotalSeconds / Seconds : null;

    /// <summary>The figures as a line of text.</summary>
    public string ToText() => FormattableString.Invariant(
        $"{Seconds:0.0} s of sound, {Processor.TotalSeconds:0.00} s of processor time: ")
            + FormattableString.Invariant($"real-time factor {(Factor is double factor ? FormattableString.Invariant($"{factor:0.00000}") : "none")}; ")
            + FormattableString.Invariant($"{Parts} of 2 parts; {Allocated} bytes allocated");

    /// <summary>The same as a JSON object. Without sound the real-time factor is null.</summary>
    public string ToJson() => FormattableString.Invariant(
        $"{{\"seconds\": {Seconds:0.000}, \"processorSeconds\": {Processor.TotalSeconds:0.000}, ")
            + FormattableString.Invariant($"\"realTimeFactor\": {(Factor is double factor ? FormattableString.Invariant($"{factor:0.00000}") : "null")}, ")
            + FormattableString.Invariant($"\"parts\": {Parts}, \"allocatedBytes\": {Allocated}}}");
}
