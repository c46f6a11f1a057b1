namespace TinyRnn.Tool.Output;

/// <summary>Rows that cannot be read, or that the model cannot use. Each is reported, and the other rows are processed.</summary>
internal sealed class BadRows
{
    private const int Shown = 10;

    private readonly HashSet<string> _places = [];

    /// <summary>The number of bad rows.</summary>
    public int Count { get; private set; }

    /// <summary>The exit code of a command that has written all other rows.</summary>
    public int ExitCode => Count == 0 ? 0 : Program.SomeLeftOut;

    /// <summary>Adds a message with the file, the line and the error of a row.</summary>
    public void Add(string message)
    {
        // Only the first error of a row is reported.
        if (_places.Add(message.Split("): ")[0]) && Count++ < Shown)
        {
            Console.Error.WriteLine($"tinyrnn: warning: {message}");
        }
    }

    /// <summary>Reports how many there were.</summary>
    public void End()
    {
        if (Count > Shown)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"tinyrnn: warning: {Count - Shown:#,0} more bad rows; {Count:#,0} in all"));
        }
    }
}
