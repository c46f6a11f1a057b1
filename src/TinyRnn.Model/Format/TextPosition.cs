namespace TinyRnn.Model;

/// <summary>A place in a text as people count it: line and column, both from 1.</summary>
internal readonly struct TextPosition(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    public static TextPosition Of(TextSource text, int offset)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++)
        {
            bool loneReturn = text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n');
            if (text[i] == '\n' || loneReturn)
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new TextPosition(line, offset - lineStart + 1);
    }
}
