namespace TinyRnn.Tool;

/// <summary>An error that the user can correct. The tool prints its message as one line.</summary>
internal sealed class ToolException(string message) : Exception(message);
