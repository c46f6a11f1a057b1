using System.Text;

namespace TinyRnn.Training;

/// <summary>
/// Reads a folder of texts to classify. It has either one UTF-8 file for each class, whose name without <c>.txt</c> is the label and whose lines that are
/// not blank are the examples; or one folder for each class, whose name is the label and whose <c>.txt</c> files are the examples.
/// </summary>
public static class LabelledFolder
{
    private const string Expected =
        "a .txt file for each class with one example a line, or a folder for each class with one example in each .txt file, was expected";

    /// <summary>Reads the <c>.txt</c> files of a folder or of its folders. Labels are sorted ordinally.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="encoding">The encoding of its files; null for UTF-8.</param>
    /// <exception cref="TrainingDataException">
    /// The folder is missing, has fewer than two classes, or has both files and folders; a class has no example, an example is too long, or bytes
    /// are not UTF-8.
    /// </exception>
    public static LabelledTexts Read(string folder, Encoding? encoding = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new TrainingDataException(folder, 0, $"no such folder; one with {Expected}");
        }

        string[] files = Directory.GetFiles(folder, "*.txt");
        string[] folders = [.. Directory.GetDirectories(folder).Where(inner => Directory.EnumerateFiles(inner, "*.txt").Any())];
        if (files.Length > 1 && folders.Length > 1)
        {
            throw new TrainingDataException(
                folder, 0, $"it has {files.Length} .txt files and {folders.Length} folders with .txt files, but only one of the two was expected");
        }

        bool isOfFolders = folders.Length > 1;
        string[] classes = isOfFolders ? folders : files;
        if (classes.Length == 0)
        {
            throw new TrainingDataException(folder, 0, $"there is no .txt file in it, {Expected}");
        }

        if (classes.Length == 1)
        {
            throw new TrainingDataException(folder, 0, $"'{Path.GetFileName(classes[0])}' is the only class, at least two were expected");
        }

        string[] labels = Array.ConvertAll(classes, path => isOfFolders ? Path.GetFileName(path) : Path.GetFileNameWithoutExtension(path));
        Array.Sort(labels, classes, StringComparer.Ordinal);
        return new LabelledTexts(labels, Array.ConvertAll(classes, path => isOfFolders ? ReadFiles(path, encoding) : ReadLines(path, encoding)), classes);
    }

    private static LabelledLine[] ReadFiles(string folder, Encoding? encoding)
    {
        string[] files = Directory.GetFiles(folder, "*.txt");
        Array.Sort(files, StringComparer.Ordinal);
        LabelledLine[] texts = [.. files.Select(file => new LabelledLine(DataText.Read(file, encoding).Trim(), file, 0)).Where(text => text.Text.Length > 0)];
        return texts.Length > 0 ? texts : throw new TrainingDataException(folder, 0, "the class has no example, one in each .txt file was expected");
    }

    private static LabelledLine[] ReadLines(string file, Encoding? encoding)
    {
        List<LabelledLine> lines = [];
        int number = 0;
        foreach (ReadOnlySpan<char> whole in DataText.Read(file, encoding).AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = whole.Trim();
            if (!line.IsEmpty)
            {
                lines.Add(new LabelledLine(line.ToString(), file, number));
            }
        }

        return lines.Count > 0
            ? [.. lines]
            : throw new TrainingDataException(file, 0, "the class has no example, one on each line was expected");
    }
}
