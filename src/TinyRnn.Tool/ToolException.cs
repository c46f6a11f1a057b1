namespace TinyRnn.Tool;

/// <summary>What the user did cannot be done; the message is the one line that the tool prints.</summary>
internal sealed class ToolException(string message) : Exception(message);
