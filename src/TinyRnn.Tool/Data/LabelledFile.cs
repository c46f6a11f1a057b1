using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Training;

namespace TinyRnn.Tool.Data;

/// <summary>Reads labelled texts from a folder, or from a CSV file with a column of texts and one of labels.</summary>
internal static class LabelledFile
{
    /// <param name="path">The folder, or a .csv or .jsonl file, or - for standard input.</param>
    /// <param name="textColumn">For a CSV file: the name (or, without a header, the number) of the column of texts; null for <c>text</c>.</param>
    /// <param name="labelColumn">For a CSV file: that of the labels; null for <c>label</c>.</param>
    /// <param name="form">The format of a CSV file.</param>
    /// <param name="signs">Receives the delimiter and the decimal sign of a CSV file; the usual ones for a folder.</param>
    /// <exception cref="ToolException">The path is of another kind, or a column is missing.</exception>
    /// <exception cref="TrainingDataException">The texts cannot be learned from.</exception>
    public static LabelledTexts Read(string path, string? textColumn, string? labelColumn, CsvForm form, out CsvSigns signs)
    {
        if (DataInput.IsTable(path) && !Directory.Exists(path))
        {
            return ReadCsv(path, textColumn ?? "text", labelColumn ?? "label", form, out signs);
        }

        signs = CsvSigns.Default;

        if (File.Exists(path))
        {
            // The message for a picture or a workbook says what it is.
            DataInput.Read(path, form, "texts were expected");
            throw new ToolException(
                $"{path}: is neither a folder nor a .csv or .jsonl file; a folder with a .txt file or a folder for each class, or a .csv or .jsonl file of "
                    + "texts and labels, was expected");
        }

        return textColumn is null && labelColumn is null && form.Delimiter is null
            ? LabelledFolder.Read(path, form.Encoding)
            : throw new ToolException($"{path}: --text-column, --label-column and --delimiter are for a .csv file");
    }

    /// <summary>The same for a model, which remembers the columns of its training.</summary>
    /// <exception cref="ToolException">The path is of another kind, or a column is missing.</exception>
    /// <exception cref="TrainingDataException">The texts cannot be read.</exception>
    public static LabelledTexts Read(string path, Network network, CsvForm form, string? textColumn = null, string? labelColumn = null)
    {
        if (DataInput.IsTable(path) && !Directory.Exists(path))
        {
            textColumn ??= RememberedSettings.Find(network, "text-column");
            labelColumn ??= RememberedSettings.Find(network, "label-column");
        }

        return Read(path, textColumn, labelColumn, form, out _);
    }

    private static LabelledTexts ReadCsv(string path, string textColumn, string labelColumn, CsvForm form, out CsvSigns signs)
    {
        // Column numbers mean that there is no header. The texts cannot tell.
        bool areNumbers = InvariantNumbers.TryParse(textColumn, out int _) && InvariantNumbers.TryParse(labelColumn, out int _);
        CsvTable table = CsvTable.ReadTexts(path, form, fields => !areNumbers || (fields.Contains(textColumn) && fields.Contains(labelColumn)));
        int text = table.IndexOf(textColumn);
        int label = table.IndexOf(labelColumn);
        path = table.Path;
        signs = table.Signs;
        SortedDictionary<string, List<LabelledLine>> classes = new(StringComparer.Ordinal);
        foreach (CsvRow row in table.Rows.Where(row => !row.IsEmpty))
        {
            string name = row.Fields[label];
            if (name.Length == 0)
            {
                throw new ToolException($"{path}({row.Line}): the label is empty");
            }

            List<LabelledLine> lines = classes.TryGetValue(name, out List<LabelledLine>? known) ? known : classes[name] = [];
            if (row.Fields[text].Length > 0)
            {
                lines.Add(new LabelledLine(row.Fields[text], path, (int)row.Line));
            }
        }

        return classes.Count > 1
            ? new LabelledTexts([.. classes.Keys], [.. classes.Values], [.. classes.Keys.Select(_ => path)])
            : throw new ToolException($"{path}: column '{labelColumn}' has {(classes.Count == 0 ? "no label" : "only one label")}; at least two were expected");
    }
}
