using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Spectre.Console;
using TinyRnn.Interop;
using TinyRnn.Model;
using TinyRnn.Tool.Commands;
using TinyRnn.Tool.Help;
using TinyRnn.Training;

namespace TinyRnn.Tool;

/// <summary>
/// The <c>tinyrnn</c> command line. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 done except for bad rows, 130 stopped by Ctrl+C.
/// </summary>
internal static class Program
{
    public const int Failed = 1;
    public const int WrongArguments = 2;
    public const int SomeLeftOut = 3;
    public const int Stopped = 130;

    private const int RedirectedWidth = 4096;

    private static async Task<int> Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (Console.IsOutputRedirected)
        {
            // A file has no width at which to wrap lines.
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        RootCommand root = new("Train, inspect and run recurrent networks, and compile them to C#.")
        {
            TrainCommand.Create(),
            TryCommand.Create(),
            EvaluateCommand.Create(),
            CompareCommand.Create(),
            PredictCommand.Create(),
            GenerateCommand.Create(),
            RunCommand.Create(),
            InspectCommand.Create(),
            CompileCommand.Create(),
            QuantizeCommand.Create(),
            PruneCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            PackWeightsCommand.Create(),
            DemoCommand.Create(),
            CompletionCommand.Create(),
        };
        InvariantNumbers.Apply(root);
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage();
        foreach (Command group in root.Subcommands.Prepend(root).Where(command => command.Subcommands.Count > 0))
        {
            group.SetAction(_ => HelpPage.Write(group));
        }

        ParseResult arguments = root.Parse(args);
        if (CommandLineErrors.Find(arguments) is string error)
        {
            await Console.Error.WriteLineAsync(CommandLineErrors.Line(arguments, error));
            return WrongArguments;
        }

        try
        {
            // After Ctrl+C a training finishes its step, evaluates once more and writes its best model.
            InvocationConfiguration configuration = new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
            };
            return await arguments.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("tinyrnn: stopped");
            return Stopped;
        }
        catch (Exception e) when (e is ModelFormatException or ImportException or TrainingDataException or TrainingDivergedException or CheckpointException
            or ToolException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync("tinyrnn: " + ErrorText.Of(e));
            return Failed;
        }
    }
}
