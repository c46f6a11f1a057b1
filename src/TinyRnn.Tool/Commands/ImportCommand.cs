using System.CommandLine;
using TinyRnn.Interop;
using TinyRnn.Interop.Options;
using TinyRnn.Model;
using TinyRnn.Tool.Files;
using TinyRnn.Tool.Output;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn import</c>: makes a model file of another tool's weights.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        ImportArguments arguments = new();
        Argument<string> file = new("file")
        {
            Description = $"Weights of another tool: {string.Join(", ", ModelImporters.All.Select(importer => importer.Format))}.",
        };
        Option<string?> output = new("--output", "-o") { Description = "The .tinyrnn file to write; beside the weights by default." };
        Option<bool> explain = new("--explain") { Description = "Show which tensors or nodes each layer was made of, and write nothing." };
        const string Purpose = "Makes a model file of weights from PyTorch, Keras, TensorFlow.js, ONNX, RTNeural or Neural Amp Modeler.";
        Command command = new("import", Purpose) { file, output, explain };
        arguments.AddTo(command);
        FileArguments replacing = new(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            string written = parsed.GetValue(output) ?? Path.ChangeExtension(path, ".tinyrnn");
            bool explains = parsed.GetValue(explain);
            RunFiles files = replacing.Files(parsed).Reads(arguments.Files(parsed, path)).Writes(explains ? null : written);
            files.Check();
            ImportSource source = ImportSource.Load(path);
            ImportResult result = ModelImporters.Import(source, arguments.Read(parsed, path));

            // Which files beside it belong to it stands in the file itself.
            files.Reads(source.Beside).CheckInputs();
            Print(result, explains);
            if (!explains)
            {
                Models.Save(result.Network, files, written);
            }

            string taken = $"{result.Format}, all {result.SourceCount} {result.SourceNoun}s used";
            Report.Write(explains ? "read" : "wrote", explains ? $"{taken}; nothing was written" : $"{written}; {taken}");
        });
        return command;
    }

    private static void Print(ImportResult result, bool explain)
    {
        int width = result.Layers.Max(layer => layer.What.Length);
        foreach (LayerReading layer in result.Layers)
        {
            string count = layer.Sources.Count switch { 0 => "", 1 => "1 " + result.SourceNoun, int n => $"{n} {result.SourceNoun}s" };
            Report.Write(layer.Name, $"{layer.What.PadRight(width)}  {count}");
            foreach (string source in explain ? layer.Sources : [])
            {
                Report.Write("", "<- " + source);
            }
        }

        Network network = result.Network;
        string steps = network.OutputSteps == OutputSteps.Last ? "the last step" : "every step";
        Report.Write("task", $"{Models.TaskName(network.Task)}, output of {steps}");
        foreach (string note in result.Notes)
        {
            Report.Write("note", note);
        }

        if (LettersWithoutCapitals(network) is string capitals)
        {
            Report.Write("note", capitals);
        }
    }

    // Texts that people type begin with a capital letter.
    private static string? LettersWithoutCapitals(Network network) =>
        network.Vocabulary is { Unknown: UnknownCharacter.Error } vocabulary && vocabulary.Characters.Any(char.IsAsciiLetterLower)
            && !vocabulary.Characters.Any(char.IsAsciiLetterUpper)
            ? "the vocabulary has no capital letters: a text with one throws; --unknown skip leaves them out, or change the case of a text first"
            : null;
}
