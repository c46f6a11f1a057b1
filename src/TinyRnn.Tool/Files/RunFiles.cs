using TinyRnn.Model;

namespace TinyRnn.Tool.Files;

/// <summary>
/// The files of a run, and the rules that keep them: each command names what it reads and what it writes before it reads or computes anything, and
/// writes through this alone. No output is an input, no two outputs are one file, what was there before is replaced only where the user
/// says so, and what replaces it takes its place when it is whole.
/// </summary>
/// <param name="isForced">Whether files that are there may be replaced.</param>
/// <param name="ask">Asks the user a question that is answered with yes or no; null where nobody is there to answer.</param>
internal sealed class RunFiles(bool isForced, Func<string, bool>? ask)
{
    private const int Shown = 3;

    private readonly List<string> _inputs = [];
    private readonly List<Output> _outputs = [];
    private readonly List<string> _passing = [];

    /// <summary>Whether files that are there are replaced without a question.</summary>
    public bool IsForced => isForced;

    /// <summary>Names files that are read, or folders whose texts are; null for one that the user left out.</summary>
    public RunFiles Reads(params IEnumerable<string?> paths)
    {
        _inputs.AddRange(paths.OfType<string>());
        return this;
    }

    /// <summary>Names a file that is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="makesFolder">Whether the folder is made where it is missing.</param>
    public RunFiles Writes(string? path, bool makesFolder = false)
    {
        if (path is not null)
        {
            _outputs.Add(new Output(path, makesFolder));
        }

        return this;
    }

    /// <summary>Names a file of the tool's own that is there for a while, where an output is written before it is whole.</summary>
    public RunFiles Uses(string path)
    {
        _passing.Add(path);
        return this;
    }

    /// <summary>Says that an output goes on from what is there, which is therefore not lost.</summary>
    public void Continues(string path) => OutputOf(path).IsContinued = true;

    /// <summary>Says what an output is that is there, such as a checkpoint, in words that follow its name in a message.</summary>
    public void Describe(string path, string what) => OutputOf(path).What = what;

    /// <summary>Both checks, for a command that needs nothing between them.</summary>
    /// <exception cref="ToolException">A file is in the way.</exception>
    public void Check()
    {
        CheckInputs();
        AskToReplace();
    }

    /// <summary>Refuses outputs that are inputs or one another, or that cannot be written; to be called again where inputs were found later.</summary>
    /// <exception cref="ToolException">An output is one of these.</exception>
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
                throw new ToolException($"{output.Path}: {same}, so it cannot be written; another --output was expected");
            }

            if (!written.TryAdd(identity, output.Path))
            {
                string first = written[identity];
                string same = first == output.Path ? "would be written twice" : $"is the same file as {first}, and both would be written";
                throw new ToolException($"{output.Path}: {same}; another --output was expected");
            }
        }

        foreach (string path in _passing.Concat(_outputs.Select(output => AtomicFile.PartialPath(output.Path))))
        {
            if (read.TryGetValue(FileIdentity.Of(path), out string? input))
            {
                throw new ToolException($"{input}: is read by this command, which would write there for a while; another --output was expected");
            }
        }
    }

    /// <summary>Asks, or with nobody there refuses, where files would be replaced that this run has not written; once for each.</summary>
    /// <exception cref="ToolException">They stay.</exception>
    public void AskToReplace()
    {
        List<Output> lost = [];
        foreach (Output output in _outputs.Where(output => !output.IsAsked))
        {
            output.IsAsked = true;
            output.MayBeReplaced = File.Exists(output.Path);
            if (output is { MayBeReplaced: true, IsContinued: false } && !IsNoRegularFile(output.Path))
            {
                // What the user may not know of comes first.
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
            string replaces = lost[0].What is null ? "--force replaces" : "--force begins anew and replaces";
            throw new ToolException(others.Length == 0 ? $"{lost[0].Path}: {what}; {replaces} it" : $"{lost[0].Path}: {what}; {replaces} it, and {more}");
        }

        string question = lost[0].What is null ? $"{lost[0].Path} exists" : $"{lost[0].Path}: {what}";
        question += others.Length == 0 ? ". Replace it? [y/N] " : $", and {more} {(others.Length == 1 ? "is" : "are")} there, too. Replace them? [y/N] ";
        if (!ask(question))
        {
            throw new ToolException($"{lost[0].Path}: stays as it is; nothing was written");
        }
    }

    /// <summary>Writes a file that was named, whole or not at all.</summary>
    /// <returns>Where it is: beside the name where somebody else has made a file of that name in the meantime.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
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
            Console.Error.WriteLine($"tinyrnn: warning: {path} was written by another program in the meantime and stays; what is written here is {target}");
        }
        else
        {
            output.MayBeReplaced = true;
        }

        AtomicFile.Write(target, write);
        return target;
    }

    /// <summary>Writes a text in UTF-8.</summary>
    /// <returns>Where it is.</returns>
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

    // What LabelledFolder reads: the texts of a folder, or of the folders in it.
    private static IEnumerable<string> TextsOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.txt").Concat(Directory.EnumerateDirectories(folder).SelectMany(inner => Directory.EnumerateFiles(inner, "*.txt")));

    // What is written to a device or a pipe replaces nothing.
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
