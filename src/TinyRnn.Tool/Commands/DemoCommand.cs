using System.CommandLine;
using System.Reflection;
using TinyRnn.Model;
using TinyRnn.Tool.Demo;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn demo</c>: trains on the names that come with the tool, compiles the model into an app and runs it.</summary>
internal static class DemoCommand
{
    private static readonly string[] Samples = ["Yamaguchi", "Schmidhuber", "O'Sullivan", "Nguyễn", "Kowalczyk", "Papadopoulos", "Dvořáková", "MacDonald"];

    public static Command Create()
    {
        Option<string> folder = new("--output", "-o") { Description = "Folder to work in; made where it is missing.", DefaultValueFactory = _ => "demo" };
        Command command = new("demo", "Trains on names by language, compiles the model into a new app, and runs it.") { folder };
        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments.GetRequiredValue(folder), cancellation)));
        return command;
    }

    private static int Run(string folder, CancellationToken cancellation)
    {
        string names = Path.Combine(folder, "names");
        WriteNames(names);
        LabelledDataSet data = TrainClassifyCommand.Load(names, TrainClassifyCommand.TutorialLetters);
        IReadOnlyList<Layer> layers = Architecture.Rnn(data.Vocabulary.Size, 128, data.Labels.Count, Activation.LogSoftmax);

        string model = Path.Combine(folder, "names.tinyrnn");
        TrainingResult result = TrainingRun.Run(new TrainingPlan(NamesTraining.Create(data, layers), model) { Description = TrainClassifyCommand.Describe(data, layers) }, cancellation);
        cancellation.ThrowIfCancellationRequested();

        string code = CompileCommand.Write(result.Network, model, "NameOrigin", "Demo", Path.Combine(folder, "generated"))[0];
        Report.Write("Compiled", $"{code}, the C# that the source generator makes of it: look inside");
        DemoProject project = DemoProject.Write(folder);
        Report.Write("Running", $"dotnet run --project {folder} -c Release");
        return project.BuildAndRun(Samples, cancellation);
    }

    private static void WriteNames(string folder)
    {
        Directory.CreateDirectory(folder);
        Assembly assembly = typeof(DemoCommand).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("names/", StringComparison.Ordinal)))
        {
            using Stream source = assembly.GetManifestResourceStream(resource)!;
            using FileStream target = File.Create(Path.Combine(folder, Path.GetFileName(resource)));
            source.CopyTo(target);
        }
    }
}
