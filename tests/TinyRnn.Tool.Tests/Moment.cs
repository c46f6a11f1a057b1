namespace TinyRnn.Tool.Tests;

/// <summary>A moment in the life of a process: something has happened to one of its files so many times.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Change">What happens to it.</param>
/// <param name="Times">How often it has happened then.</param>
internal sealed record Moment(string File, WatcherChangeTypes Change, int Times = 1);
