using System.Runtime.InteropServices;
using NoiseSuppression;
using NoiseSuppression.Network;
using NoiseSuppression.Output;
using NoiseSuppression.Picture;
using NoiseSuppression.Suppression;
using VoiceActivity.Audio;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Options.Usage);
    return 0;
}

string place = "";
string written = "";
bool isRead = false;
try
{
    Options options = Options.Read(args);
    bool isInput = options.Input == Options.Pipe;
    bool isOutput = options.Output == Options.Pipe;
    if (isOutput && !Console.IsOutputRedirected)
    {
        throw new FormatException("the clean sound cannot be written to the terminal; a file or a pipe was expected");
    }

    // Ctrl+C also ends the recorder that writes to the pipe, and with it the input. The last blocks are still written. A second Ctrl+C ends this program.
    bool isInterrupted = false;
    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
    {
        context.Cancel = isInput && !isInterrupted;
        isInterrupted = true;
    });
    place = isInput ? "standard input: " : $"{options.Input}: ";
    using Stream input = isInput ? Console.OpenStandardInput() : new FileStream(options.Input, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    PcmSamples sound = SoundInput.Open(input, allowsRaw: isInput);

    // Errors of the input are found before, so no file is replaced in vain. The picture's folder is checked before the sound is replaced.
    isRead = true;
    place = $"{options.Picture}: ";
    if (options.Picture is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.Picture))))
    {
        throw new DirectoryNotFoundException();
    }

    place = written = isOutput ? "standard output: " : $"{options.Output}: ";
    using Stream output = isOutput
        ? Console.OpenStandardOutput()
        : new FileStream(options.Output, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    place = $"{options.Picture}: ";
    using FileStream? picture = options.Picture is null ? null : new FileStream(options.Picture, FileMode.Create, FileAccess.Write, FileShare.Read);
    place = isInput ? "standard input: " : $"{options.Input}: ";
    if (Parts.Note.Length > 0 && !options.IsJson)
    {
        Console.Error.WriteLine($"noise-suppression: {Parts.Note}");
    }

    SoundWriter writer = new(output, SoundBlock.Rate, hasHeader: !isOutput);
    IBlockStage[] stages = Parts.Create();
    SuppressionRun run = new(sound, stages, writer, hasPicture: picture is not null);
    long before = GC.GetAllocatedBytesForCurrentThread();
    run.Run();
    long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    Figures figures = new(run.Length, Environment.CpuUsage.TotalTime, stages.Length, allocated);
    writer.Finish();
    if (picture is not null)
    {
        place = $"{options.Picture}: ";
        SpectrogramPicture drawn = new(run.Before!, run.After!);
        picture.Write(options.Picture!.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? drawn.ToPng() : drawn.ToSvg());
    }

    place = isInput ? "standard input: " : $"{options.Input}: ";
    Console.Error.WriteLine(options.IsJson ? figures.ToJson() : figures.ToText());
    return sound.Missing == 0 ? 0 : throw new InvalidDataException($"ends {sound.Missing} bytes before its header says; the existing part was read");
}
catch (OutputException e)
{
    Console.Error.WriteLine($"noise-suppression: {written}{e.Message}");
    return 1;
}
catch (FormatException e)
{
    Console.Error.WriteLine($"noise-suppression: {e.Message}");
    return 2;
}
catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
{
    Console.Error.WriteLine($"noise-suppression: {place}there is no such {(isRead ? "folder" : "file")}");
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"noise-suppression: {place}{e.Message}");
    return 1;
}
