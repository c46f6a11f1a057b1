namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Compares a text with a committed file.</summary>
internal static class Snapshot
{
    private const string AcceptVariable = "TINYRNN_ACCEPT_SNAPSHOTS";

    /// <summary>Fails where <c>Snapshots/{name}.verified.cs</c> does not hold the text; the text then lies beside it as <c>.received.cs</c>.</summary>
    public static void Verify(string name, string text)
    {
        string folder = Path.Combine(Repository.Root, "tests", typeof(Snapshot).Assembly.GetName().Name!, "Snapshots");
        string verified = Path.Combine(folder, name + ".verified.cs");
        string received = Path.Combine(folder, name + ".received.cs");
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(received, text);
        Assert.Fail(
            $"{(expected is null ? "No snapshot yet" : $"The text differs from the snapshot from line {FirstDifference(expected, text)} on")}: compare\n  "
                + $"{verified}\n  {received}\n"
            + $"To accept what was received, run the tests once with {AcceptVariable}=1, and look at the difference before you commit it.");
    }

    private static int FirstDifference(string expected, string actual)
    {
        string[] a = expected.Split('\n');
        string[] b = actual.Split('\n');
        int line = 0;
        while (line < a.Length && line < b.Length && a[line] == b[line])
        {
            line++;
        }

        return line + 1;
    }
}
