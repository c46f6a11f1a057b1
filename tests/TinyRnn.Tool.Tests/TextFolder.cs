using System.Diagnostics;
using System.Text;

namespace TinyRnn.Tool.Tests;

/// <summary>A folder with small texts that goes with the test.</summary>
internal sealed class TextFolder : IDisposable
{
    /// <summary>Options with which a training takes well under a second.</summary>
    public static readonly string[] Quick = ["--hidden", "8", "--epochs", "2", "--batch", "4", "--bptt-steps", "16"];

    public TextFolder()
    {
        Write("fox.txt", string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog.\n", 60)));
        Write("dog.txt", string.Concat(Enumerable.Repeat("the lazy dog naps: zzz!\n", 20)));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("tinyrnn-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text, new UTF8Encoding(false));

    /// <summary>A CSV file of two columns of numbers, <c>load</c> and <c>wave</c>.</summary>
    public void WriteWaves(string name) => Write(name, "load,wave\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
        FormattableString.Invariant($"{Math.Sin(i / 3.0):F4},{Math.Cos(i / 5.0):F4}\n"))));

    /// <summary>A CSV file of 120 numbered words with front or back vowels, and what they have.</summary>
    /// <param name="name">The file.</param>
    /// <param name="header">Its first line, or null for none.</param>
    public void WriteWords(string name, string? header) =>
        Write(name, (header is null ? "" : header + "\r\n") + string.Concat(Enumerable.Range(0, 120).Select(i =>
    {
        string vowels = i % 2 == 0 ? "aei" : "ouy";
        string text = string.Concat(Enumerable.Range(0, 6).Select(k => k % 2 == 0 ? "bdfgkmn"[(i + (k * i / 7)) % 7] : vowels[(i / (k + 1)) % 3]));
        return $"{i},\"{text}{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}\",{(i % 2 == 0 ? "front" : "back")}\r\n";
    })));

    /// <summary>Makes a hard link.</summary>
    /// <returns>Whether there are such links here.</returns>
    public bool Link(string link, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        using Process process = Process.Start("ln", [File(target), File(link)]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
