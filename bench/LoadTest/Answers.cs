namespace LoadTest;

/// <summary>Durations of answers, in milliseconds.</summary>
internal sealed class Answers
{
    public double Seconds { get; init; }

    /// <summary>Time to the end of each answer.</summary>
    public List<double> Whole { get; } = [];

    /// <summary>Time to the first part of each answer.</summary>
    public List<double> FirstByte { get; } = [];

    /// <summary>Events of streams.</summary>
    public long Events { get; set; }

    public void Add(Answers others)
    {
        Whole.AddRange(others.Whole);
        FirstByte.AddRange(others.FirstByte);
        Events += others.Events;
    }

    public void Sort()
    {
        Whole.Sort();
        FirstByte.Sort();
    }
}
