namespace TinyRnn.Model;

/// <summary>
/// The characters of a document, read through a window: the text of a large model takes hundreds of megabytes, and nothing copies all of it. It
/// serves one reader at a time.
/// </summary>
internal abstract class TextSource
{
    private const int WindowLength = 1 << 14;

    private char[] _window = [];
    private int _windowStart;

    /// <summary>Number of UTF-16 code units.</summary>
    public abstract int Length { get; }

    public char this[int position]
    {
        get
        {
            int index = position - _windowStart;
            return unchecked((uint)index) < (uint)_window.Length ? _window[index] : Load(position);
        }
    }

    public static implicit operator TextSource(string text) => new StringSource(text);

    /// <summary>
    /// The first place, from the given one on, that is not a plain character of a JSON string: a quote, a backslash, a control character or half a
    /// surrogate pair.
    /// </summary>
    public int FindNotPlain(int position)
    {
        while (position < Length)
        {
            _ = this[position];
            char[] window = _window;
            int index = position - _windowStart;
            while (index < window.Length && window[index] is not ('"' or '\\' or < ' ') && !char.IsSurrogate(window[index]))
            {
                index++;
            }

            position = _windowStart + index;
            if (index < window.Length)
            {
                break;
            }
        }

        return position;
    }

    public abstract string Substring(int start, int length);

    /// <summary>Copies characters to the start of an array.</summary>
    public abstract void CopyTo(int start, char[] destination, int count);

    private char Load(int position)
    {
        int start = position / WindowLength * WindowLength;
        int length = Math.Min(WindowLength, Length - start);
        if (_window.Length != length)
        {
            _window = new char[length];
        }

        _windowStart = start;
        CopyTo(start, _window, length);
        return _window[position - start];
    }

    private sealed class StringSource(string text) : TextSource
    {
        public override int Length => text.Length;

        public override string Substring(int start, int length) => text.Substring(start, length);

        public override void CopyTo(int start, char[] destination, int count) => text.CopyTo(start, destination, 0, count);
    }
}
