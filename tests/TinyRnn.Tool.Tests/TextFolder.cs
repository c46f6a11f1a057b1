using System.Text;

namespace TinyRnn.Tool.Tests;

/// <summary>A folder with small texts that goes with the test.</summary>
internal sealed class TextFolder : IDisposable
{
    /// <summary>Options with which a training takes well under a second.</summary>
    public static readonly string[] Quick = ["--hidden", "8", "--epochs", "2", "--batch", "4", "--steps", "16"];

    public TextFolder()
    {
        Write("fox.txt", string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog.\n", 60)));
        Write("dog.txt", string.Concat(Enumerable.Repeat("the lazy dog naps: zzz!\n", 20)));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("tinyrnn-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text, new UTF8Encoding(false));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
