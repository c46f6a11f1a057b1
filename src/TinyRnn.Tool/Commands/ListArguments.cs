using System.CommandLine;

namespace TinyRnn.Tool.Commands;

/// <summary>Options whose value is a list, separated by commas.</summary>
internal static class ListArguments
{
    /// <summary>The items without the spaces around them; null if the option is not given.</summary>
    public static string[]? GetList(this ParseResult parsed, Option<string?> option) => parsed.GetValue(option)?.Split(',', StringSplitOptions.TrimEntries);
}
