using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>
/// A fresh copy of the repository, without anything that was built, in which commands run as a user types them, with small data of the names that the pages
/// use.
/// </summary>
public sealed class Clone : IDisposable
{
    /// <summary>Readings of a real machine, which are in the folder where the shared data are.</summary>
    public const string RealSeries = "nab-machine-temperature.csv";

    private static readonly string[] NotSources = ["bin", "obj", "out", "demo", ".git", ".vs", ".idea", "TestResults", "BenchmarkDotNet.Artifacts"];

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<string> _own;
    private Process? _service;

    public Clone()
    {
        Copy(new DirectoryInfo(Repository.Root), Path.Combine(_folder.Path, "tinyrnn"));
        Folder = Path.Combine(_folder.Path, "tinyrnn");
        Directory.CreateDirectory(Programs);
        WriteProgram("tinyrnn", $"dotnet '{Folder}/src/TinyRnn.Tool/bin/Release/net10.0/TinyRnn.Tool.dll'");
        if (!File.Exists("/usr/bin/cc"))
        {
            WriteProgram("cc", "clang");
        }

        // Without it each command starts a second process that builds, and ends it again.
        Write("Directory.Build.rsp", "-m:1\n");
        WriteData();
        _own = [.. Directory.EnumerateFileSystemEntries(Folder)];
    }

    /// <summary>The copy.</summary>
    public string Folder { get; }

    /// <summary>Where a service that was started listens.</summary>
    public int Port { get; private set; } = FreePort();

    private string Programs => Path.Combine(_folder.Path, "programs");

    /// <summary>Runs a command to its end.</summary>
    public (int ExitCode, string Output, string Errors) Run(string command)
    {
        using Process process = Start(command);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience.Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{command}' did not end within {Patience.Longest}");
        }

        return (process.ExitCode, output.Result.ReplaceLineEndings("\n"), errors.Result.ReplaceLineEndings("\n"));
    }

    /// <summary>Deletes what commands have written into the copy's folder, as each page is for somebody who has not read another one.</summary>
    public void RemoveWhatPagesWrote()
    {
        StopService();
        foreach (string path in Directory.EnumerateFileSystemEntries(Folder).Where(path => !_own.Contains(path)))
        {
            if (Directory.Exists(path))
            {
                // A link to a folder of another fixture goes, and what is in the folder stays.
                Directory.Delete(path, recursive: new DirectoryInfo(path).LinkTarget is null);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Starts a command and kills it once a file is there, which is not there once the command has ended.</summary>
    public void KillAtFile(string command, string file)
    {
        string path = Path.Combine(Folder, file);
        do
        {
            using Process process = Start(command);
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            while (!File.Exists(path) && !process.HasExited)
            {
                // Short, so that the command is killed in the midst of its work and not after it.
                Thread.Sleep(5);
            }

            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Assert.True(process.ExitCode is 0 or > 128, $"'{command}' ended with {process.ExitCode}");
        }
        while (!File.Exists(path));
    }

    /// <summary>Starts a service and waits until it answers; the one before it ends.</summary>
    public void Serve(string command)
    {
        StopService();

        // The service that was stopped may still listen for a moment, and would be taken for the new one.
        Port = FreePort();
        _service = Start(command, ("ASPNETCORE_URLS", $"http://localhost:{Port}"));
        _ = _service.StandardOutput.ReadToEndAsync();
        Task<string> errors = _service.StandardError.ReadToEndAsync();
        Stopwatch time = Stopwatch.StartNew();
        while (!IsListening())
        {
            Assert.False(_service.HasExited, $"'{command}' ended\n{(_service.HasExited ? errors.Result : "")}");
            Assert.True(time.Elapsed < Patience.Longest, $"'{command}' does not listen");
            // Nothing tells when a program of any kind begins to listen; asking is what its users do, too.
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        StopService();
        _folder.Dispose();
    }

    private void StopService()
    {
        _service?.Kill(entireProcessTree: true);
        _service?.WaitForExit();
        _service?.Dispose();
        _service = null;
    }

    private bool IsListening()
    {
        using TcpClient client = new();
        try
        {
            client.Connect("localhost", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Start(string command, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", command])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Programs}:{start.Environment["PATH"]}";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private void WriteProgram(string name, string command)
    {
        string path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/bin/sh\nexec {command} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // The pages' data are larger; these are made of what the repository holds, so that a training takes a second.
    private void WriteData()
    {
        string names = Path.Combine(Folder, "samples", "NameOrigin", "names");
        Copy(new DirectoryInfo(names), Path.Combine(Folder, "names"));
        string text = string.Concat(Directory.EnumerateFiles(names).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        Write("tinyshakespeare.txt", text[..12_000]);
        Write("timemachine.txt", text[..12_000]);
        Write("text.txt", text[..12_000]);
        Write(
            "shakespeare.txt",
            string.Concat(Enumerable.Range(0, 200_000 / text.Length).SelectMany(seed => Shuffled(text.Split('\n'), seed)).Select(line => line + "\n")));
        Write(
            "mails.csv",
            "folder,body\n" + string.Concat(Directory.EnumerateFiles(names).SelectMany(file =>
                File.ReadLines(file).Take(40).Select(name => $"{Path.GetFileNameWithoutExtension(file)},{name}\n"))));
        string[] series = File.ReadAllLines(Path.Combine(Folder, "samples", "SensorNode", "simulated.csv"));
        Write("monthly-sunspots.csv", "Month,Sunspots\n" + string.Join('\n', series.Skip(1).Take(600)) + "\n");
        if (SharedData.Find("series", RealSeries) is string real)
        {
            File.Copy(real, Path.Combine(Folder, RealSeries));
        }

        if (SileroWeights.Find() is string silero)
        {
            File.Copy(silero, Path.Combine(Folder, "samples", "VoiceActivity", SileroWeights.FileName), overwrite: true);
        }

        if (DtlnWeights.Find() is string dtln)
        {
            File.Copy(dtln, Path.Combine(Folder, "samples", "NoiseSuppression", DtlnWeights.First), overwrite: true);
        }

        Write("labels.txt", string.Concat(Enumerable.Range(0, 18).Select(i => $"label {i}\n")));
        Write("letters.txt", Networks.TutorialLetters + "\n");
        File.WriteAllBytes(Path.Combine(Folder, "gru.safetensors"), new Weights().AddRecurrent("gru.", 3, 57, 128).AddLinear("fc", 128, 18).ToBytes());
    }

    private static string[] Shuffled(string[] lines, int seed)
    {
        new Random(seed).Shuffle(lines);
        return lines;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    private static void Copy(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (FileInfo file in source.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(target, file.Name));
        }

        foreach (DirectoryInfo folder in source.EnumerateDirectories().Where(folder => !NotSources.Contains(folder.Name)))
        {
            Copy(folder, Path.Combine(target, folder.Name));
        }
    }
}
