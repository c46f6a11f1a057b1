using TinyRnn.Model;

namespace TinyRnn.Tool.Files;

/// <summary>
/// The files of a run, and the rules that protect them. A command names its inputs and outputs before it reads or computes anything, and writes
/// only through this class. No output is an input, no two outputs are one file, an existing file is replaced only if the user says so, and the
/// new file takes its place only when it is complete.
/// </summary>
/// <param name="isForced">Whether existing files may be replaced.</param>
/// <param name="ask">Asks the user a yes-or-no question; null where nobody can answer.</param>
internal sealed class RunFiles(bool isForced, Func<string, bool>? ask)
{
    private const int Shown = 3;

    private readonly List<string> _inputs = [];
    private readonly List<Output> _outputs = [];
    private readonly List<string> _passing = [];

    /// <summary>Whether existing files are replaced without a question.</summary>
    public bool IsForced => isForced;

    /// <summary>Names input files, or folders whose texts are read; null for one that the user left out.</summary>
    public RunFiles Reads(params IEnumerable<string?> paths)
    {
        _inputs.AddRange(paths.OfType<string>());
        return this;
    }

    /// <summary>Names an output file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="makesFolder">Whether to create the folder if it is missing.</param>
    public RunFiles Writes(string? path, bool makesFolder = false)
    {
        if (path is not null)
        {
            _outputs.Add(new Output(path, makesFolder));
        }

        return this;
    }

    /// <summary>Names a temporary file of the tool, which holds an output until it is complete.</summary>
    public RunFiles Uses(string path)
    {
        _passing.Add(path);
        return this;
    }

    /// <summary>Marks an output that continues an existing file, whose content is therefore not lost.</summary>
    public void Continues(string path) => OutputOf(path).IsContinued = true;

    /// <summary>Describes an existing output, such as a checkpoint, in words that follow its name in a message.</summary>
    public void Describe(string path, string what) => OutputOf(path).What = what;

    /// <summary>Runs both checks, for a command that does nothing between them.</summary>
    /// <exception cref="ToolException">A check failed.</exception>
    public void Check()
    {
        CheckInputs();
        AskToReplace();
    }

    /// <summary>Refuses outputs that are also inputs, are the same file twice, or cannot be written. Call it again after finding more inputs.</summary>
    /// <exception cref="ToolException">An output is refused.</exception>
    public void CheckInputs()
    {
        Dictionary<FileIdentity, string> read = Identify(_inputs.Where(File.Exists).Concat(_inputs.Where(Directory.Exists).SelectMany(TextsOf)));
        Dictionary<FileIdentity, string> written = [];
        foreach (Output output in _outputs)
        {
            CheckPlace(output);
            if (IsNoRegularFile(output.Path))
            {
                continue;
            }

            FileIdentity identity = FileIdentity.Of(output.Path);
            if (read.TryGetValue(identity, out string? input))
            {
                string same = input == output.Path ? "is read by this command" : $"is the same file as {input}, which is read by this command";
                throw new ToolException($"{output.Path}: {same}, so it cannot be written; choose another --output");
            }

            if (!written.TryAdd(identity, output.Path))
            {
                string first = written[identity];
                string same = first == output.Path ? "would be written twice" : $"is the same file as {first}, and both would be written";
                throw new ToolException($"{output.Path}: {same}; choose another --output");
            }
        }

        foreach (string path in _passing.Concat(_outputs.Select(output => AtomicFile.PartialPath(output.Path))))
        {
            if (read.TryGetValue(FileIdentity.Of(path), out string? input))
            {
                throw new ToolException($"{input}: is read by this command, which would also use it as a temporary file; choose another --output");
            }
        }
    }

    /// <summary>Asks whether files that this run has not written may be replaced, once for each; refuses if nobody can answer.</summary>
    /// <exception cref="ToolException">The files are kept.</exception>
    public void AskToReplace()
    {
        List<Output> lost = [];
        foreach (Output output in _outputs.Where(output => !output.IsAsked))
        {
            output.IsAsked = true;
            output.MayBeReplaced = File.Exists(output.Path);
            if (output is { MayBeReplaced: true, IsContinued: false } && !IsNoRegularFile(output.Path))
            {
                // Files that the user may not know of come first.
                lost.Insert(output.What is null ? lost.Count : 0, output);
            }
        }

        if (isForced || lost.Count == 0)
        {
            return;
        }

        string[] others = [.. lost.Skip(1).Select(output => output.Path)];
        string more = string.Join(", ", others.Take(Shown)) + (others.Length > Shown ? FormattableString.Invariant($" and {others.Length - Shown} more") : "");
        string what = lost[0].What ?? "exists";
        if (ask is null)
        {
            string replaces = lost[0].What is null ? "--force replaces" : "--force starts again and replaces";
            throw new ToolException(others.Length == 0 ? $"{lost[0].Path}: {what}; {replaces} it" : $"{lost[0].Path}: {what}; {replaces} it, and {more}");
        }

        string question = lost[0].What is null ? $"{lost[0].Path} exists" : $"{lost[0].Path}: {what}";
        question += others.Length == 0 ? ". Replace it? [y/N] " : $", and {more} {(others.Length == 1 ? "is" : "are")} there, too. Replace them? [y/N] ";
        if (!ask(question))
        {
            throw new ToolException($"{lost[0].Path}: was kept; nothing was written");
        }
    }

    /// <summary>Writes a file that was named, completely or not at all.</summary>
    /// <returns>Its path: a similar name if another program has created a file of that name in the meantime.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public string Write(string path, Action<Stream> write)
    {
        Output output = OutputOf(path);
        if (!output.IsAsked)
        {
            throw new InvalidOperationException($"{path} is written before it is asked for");
        }

        if (IsNoRegularFile(path))
        {
            using FileStream direct = new(path, FileMode.Open, FileAccess.Write);
            write(direct);
            return path;
        }

        string target = path;
        if (!output.MayBeReplaced && File.Exists(path))
        {
            target = FreeNameBeside(path);
            Console.Error.WriteLine($"tinyrnn: warning: {path} was written by another program in the meantime and is kept; this command wrote {target}");
        }
        else
        {
            output.MayBeReplaced = true;
        }

        AtomicFile.Write(target, write);
        return target;
    }

    /// <summary>Writes a text in UTF-8.</summary>
    /// <returns>Its path.</returns>
    public string Write(string path, string text, bool hasMark = false) => Write(path, stream =>
    {
        using StreamWriter writer = new(stream, new System.Text.UTF8Encoding(hasMark), leaveOpen: true);
        writer.Write(text);
    });

    private static Dictionary<FileIdentity, string> Identify(IEnumerable<string> paths)
    {
        Dictionary<FileIdentity, string> files = [];
        foreach (string path in paths)
        {
            files.TryAdd(FileIdentity.Of(path), path);
        }

        return files;
    }

    // LabelledFolder reads the texts of a folder and of the folders in it.
    private static IEnumerable<string> TextsOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.txt").Concat(Directory.EnumerateDirectories(folder).SelectMany(inner => Directory.EnumerateFiles(inner, "*.txt")));

    // Writing to a device or a pipe replaces nothing.
    private static bool IsNoRegularFile(string path) => FileStatus.Find(Path.GetFullPath(path)) is { IsRegular: false };

    private static void CheckPlace(Output output)
    {
        if (Directory.Exists(output.Path))
        {
            throw new ToolException($"{output.Path}: is a folder; a file name was expected");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(output.Path)) ?? "";
        if (!output.MakesFolder && !Directory.Exists(folder))
        {
            throw new ToolException($"{output.Path}: the folder '{folder}' does not exist");
        }
    }

    private static string FreeNameBeside(string path)
    {
        string stem = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        for (int i = 2; ; i++)
        {
            string free = FormattableString.Invariant($"{stem}-{i}{Path.GetExtension(path)}");
            if (!File.Exists(free))
            {
                return free;
            }
        }
    }

    private Output OutputOf(string path) => _outputs.FirstOrDefault(output => output.Path == path)
        ?? throw new InvalidOperationException($"{path} is written, but was not named as an output");

    private sealed class Output(string path, bool makesFolder)
    {
        public string Path { get; } = path;

        public bool MakesFolder { get; } = makesFolder;

        public bool IsAsked { get; set; }

        public bool IsContinued { get; set; }

        public bool MayBeReplaced { get; set; }

        public string? What { get; set; }
    }
}
