using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Demo;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn demo</c>: trains on the names that come with the tool, compiles the model into an app and runs it.</summary>
internal static class DemoCommand
{
    private static readonly string[] Samples = ["Yamaguchi", "Schmidhuber", "O'Sullivan", "Nguyễn", "Kowalczyk", "Papadopoulos", "Dvořáková", "MacDonald"];

    public static Command Create()
    {
        Option<string> folder = new("--output", "-o")
        {
            Description = "Folder to work in; created if it does not exist.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "demo",
        };
        Command command = new("demo", "Trains on names by language, compiles the model into a new app, and runs it.") { folder };
        FileArguments replacing = new(command);
        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments.GetRequiredValue(folder), replacing.Files(arguments), cancellation)));
        return command;
    }

    private static int Run(string folder, RunFiles files, CancellationToken cancellation)
    {
        const string Type = "NameOrigin";
        string names = Path.Combine(folder, "names"), generated = Path.Combine(folder, "generated");
        string model = Path.Combine(folder, "names.tinyrnn");
        string[] resources = [.. typeof(DemoCommand).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("names/", StringComparison.Ordinal))];
        string[] fixedFiles = [.. DemoProject.Outputs(folder), .. CompileCommand.Outputs(Type, generated), .. resources.Select(name => NamesFile(names, name))];
        foreach (string path in fixedFiles)
        {
            files.Writes(path, makesFolder: true);
        }

        Directory.CreateDirectory(folder);
        TrainingOutputs outputs = new(files, model, keepsCheckpoint: false, "-confusion.svg");
        files.AskToReplace();
        Directory.CreateDirectory(names);
        foreach (string resource in resources)
        {
            using Stream source = typeof(DemoCommand).Assembly.GetManifestResourceStream(resource)!;
            files.Write(NamesFile(names, resource), source.CopyTo);
        }

        LabelledDataSet data = TrainClassifyCommand.Load(names, TrainClassifyCommand.TutorialLetters);
        IReadOnlyList<Layer> layers = Architecture.Rnn(data.Vocabulary.Size, 128, data.Labels.Count, Activation.LogSoftmax);

        TrainingPlan plan = new(NamesTraining.Create(data, layers), outputs) { Description = TrainClassifyCommand.Describe(data, layers) };
        TrainingRun.Run(plan, cancellation);
        cancellation.ThrowIfCancellationRequested();

        // An older, better model stays under the name that was asked for.
        string code = CompileCommand.Write(Models.Load(model), model, Type, "Demo", generated, files)[0];
        Report.Write("Compiled", $"{code}, the C# that the source generator makes from the model");
        DemoProject project = DemoProject.Write(folder, files);
        Report.Write("Running", $"dotnet run --project {folder} -c Release");
        return project.BuildAndRun(Samples, cancellation);
    }

    private static string NamesFile(string folder, string resource) => Path.Combine(folder, Path.GetFileName(resource));
}
