using System.Runtime.InteropServices;
using VoiceActivity;
using VoiceActivity.Audio;
using VoiceActivity.Output;
using VoiceActivity.Speech;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Options.Usage);
    return 0;
}

string place = "";
try
{
    Options options = Options.Read(args);
    bool isInput = options.File == "-";
    place = isInput ? "standard input: " : $"{options.File}: ";

    // Ctrl+C also ends the recorder that writes to the pipe, and with it the input. The last speech is still written. A second Ctrl+C ends this program.
    bool isInterrupted = false;
    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
    {
        context.Cancel = isInput && !isInterrupted;
        isInterrupted = true;
    });
    using Stream input = isInput ? Console.OpenStandardInput() : new FileStream(options.File, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    PcmSamples sound = SoundInput.Open(input, allowsRaw: isInput);
    SegmentWriter writer = new(Console.OpenStandardOutput(), options.ShowsProbabilities ? SegmentFormat.Text : options.Format);
    SpeechScan<SileroModel, SileroModel.State> scan = new(sound, options.Segments, writer, options.ShowsProbabilities);
    long before = GC.GetAllocatedBytesForCurrentThread();
    scan.Run();
    long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    if (options.ShowsFigures)
    {
        double seconds = (double)scan.Length / VoiceChunk.Rate;
        double work = Environment.CpuUsage.TotalTime.TotalSeconds;
        string factor = seconds > 0.0 ? FormattableString.Invariant($"{work / seconds:0.00000}") : "none";
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{seconds:0.0} s of sound, {work:0.00} s of processor time: real-time factor {factor}; {writer.Count} segments; {allocated} bytes allocated"));
    }

    return sound.Missing == 0 ? 0 : throw new InvalidDataException($"ends {sound.Missing} bytes before its header says; the existing part was read");
}
catch (FormatException e)
{
    Console.Error.WriteLine($"voice-activity: {e.Message}");
    return 2;
}
catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
{
    Console.Error.WriteLine($"voice-activity: {place}there is no such file");
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"voice-activity: {place}{e.Message}");
    return 1;
}
