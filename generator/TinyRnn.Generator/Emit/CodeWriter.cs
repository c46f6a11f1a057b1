using System.Text;

namespace TinyRnn.Generator.Emit;

/// <summary>Writes indented C#.</summary>
internal sealed class CodeWriter
{
    private const int MostOfDocumentation = 140;

    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _blankLinePending;
    private bool _blockStarts;
    private int _memberDepth = -1;

    /// <summary>From here on what is declared at this depth is marked as generated. The type around it is the user's too, so it is not.</summary>
    public void MarkMembers() => _memberDepth = _depth;

    /// <summary>Writes one line, or several separated by line feeds, at the current depth.</summary>
    public void Write(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            string content = line.TrimEnd('\r');
            if (_blankLinePending && !_blockStarts && content != "}")
            {
                _text.Append('\n');
            }

            _blankLinePending = false;
            _blockStarts = false;
            if (_depth == _memberDepth && GeneratedMark.Of(content) is string mark)
            {
                _text.Append(' ', _depth * 4).Append(mark).Append('\n');
            }

            if (content.Length > 0)
            {
                _text.Append(' ', _depth * 4).Append(content);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Leaves one blank line before the next line, unless a block starts or ends there.</summary>
    public void Blank() => _blankLinePending = true;

    /// <summary>Reserves a place for a line whose content is known only when the lines after it are written.</summary>
    public Gap Keep() => new(this, _text.Length, _depth);

    /// <summary>Writes a line and an opening brace; the end of the using block closes the brace.</summary>
    public Scope Block(string line)
    {
        Write(line);
        return Braces();
    }

    /// <summary>Writes an opening brace; the end of the using block closes it.</summary>
    public Scope Braces()
    {
        Write("{");
        _depth++;
        _blockStarts = true;
        return new Scope(this);
    }

    /// <summary>Writes a summary; the text is escaped.</summary>
    public void Summary(string text) => Tag("summary", "", text);

    /// <summary>Writes the description of a parameter; the text is escaped.</summary>
    public void Param(string name, string text) => Tag("param", $" name=\"{name}\"", text);

    /// <summary>Writes the description of the return value; the text is escaped.</summary>
    public void Returns(string text) => Tag("returns", "", text);

    /// <summary>Writes an exception of the namespace System; the text is escaped.</summary>
    public void Exception(string type, string text) => Tag("exception", $" cref=\"global::System.{type}\"", text);

    public override string ToString() => _text.ToString();

    private void Tag(string tag, string attributes, string text)
    {
        StringBuilder line = new("///");
        foreach (string word in $"<{tag}{attributes}>{Escape(text)}</{tag}>".Split(' '))
        {
            if (line.Length > 3 && line.Length + 1 + word.Length > MostOfDocumentation)
            {
                Write(line.ToString());
                line.Clear().Append("///");
            }

            line.Append(' ').Append(word);
        }

        Write(line.ToString());
    }

    /// <summary>A text as the content of an XML comment.</summary>
    public static string Escape(string text) => CleanComment(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>
    /// Text of the model file for a comment: characters that could end the line, change the writing direction or are not allowed in XML become
    /// spaces.
    /// </summary>
    public static string CleanComment(string text) =>
        new(
            [.. text.Select(c => char.IsControl(c)
                || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF' ? ' ' : c)]);

    /// <summary>The place of a line that is written later.</summary>
    internal readonly struct Gap(CodeWriter writer, int position, int depth)
    {
        /// <summary>Writes the line and a blank line after it; called once.</summary>
        public void Write(string line)
        {
            bool isBlank = position < writer._text.Length && writer._text[position] == '\n';
            writer._text.Insert(position, new string(' ', depth * 4) + line + (isBlank ? "\n" : "\n\n"));
        }
    }

    internal readonly struct Scope(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._blankLinePending = false;
            writer._blockStarts = false;
            writer._depth--;
            writer.Write("}");
        }
    }
}
