namespace TinyRnn.Training;

/// <summary>Data on which nothing can be trained. The message reads 'file(line): what is wrong, what was expected'.</summary>
public sealed class TrainingDataException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="line">Line, counted from 1; 0 for the whole file.</param>
    /// <param name="reason">What is wrong and what was expected.</param>
    public TrainingDataException(string path, int line, string reason)
        : base(line == 0 ? $"{path}: {reason}" : $"{path}({line}): {reason}")
    {
        Path = path;
        Line = line;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>Line, counted from 1; 0 for the whole file.</summary>
    public int Line { get; }
}
