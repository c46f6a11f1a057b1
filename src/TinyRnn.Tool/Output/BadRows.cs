namespace TinyRnn.Tool.Output;

/// <summary>Rows that cannot be read, or that a model cannot read: each is told of, and the others go on.</summary>
internal sealed class BadRows
{
    private const int Shown = 10;

    private readonly HashSet<string> _places = [];

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The exit code of a command that has written all others.</summary>
    public int ExitCode => Count == 0 ? 0 : Program.SomeLeftOut;

    /// <summary>Takes a row with its file, its line and what is wrong.</summary>
    public void Add(string message)
    {
        // What else is wrong with the same row is found when this is mended.
        if (_places.Add(message.Split("): ")[0]) && Count++ < Shown)
        {
            Console.Error.WriteLine($"tinyrnn: warning: {message}");
        }
    }

    /// <summary>Says how many there were.</summary>
    public void End()
    {
        if (Count > Shown)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"tinyrnn: warning: {Count - Shown:#,0} more rows are wrong; {Count:#,0} in all"));
        }
    }
}
